import type { MeasureAsk, Thing } from "./intent.ts";
import {
  amountAt,
  closeTo,
  conditionAt,
  freeThing,
  gapBefore,
  groupableAt,
  isKind,
  operatorAt,
  places,
  type Reading,
  thingAt,
  timeAt,
  use,
} from "./reading.ts";
import { isTime, tablesOf } from "./resolve.ts";

/** "how many …", "number of …", "… 수", "몇": what is counted. */
export function readCounts(reading: Reading): void {
  for (const i of places(reading, "count")) {
    if (reading.used[i] === true) continue;
    const operator = operatorAt(reading, i);
    if (operator?.kind !== "count") continue;
    const averaged = operatorAt(reading, i - 1);
    if (averaged?.kind === "aggregate" && reading.used[i - 1] !== true) {
      use(reading, i - 1);
      if (averaged.fn === "AVG") reading.intent.perGroup = true;
    }
    const place =
      operator.side === "before"
        ? (countedAfter(reading, i) ?? countedBefore(reading, i))
        : (countedBefore(reading, i) ?? countedAfter(reading, i));
    use(reading, i);
    const distinct = places(reading, "distinct");
    use(reading, ...distinct);
    if (place === null) {
      reading.intent.measures.push({ kind: "count", of: null, distinct: false });
      continue;
    }
    const thing = thingAt(reading, place) as Thing;
    if (conditionAt(reading, place)) {
      const table = tablesOf(thing.target)[0];
      const of: Thing | null = table === undefined ? null : { target: { kind: "table", table }, via: null };
      reading.intent.measures.push({ kind: "count", of, distinct: distinct.length > 0 });
      continue;
    }
    use(reading, place);
    if (amountAt(reading, place))
      reading.intent.measures.push({
        kind: "thing",
        thing,
        fn: thing.target.kind === "column" && distinct.length === 0 ? "SUM" : null,
      });
    else reading.intent.measures.push({ kind: "count", of: thing, distinct: distinct.length > 0 });
  }
}

function countedAfter(reading: Reading, from: number): number | null {
  let condition: number | null = null;
  for (let i = from + 1; i < reading.items.length; i += 1) {
    if (isKind(reading, i, "distinct") || isKind(reading, i, "aggregate")) continue;
    const item = reading.items[i];
    if (item?.kind === "unknown" || item?.kind === "number") {
      if (i === from + 1) continue;
      break;
    }
    if (reading.used[i] === true && item?.kind === "mention") continue;
    if (item?.kind !== "mention") break;
    if (!conditionAt(reading, i)) return i;
    condition ??= i;
  }
  return condition;
}

function countedBefore(reading: Reading, from: number): number | null {
  for (let i = from - 1; i >= Math.max(0, from - 2); i -= 1) {
    if (isKind(reading, i, "distinct") || isKind(reading, i, "aggregate")) continue;
    if (freeThing(reading, i) !== null) return i;
    if (reading.items[i]?.kind === "mention") return null;
  }
  return null;
}

/** "total …", "average …", "… 합계": an aggregate with what it is taken of; unknown words there are a measure nobody knows. */
export function readAggregates(reading: Reading): void {
  for (const i of places(reading, "aggregate")) {
    const operator = operatorAt(reading, i);
    if (operator?.kind !== "aggregate" || reading.used[i] === true) continue;
    use(reading, i);
    const shared = sharedThing(reading, i);
    if (shared !== null) {
      reading.intent.measures.push({ kind: "thing", thing: shared, fn: operator.fn });
      continue;
    }
    const next = isKind(reading, i + 1, "aggregate") ? i + 2 : i + 1;
    const ask =
      measureAt(reading, next, operator.fn) ?? (closeTo(reading, i) ? measureAt(reading, i - 1, operator.fn) : null);
    if (ask !== null) {
      reading.intent.measures.push(ask);
      continue;
    }
    const beyond = reading.items[next + 1];
    const here = reading.items[next];
    if (
      freeThing(reading, next)?.target.kind === "table" &&
      beyond?.kind === "unknown" &&
      !beyond.literal &&
      closeTo(reading, next + 1)
    ) {
      reading.intent.hints.push(thingAt(reading, next) as Thing);
      use(reading, next, next + 1);
      reading.intent.measures.push({ kind: "unplaced", words: beyond.words, fn: operator.fn });
    } else if (freeThing(reading, next)?.target.kind === "table" && operator.fn === "SUM") {
      reading.intent.measures.push({ kind: "count", of: thingAt(reading, next), distinct: false });
      use(reading, next);
    } else if (here?.kind === "unknown" && !here.literal && reading.used[next] !== true) {
      use(reading, next);
      reading.intent.measures.push({ kind: "unplaced", words: here.words, fn: operator.fn });
    } else if (freeThing(reading, i - 1)?.target.kind === "expression") {
      reading.intent.measures.push({ kind: "thing", thing: thingAt(reading, i - 1) as Thing, fn: operator.fn });
      use(reading, i - 1);
    } else {
      const back = reading.items[i - 1];
      if (back?.kind === "unknown" && !back.literal && reading.used[i - 1] !== true) {
        use(reading, i - 1);
        reading.intent.measures.push({ kind: "unplaced", words: back.words, fn: operator.fn });
      } else if (operator.fn !== "SUM") reading.intent.measures.push({ kind: "unplaced", words: [], fn: operator.fn });
    }
  }
}

