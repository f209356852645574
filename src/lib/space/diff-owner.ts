import type { DiffPhrases } from "./diff-phrases.ts";
import type { SpaceDocument } from "./document.ts";
import { isMembers, itemsByKey, type Members } from "./keyed.ts";
import { pathText, type Step } from "./path.ts";
import { memberShape, spaceShape, type Shape } from "./shape.ts";

/** The thing that a path leads into, as people know it, and the way on from there. */
export type Owner = {
  readonly kind: "table" | "column" | "textInstruction" | "other" | "unknown";
  readonly noun: string;
  /** Members that the noun says already. */
  readonly named: readonly string[];
  readonly shape: Shape;
  readonly rest: readonly Step[];
  /** A column of it, for a table. */
  readonly column: (name: string) => Owner;
};

/** Names longer than this are cut. */
const longestName = 70;

/** @param document the one that has the thing */
export function ownerOf(steps: readonly Step[], document: SpaceDocument, phrases: DiffPhrases): Owner {
  const at = steps.findIndex((step) => step.kind === "item");
  const unknown: Owner = {
    kind: "unknown",
    noun: pathText(steps),
    named: [],
    shape: { kind: "leaf" },
    rest: [],
    column: () => unknown,
  };
  const item = steps[at];
  const list = listAt(steps.slice(0, at), document);
  if (item === undefined || list === null) return unknown;
  const path = pathText(steps.slice(0, at));
  const members = list.items.get(item.key) ?? {};
  const rest = steps.slice(at + 1);
  const named = nounOf(path, item.key, members, phrases);
  if (named === null) return unknown;
  const owner: Owner = { ...unknown, ...named, shape: list.shape, rest };
  const [inner, innerItem, ...more] = rest;
  if (named.kind === "table") {
    const shape = itemShape(list.shape, "column_configs");
    const column = (name: string): Owner => ({
      ...owner,
      kind: "column",
      noun: phrases.things.column(item.key, name),
      named: ["column_name"],
      shape,
    });
    const isColumn = inner?.key === "column_configs" && innerItem !== undefined;
    return isColumn ? { ...column(innerItem.key), rest: more } : { ...owner, column };
  }
  if (inner?.key === "parameters" && innerItem !== undefined) {
    const noun = phrases.things.parameter(innerItem.key, owner.noun);
    return { ...owner, noun, named: ["name"], shape: itemShape(list.shape, "parameters"), rest: more };
  }
  return owner;
}

type Named = Pick<Owner, "kind" | "noun" | "named">;

/** What a member of a list is called; null for a list that nobody knows. */
function nounOf(list: string, key: string, members: Members, { things }: DiffPhrases): Named | null {
  const other = (noun: string, ...named: readonly string[]): Named => ({ kind: "other", noun, named });
  const text = (member: string): string => nameFrom(members[member], key);
  switch (list) {
    case "data_sources.tables":
      return { kind: "table", noun: things.table(key), named: ["identifier"] };
    case "data_sources.metric_views":
      return { kind: "table", noun: things.metricView(key), named: ["identifier"] };
    case "config.sample_questions":
      return other(things.sampleQuestion(text("question")), "question");
    case "instructions.text_instructions":
      return { kind: "textInstruction", noun: things.textInstruction, named: [] };
    case "instructions.example_question_sqls":
      return other(things.exampleQuery(text("question")), "question");
    case "instructions.sql_functions":
      return other(things.sqlFunction(text("identifier")), "identifier");
    case "instructions.join_specs":
      return other(things.join(sideOf(members["left"], key), sideOf(members["right"], key)), "left", "right");
    case "instructions.sql_snippets.filters":
      return other(things.filter(text("display_name")), "display_name");
    case "instructions.sql_snippets.expressions":
      return other(things.expression(text("display_name")), "display_name");
    case "instructions.sql_snippets.measures":
      return other(things.measure(text("display_name")), "display_name");
    case "benchmarks.questions":
      return other(things.benchmarkQuestion(text("question")), "question");
    default:
      return null;
  }
}

function nameFrom(value: unknown, key: string): string {
  const text = (Array.isArray(value) ? value.join("") : typeof value === "string" ? value : "").trim();
  const line = text.replaceAll(/\s+/gu, " ");
  if (line === "") return key;
  const characters = [...line];
  return characters.length <= longestName ? line : `${characters.slice(0, longestName - 1).join("")}…`;
}

function sideOf(side: unknown, key: string): string {
  return nameFrom(isMembers(side) ? side["identifier"] : "", key);
}

function listAt(
  steps: readonly Step[],
  document: SpaceDocument,
): { readonly items: ReadonlyMap<string, Members>; readonly shape: Shape } | null {
  let shape: Shape = spaceShape;
  let value: unknown = document;
  for (const { key } of steps) {
    shape = shape.kind === "object" ? memberShape(shape, key) : { kind: "leaf" };
    value = isMembers(value) ? value[key] : undefined;
  }
  return shape.kind === "list" ? { items: itemsByKey(shape.key, value), shape: shape.item } : null;
}

function itemShape(shape: Shape, member: string): Shape {
  const list = shape.kind === "object" ? memberShape(shape, member) : shape;
  return list.kind === "list" ? list.item : list;
}
