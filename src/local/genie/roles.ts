import type { Intent, Thing } from "./intent.ts";
import type { Edge } from "./join-graph.ts";
import { joinNounPhrases } from "./noun-phrases.ts";
import {
  amountAt,
  conditionAt,
  freeThing,
  gapBefore,
  groupableAt,
  isKind,
  linkAfter,
  newReading,
  operatorAt,
  places,
  type Reading,
  thingAt,
  timeAt,
  use,
} from "./reading.ts";
import { type Resolved, tablesOf } from "./resolve.ts";
import { readComparisons } from "./role-comparisons.ts";
import { readGroups } from "./role-groups.ts";
import { readAggregates, readCounts, readOrder } from "./role-measures.ts";
import type { TableView } from "./schema-view.ts";

/** What the pieces of a question ask for. The readers run in a fixed order, and each piece is used by the first that wants it. */
export function intentOf(items: readonly Resolved[], tables: readonly TableView[], edges: readonly Edge[]): Intent {
  const reading = newReading(items, tables, edges);
  joinNounPhrases(reading);
  keepOwners(reading);
  readComparisons(reading);
  readGroups(reading);
  readNegations(reading);
  readCounts(reading);
  readAggregates(reading);
  readOrder(reading);
  readEntities(reading);
  readRest(reading);
  return reading.intent;
}

function keepOwners(reading: Reading): void {
  reading.items.forEach((_, i) => {
    const thing = thingAt(reading, i);
    if (reading.used[i] === true && thing?.target.kind === "table") reading.intent.hints.push(thing);
  });
}

/** "without …", "not …", "… 없는", "… 제외": conditions turned round, things that must not be. */
function readNegations(reading: Reading): void {
  for (const i of places(reading, "negation")) {
    const operator = operatorAt(reading, i);
    if (operator?.kind !== "negation" || reading.used[i] === true) continue;
    use(reading, i);
    if (operator.side === "before") {
      let at = i + 1;
      while (at < i + 4 && at < reading.items.length && !negatable(reading, at)) at += 1;
      while (at < reading.items.length && negate(reading, at)) {
        const link = linkAfter(reading, at);
        if (link === null || !conditionAt(reading, at + 1 + link)) break;
        at += 1 + link;
      }
    } else {
      let at = i - 1;
      while (at > i - 3 && at >= 0 && !negatable(reading, at)) at -= 1;
      while (at >= 0 && negate(reading, at)) {
        const back = isKind(reading, at - 1, "and") ? at - 2 : at - 1;
        if (back < 0 || linkAfter(reading, back) === null || !conditionAt(reading, back)) break;
        at = back;
      }
    }
  }
}

function negatable(reading: Reading, i: number): boolean {
  const thing = freeThing(reading, i);
  return (
    thing !== null &&
    (conditionAt(reading, i) ||
      thing.target.kind === "table" ||
      (thing.target.kind === "column" && !isKind(reading, i + 1, "by")))
  );
}

function negate(reading: Reading, i: number): boolean {
  const thing = freeThing(reading, i);
  if (thing === null || !negatable(reading, i)) return false;
  use(reading, i);
  if (conditionAt(reading, i)) reading.intent.filters.push({ thing, negated: true });
  else reading.intent.without.push(thing);
  return true;
}

/** "which …", "list …", "top 5 …", "가장 많은 …": the things the answer lists. */
function readEntities(reading: Reading): void {
  const { intent } = reading;
  for (const i of places(reading, "ask")) {
    use(reading, i);
    if (intent.entities.length > 0) continue;
    const korean = /\p{Script=Hangul}/u.test(reading.items[i]?.text ?? "");
    const found =
      (korean && !/^(?:어느|어떤)/u.test(reading.items[i]?.text ?? "") ? lastFree(reading, i) : null) ??
      entityFrom(reading, i + 1);
    if (found !== null) takeEntity(reading, found);
  }
  if (intent.order !== null && intent.entities.length === 0) {
    const marks = reading.items.flatMap((_, i) =>
      isKind(reading, i, "top") || isKind(reading, i, "extreme") ? [i] : [],
    );
    for (const mark of marks) {
      const korean = /\p{Script=Hangul}/u.test(reading.items[mark]?.text ?? "");
      const before = korean && isKind(reading, mark, "top") ? lastFree(reading, mark) : null;
      const found = before ?? entityFrom(reading, mark + 1) ?? (korean ? lastFree(reading, mark) : null);
      if (found !== null && intent.entities.length === 0) takeEntity(reading, found);
    }
  }
  const asksNothing = intent.measures.length === 0 && intent.entities.length === 0 && intent.dimensions.length === 0;
  const amounts = reading.items.some((_, i) => freeThing(reading, i) !== null && amountAt(reading, i));
  const amount = places(reading, "amount").length > 0;
  if (asksNothing && !amount && (!amounts || intent.without.length > 0)) {
    const korean = reading.items.some(({ text }) => /\p{Script=Hangul}/u.test(text));
    const tables = reading.items.flatMap((_, i) => (freeThing(reading, i)?.target.kind === "table" ? [i] : []));
    const chosen = korean
      ? (tables.at(-1) ?? lastFree(reading, reading.items.length))
      : (tables[0] ?? entityFrom(reading, 0));
    if (chosen !== null) takeEntity(reading, chosen);
  }
}

