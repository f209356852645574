import { canonicalSpace } from "./canonical.ts";
import { type DiffPhrases, diffPhrases } from "./diff-phrases.ts";
import { diffSpaces, type SpaceChange } from "./diff.ts";
import type { SpaceDocument } from "./document.ts";
import type { Locale } from "./fixes/fix-type.ts";
import { isMembers, itemsByKey, type Members } from "./keyed.ts";
import { lineDiff } from "./line-diff.ts";
import { readPath, type Step } from "./path.ts";
import { memberShape, spaceShape, type Shape } from "./shape.ts";
import { ownerOf, type Owner } from "./diff-owner.ts";

/** A difference as people read it: one sentence, and what does not fit into it as lines behind `+ `, `- ` or two spaces. */
export type ToldChange = SpaceChange & { readonly words: string; readonly lines: readonly string[] };

/** Texts longer than this, or of several lines, are shown below the sentence. */
const longestInline = 80;

/** Every difference in words, in order of path. Something added whole may take several sentences. In Korean both forms of a particle stand. */
export function tellChanges(before: SpaceDocument, after: SpaceDocument, locale: Locale): ToldChange[] {
  const documents = { before: canonicalSpace(before), after: canonicalSpace(after) };
  return diffSpaces(before, after).flatMap((change) => tell(change, documents, diffPhrases[locale]));
}

type Documents = { readonly before: SpaceDocument; readonly after: SpaceDocument };
type Told = { readonly words: string; readonly lines: readonly string[] };

function tell(change: SpaceChange, documents: Documents, phrases: DiffPhrases): ToldChange[] {
  const steps = readPath(change.path);
  const owner = ownerOf(steps, change.kind === "remove" ? documents.before : documents.after, phrases);
  return sentences(change, owner, phrases).map((told) => ({ ...change, ...told }));
}

function sentences(change: SpaceChange, owner: Owner, phrases: DiffPhrases): Told[] {
  const { noun, kind, rest } = owner;
  const [first, second] = rest;
  if (kind === "unknown") return [valueTold(change, noun, phrases)];
  if (first === undefined) {
    if (kind === "column") return columnTold(change, owner, phrases);
    if (kind === "table") return tableTold(change, owner, phrases);
    return [kind === "textInstruction" ? instructionTold(change, owner, phrases) : thingTold(change, owner, phrases)];
  }
  if (first.key === "synonyms" && second !== undefined) {
    const say = change.kind === "add" ? phrases.addSynonym : phrases.removeSynonym;
    return [plain(say(second.key, noun))];
  }
  const switched = kind === "column" ? switchTold(first.key, change, noun, phrases) : null;
  if (switched !== null) return [switched];
  if (kind === "textInstruction" && first.key === "content") return [valueTold(change, noun, phrases)];
  const member = first.kind === "member" ? (phrases.members[first.key] ?? first.key) : first.key;
  return [valueTold(first.key === "answer" ? answerText(change) : change, phrases.memberOf(member, noun), phrases)];
}

const switches = new Set(["exclude", "enable_format_assistance", "enable_entity_matching"]);

function switchTold(member: string, change: SpaceChange, column: string, phrases: DiffPhrases): Told | null {
  if (!switches.has(member)) return null;
  const on = change.after === true;
  if (member === "exclude") return plain(on ? phrases.hide(column) : phrases.show(column));
  return plain((on ? phrases.turnOn : phrases.turnOff)(phrases.members[member] ?? member, column));
}

/** A member that came, went or changed. */
function valueTold({ kind, before, after }: SpaceChange, noun: string, phrases: DiffPhrases): Told {
  const [from, to] = [textOfValue(before), textOfValue(after)];
  const short = [from, to].every((text) => text.length <= longestInline && !text.includes("\n"));
  switch (kind) {
    case "change":
      return short
        ? plain(phrases.changeFromTo(noun, from, to))
        : { words: `${phrases.change(noun)}:`, lines: lineDiff(from, to) };
    case "add":
      return short
        ? plain(`${phrases.add(noun)}: «${to}»`)
        : { words: `${phrases.add(noun)}:`, lines: lineDiff("", to) };
    case "remove":
      return short
        ? plain(`${phrases.remove(noun)}: «${from}»`)
        : { words: `${phrases.remove(noun)}:`, lines: lineDiff(from, "") };
  }
}

/** The one text instruction is its text. */
function instructionTold(change: SpaceChange, owner: Owner, phrases: DiffPhrases): Told {
  const contentOf = (value: unknown): unknown =>
    isMembers(value) && Array.isArray(value["content"]) ? value["content"].join("") : value;
  const texts = { before: contentOf(change.before), after: contentOf(change.after) };
  return valueTold({ ...change, ...texts }, owner.noun, phrases);
}