/** "minimum and maximum …": the thing behind the last aggregate belongs to each. */
function sharedThing(reading: Reading, i: number): Thing | null {
  let at = i;
  while (
    (isKind(reading, at + 1, "and") || /^\s*,\s*$/u.test(gapBefore(reading, at + 1))) &&
    (isKind(reading, at + 2, "aggregate") || isKind(reading, at + 1, "aggregate"))
  ) {
    at += isKind(reading, at + 1, "and") ? 2 : 1;
  }
  return at > i && (amountAt(reading, at + 1) || timeAt(reading, at + 1)) ? freeThing(reading, at + 1) : null;
}

function measureAt(reading: Reading, i: number, fn: "SUM" | "AVG" | "MAX" | "MIN" | "MEDIAN"): MeasureAsk | null {
  const thing = freeThing(reading, i);
  if (thing === null) return null;
  const dated = isTime(thing.target, reading.tables) && (fn === "MAX" || fn === "MIN");
  if (!amountAt(reading, i) && thing.target.kind !== "expression" && !dated) return null;
  use(reading, i);
  return { kind: "thing", thing, fn };
}

/** "top 5", "highest …", "…이 가장 많은", "sorted by …": order and limit, and what is highest. */
export function readOrder(reading: Reading): void {
  readLimit(reading);
  for (const i of places(reading, "extreme")) {
    const operator = operatorAt(reading, i);
    if (operator?.kind !== "extreme") continue;
    use(reading, i);
    const { direction } = operator;
    if (operator.of === "count") {
      reading.intent.order = { direction, of: { kind: "count", of: null, distinct: false }, said: "extreme" };
      continue;
    }
    const of = operator.of === "date" ? dateNear(reading, i) : extremeOf(reading, i);
    reading.intent.order = { direction, of, said: "extreme" };
  }
  for (const i of places(reading, "top")) {
    const operator = operatorAt(reading, i);
    use(reading, i);
    if (operator?.kind === "top")
      reading.intent.order = { direction: operator.direction, of: reading.intent.order?.of ?? null, said: "extreme" };
  }
  readSort(reading);
}

function readLimit(reading: Reading): void {
  const { items } = reading;
  const marks = items.flatMap((_, i) => (isKind(reading, i, "top") || isKind(reading, i, "extreme") ? [i] : []));
  for (const mark of marks) {
    for (const i of [mark + 1, mark - 1]) {
      const item = items[i];
      if (item?.kind !== "number" || reading.used[i] === true || !/^\s*$/u.test(gapBefore(reading, Math.max(i, mark))))
        continue;
      reading.intent.limit = item.value;
      use(reading, i);
      return;
    }
  }
  const free = items.findIndex(
    (item, i) => item.kind === "number" && reading.used[i] !== true && Number.isInteger(item.value) && item.value > 0,
  );
  const asked = isKind(reading, free - 1, "ask");
  if (free >= 0 && (marks.length > 0 || asked)) {
    const item = items[free];
    if (item?.kind === "number") reading.intent.limit = item.value;
    use(reading, free);
  }
}

function dateNear(reading: Reading, i: number): MeasureAsk | "date" {
  for (const j of [i + 1, i - 1]) {
    const thing = freeThing(reading, j);
    if (thing !== null && isTime(thing.target, reading.tables)) {
      use(reading, j);
      return { kind: "thing", thing, fn: null };
    }
  }
  return "date";
}

function extremeOf(reading: Reading, i: number): MeasureAsk | null {
  const koreanStyle = /\p{Script=Hangul}/u.test(reading.items[i]?.text ?? "");
  const order = koreanStyle ? [i - 1, i + 1] : [i + 1, i - 1];
  for (const j of order) {
    const at = j > i && isKind(reading, j, "aggregate") ? j + 1 : j;
    if (reading.used[at] === true) {
      if (j < i && reading.intent.measures.length > 0) return null;
      if (j > i && reading.intent.measures.length > 0 && reading.items[j]?.kind !== "time") return null;
      continue;
    }
    const thing = freeThing(reading, at);
    if (
      thing !== null &&
      (amountAt(reading, at) || (thing.target.kind === "expression" && j === i + 1 && !koreanStyle))
    ) {
      use(reading, at);
      return { kind: "thing", thing, fn: null };
    }
    if (
      thing?.target.kind === "table" &&
      (koreanStyle ? j < i : /most|fewest|least/iu.test(reading.items[i]?.text ?? ""))
    ) {
      use(reading, at);
      return { kind: "count", of: thing, distinct: false };
    }
    const item = reading.items[at];
    if (item?.kind === "unknown" && !item.literal && (koreanStyle ? j < i : j > i)) {
      use(reading, at);
      return { kind: "unplaced", words: item.words, fn: null };
    }
    if (thing !== null && groupableAt(reading, at) && !koreanStyle) break;
  }
  return null;
}

function readSort(reading: Reading): void {
  let direction: "DESC" | "ASC" | null = null;
  let said = false;
  let of: MeasureAsk | "date" | null = null;
  for (const i of places(reading, "sort")) {
    const operator = operatorAt(reading, i);
    if (operator?.kind !== "sort") continue;
    use(reading, i);
    said = true;
    direction = operator.direction ?? direction;
    const near = operator.side === "before" && operator.direction === null ? i + 1 : i - 1;
    const thing = freeThing(reading, near);
    if (thing === null || of !== null) continue;
    if (operator.direction !== null && /\p{Script=Latin}/u.test(reading.items[i]?.text ?? "")) continue;
    use(reading, near);
    of =
      thing.target.kind === "table"
        ? { kind: "count", of: thing, distinct: false }
        : { kind: "thing", thing, fn: null };
  }
  if (said && reading.intent.order === null) reading.intent.order = { direction: direction ?? "ASC", of, said: "sort" };
}