function takeEntity(reading: Reading, from: number): void {
  let at = from;
  for (;;) {
    const thing = freeThing(reading, at);
    if (thing === null || !groupableAt(reading, at)) return;
    use(reading, at);
    reading.intent.entities.push(thing);
    const link = linkAfter(reading, at);
    if (link === null || freeThing(reading, at + 1 + link)?.target.kind === "table") return;
    if (link === 1 && groupableAt(reading, at + 2)) use(reading, at + 1);
    at += 1 + link;
  }
}

/** The first thing one can list, past numbers, conditions and unknown words; an amount ends the search. */
function entityFrom(reading: Reading, from: number): number | null {
  for (let i = from; i < reading.items.length; i += 1) {
    const item = reading.items[i];
    if (item?.kind === "mention") {
      if (reading.used[i] === true) {
        if (amountAt(reading, i) || conditionAt(reading, i)) return null;
        continue;
      }
      if (conditionAt(reading, i)) continue;
      return groupableAt(reading, i) && !timeAt(reading, i) ? i : null;
    }
    const kind = operatorAt(reading, i)?.kind;
    if (
      kind === "place" ||
      kind === "by" ||
      kind === "holds" ||
      kind === "aggregate" ||
      kind === "count" ||
      kind === "amount"
    )
      return null;
  }
  return null;
}

function lastFree(reading: Reading, before: number): number | null {
  for (let i = before - 1; i >= 0; i -= 1) {
    if (freeThing(reading, i) !== null && groupableAt(reading, i) && !timeAt(reading, i) && !conditionAt(reading, i))
      return i;
  }
  return null;
}

/** Every piece that nothing wanted finds its plain use: amounts are reckoned, conditions hold, the rest is shown or a hint. */
function readRest(reading: Reading): void {
  const { intent } = reading;
  const lists =
    intent.measures.length === 0 &&
    intent.dimensions.length === 0 &&
    intent.order === null &&
    intent.entities.some(({ target }) => target.kind === "table");
  intent.includeAll = places(reading, "including").length > 0;
  const asksAmount = places(reading, "amount").length > 0;
  reading.items.forEach((item, i) => {
    if (reading.used[i] === true) return;
    if (item.kind === "time") {
      use(reading, i);
      intent.times.push({ range: item.range, near: tableBefore(reading, i) });
    } else if (item.kind === "unknown") {
      leaveUnknown(reading, i);
    } else if (item.kind === "mention") {
      const thing = thingAt(reading, i) as Thing;
      use(reading, i);
      restMention(reading, i, thing, lists);
    }
  });
  if (asksAmount && intent.measures.length === 0)
    intent.measures.push({ kind: "unplaced", words: intent.unplaced.slice(0, 2), fn: null });
}

/** The table named right before a place, a verb between allowed, unless it is what the answer is grouped by. */
function tableBefore(reading: Reading, i: number): string | null {
  const at = reading.items[i - 1]?.kind === "unknown" || isKind(reading, i - 1, "holds") ? i - 2 : i - 1;
  const target = thingAt(reading, at)?.target;
  if (target === undefined || isKind(reading, at - 1, "by") || (target.kind !== "table" && target.kind !== "filter"))
    return null;
  return tablesOf(target)[0] ?? null;
}

function restMention(reading: Reading, i: number, thing: Thing, lists: boolean): void {
  const { intent } = reading;
  const { kind } = thing.target;
  if (kind === "value" || kind === "filter") intent.filters.push({ thing, negated: false });
  else if (kind === "measure") intent.measures.push({ kind: "thing", thing, fn: null });
  else if (kind === "table") (heldAt(reading, i) ? intent.having : intent.hints).push(thing);
  else if (lists) intent.shown.push(thing);
  else if (amountAt(reading, i)) intent.measures.push({ kind: "thing", thing, fn: null });
  else if (intent.measures.length === 0 && intent.order === null && intent.dimensions.length === 0)
    intent.entities.push(thing);
  else intent.hints.push(thing);
}

function heldAt(reading: Reading, i: number): boolean {
  return (
    [i - 1, i - 2].some((j) => isKind(reading, j, "holds")) ||
    (/\p{Script=Hangul}/u.test(reading.items[i]?.text ?? "") && isKind(reading, i + 1, "holds"))
  );
}

function leaveUnknown(reading: Reading, i: number): void {
  const item = reading.items[i];
  if (item?.kind !== "unknown") return;
  use(reading, i);
  const placed =
    ["place", "holds", "by"].some((kind) => isKind(reading, i - 1, kind as "place")) ||
    /["“'‘]\s*$/u.test(gapBefore(reading, i));
  if (item.literal && placed) {
    reading.intent.literals.push({ column: null, text: item.text, negated: isKind(reading, i - 1, "negation") });
  } else reading.intent.unplaced.push(...item.words);
}