/** A thing that came or went whole, with all that it says below. */
function thingTold(change: SpaceChange, { noun, named, shape }: Owner, phrases: DiffPhrases): Told {
  const isAdded = change.kind === "add";
  const members = isMembers(change.before) ? change.before : isMembers(change.after) ? change.after : {};
  const sign = isAdded ? "+" : "-";
  const lines = Object.entries(members)
    .filter(([name]) => name !== "id" && !named.includes(name))
    .flatMap(([name, value]) => labelled(phrases.members[name] ?? name, memberText(shape, name, value)))
    .map((line) => `${sign} ${line}`);
  return { words: isAdded ? phrases.add(noun) : phrases.remove(noun), lines };
}

function memberText(shape: Shape, name: string, value: unknown): string {
  const inner: Shape = shape.kind === "object" ? memberShape(shape, name) : { kind: "leaf" };
  if (inner.kind === "text" && Array.isArray(value)) return value.join("");
  if (inner.kind === "join_sql" && Array.isArray(value)) return value.join(" ");
  if (inner.kind === "words" && Array.isArray(value)) return value.join(", ");
  if (name === "answer") return textOfValue(answerOf(value));
  if (isMembers(value) && typeof value["identifier"] === "string") return sideText(value);
  return textOfValue(value);
}

/** A join's side: its table, and the alias where that says more. */
function sideText({ identifier, alias }: Members): string {
  const [name, short] = [String(identifier), typeof alias === "string" ? alias : ""];
  return short === "" || name.endsWith(`.${short}`) ? name : `${name} AS ${short}`;
}

function labelled(label: string, text: string): string[] {
  const [first = "", ...more] = text.replace(/\n$/u, "").split("\n");
  return more.length === 0 ? [`${label}: ${first}`] : [`${label}:`, ...[first, ...more].map((line) => `  ${line}`)];
}

/** A table that came says all it says of itself and its columns; one that went takes that along. */
function tableTold(change: SpaceChange, owner: Owner, phrases: DiffPhrases): Told[] {
  const table = isMembers(change.after) ? change.after : isMembers(change.before) ? change.before : {};
  const columns = [...itemsByKey("column_name", table["column_configs"])];
  if (change.kind === "remove") {
    const along = columns.length === 0 ? "" : phrases.withColumns(columns.length);
    return [plain(phrases.remove(owner.noun) + along)];
  }
  return [
    plain(phrases.add(owner.noun)),
    ...memberChanges(table, ["identifier", "column_configs"], owner, change, phrases),
    ...columns.flatMap(([name, config]) =>
      columnTold({ ...change, after: config }, { ...owner.column(name), rest: [] }, phrases),
    ),
  ];
}

function columnTold(change: SpaceChange, owner: Owner, phrases: DiffPhrases): Told[] {
  const config = isMembers(change.after) ? change.after : isMembers(change.before) ? change.before : {};
  const told = memberChanges(config, ["column_name"], owner, change, phrases);
  if (told.length > 0) return told;
  return [plain(change.kind === "add" ? phrases.listColumn(owner.noun) : phrases.unlistColumn(owner.noun))];
}

/** Each member of a thing that came or went, as if it alone had. */
function memberChanges(
  members: Members,
  left: readonly string[],
  owner: Owner,
  { kind, path }: SpaceChange,
  phrases: DiffPhrases,
): Told[] {
  const one = (rest: readonly Step[], value: unknown): Told[] => {
    const [before, after] = kind === "add" ? [null, value] : [value, null];
    return sentences({ path, kind, before, after }, { ...owner, rest }, phrases);
  };
  return Object.entries(members)
    .filter(([name]) => !left.includes(name))
    .flatMap(([name, value]) => {
      const member: Step = { kind: "member", key: name };
      const inner = owner.shape.kind === "object" ? memberShape(owner.shape, name) : spaceShape;
      if (inner.kind === "words" && Array.isArray(value)) {
        return value.flatMap((word) => one([member, { kind: "item", key: String(word) }], word));
      }
      return one([member], inner.kind === "text" && Array.isArray(value) ? value.join("") : value);
    });
}

/** A benchmark's answer is its text, however deep the difference was found. */
function answerText(change: SpaceChange): SpaceChange {
  return { ...change, before: answerOf(change.before), after: answerOf(change.after) };
}

function answerOf(value: unknown): unknown {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (!isMembers(only) || only["format"] !== "SQL" || !Array.isArray(only["content"])) return value;
  return only["content"].join("");
}

function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.replace(/\n$/u, "");
  // Pieces that are no one text, as a join's condition and marker are.
  const isPieces = Array.isArray(value) && value.length > 0 && value.every((piece) => typeof piece === "string");
  return isPieces ? value.join("\n") : JSON.stringify(value);
}

function plain(words: string): Told {
  return { words, lines: [] };
}
