import { columnOf } from "./resolve.ts";
import { amountAt, closeTo, conditionAt, freeThing, gapBefore, isKind, type Reading, thingAt, use } from "./reading.ts";
import { distance } from "./join-graph.ts";
import { tablesOf } from "./resolve.ts";

/**
 * Puts words together that name one thing: a table before its column ("ward name"), a thing "of" a table, a column beside its
 * value ("plan basic"), a text column said to be something unknown.
 */
export function joinNounPhrases(reading: Reading): void {
  const { items, tables } = reading;
  for (let i = 0; i + 1 < items.length; i += 1) {
    if (isKind(reading, i - 1, "count") && thingAt(reading, i)?.target.kind === "table") continue;
    ownerBefore(reading, i);
    ownerAfter(reading, i);
  }
  for (let i = 0; i < items.length; i += 1) {
    ownerOfValue(reading, i);
    const here = thingAt(reading, i)?.target;
    const column = columnOf(here ?? null, tables);
    if (here?.kind !== "column" || column === undefined || column.type !== "text") continue;
    besideValue(reading, i, column.name, here.table);
  }
}

/** "[table] [column]" and "[table]의 [column]": the table only says whose column it is. */
function ownerBefore(reading: Reading, i: number): void {
  const owner = freeThing(reading, i)?.target;
  const owned = thingAt(reading, i + 1)?.target;
  if (owner?.kind !== "table" || owned === undefined || !closeTo(reading, i + 1)) return;
  if (owned.kind !== "column" && owned.kind !== "table") return;
  if (
    /\b(?:is|are|was|were|of)\b|[은는]\s*$/iu.test(gapBefore(reading, i + 1)) ||
    /[은는]$/u.test(reading.items[i]?.text ?? "")
  )
    return;
  const table = tablesOf(owned)[0] ?? "";
  if (owned.kind === "table" && !namesGroup(reading, i + 1)) return;
  if (table !== owner.table && amountAt(reading, i + 1)) return;
  if (table !== owner.table && distance(owner.table, table, reading.edges) > 1) return;
  use(reading, i);
  reading.via[i + 1] = table === owner.table ? null : owner.table;
}

/** "[thing] of the [table]" and "[thing] of [table]". */
function ownerAfter(reading: Reading, i: number): void {
  const owned = freeThing(reading, i)?.target;
  const owner = freeThing(reading, i + 1)?.target;
  if (
    owner?.kind !== "table" ||
    owned === undefined ||
    !/^\s*(?:of|for)(?:\s+(?:the|its|their|each))?\s*$/iu.test(gapBefore(reading, i + 1))
  )
    return;
  const table = tablesOf(owned)[0] ?? "";
  if (owned.kind === "column" || owned.kind === "expression") {
    if (table !== owner.table && amountAt(reading, i)) return;
    if (table !== owner.table) reading.via[i] = owner.table;
    use(reading, i + 1);
  } else if (owned.kind === "table" && namesGroup(reading, i)) {
    reading.via[i] = owner.table;
    use(reading, i + 1);
  }
}

/** "[table] in [value]", "[value] [table]", "[value]에 있는 [table]": the value is reached through that table. */
function ownerOfValue(reading: Reading, i: number): void {
  const value = thingAt(reading, i)?.target;
  if (value?.kind !== "value") return;
  const before = isKind(reading, i - 1, "place") || isKind(reading, i - 1, "holds") ? i - 2 : i - 1;
  const after = isKind(reading, i + 1, "holds") ? i + 2 : i + 1;
  for (const j of [before, after]) {
    const owner = thingAt(reading, j)?.target;
    if (owner?.kind !== "table" || (j === after && !closeTo(reading, after))) continue;
    if (owner.table !== value.table && distance(owner.table, value.table, reading.edges) < 99)
      reading.via[i] = owner.table;
    return;
  }
}

/** Whether a table's name stands where a grouping is said. */
function namesGroup(reading: Reading, i: number): boolean {
  if (isKind(reading, i + 1, "by")) return true;
  for (let j = i - 1; j >= 0; j -= 1) {
    if (isKind(reading, j, "by")) return true;
    if (reading.items[j]?.kind !== "mention" && !isKind(reading, j, "and")) return false;
  }
  return false;
}

function besideValue(reading: Reading, i: number, column: string, table: string): void {
  for (const j of [i + 1, i - 1]) {
    const value = thingAt(reading, j)?.target;
    const between = gapBefore(reading, Math.max(i, j));
    if (
      value?.kind === "value" &&
      conditionAt(reading, j) &&
      value.column === column &&
      value.table === table &&
      /^[^,]*$/u.test(between)
    ) {
      use(reading, i);
      return;
    }
  }
  const next = reading.items[i + 1];
  if (next?.kind !== "unknown" || reading.used[i] === true || isKind(reading, i - 1, "by")) return;
  const held = isKind(reading, i - 1, "holds") || isKind(reading, i - 2, "holds");
  const said =
    (held && /\b(?:is|are|was|were)\s*$/iu.test(next.gap)) ||
    /(?:=|equals?)\s*$/iu.test(next.gap) ||
    next.text.endsWith("인");
  if (!(next.literal || said) || !/^(?:\s|is|are|was|were|of|=|the|in|이|가|["“'‘])*$/iu.test(next.gap)) return;
  const text = next.text.replaceAll(/^["“'‘]|["”'’]$/gu, "").replace(/(?<=\p{Script=Hangul})인$/u, "");
  reading.intent.literals.push({ column: thingAt(reading, i), text, negated: isKind(reading, i - 1, "negation") });
  use(reading, i, i + 1);
  reading.intent.placed += 1;
}
