import type { Aggregate } from "./function-words.ts";
import type { MeasureAsk } from "./intent.ts";
import { amountAt, freeThing, gapBefore, isKind, operatorAt, type Reading, thingAt, use } from "./reading.ts";

/** "more than 5 …", "… of at least 10", "… 이상", "between 3 and 5": each number is used once, with what it is said of. */
export function readComparisons(reading: Reading): void {
  const { items } = reading;
  for (let i = 0; i < items.length; i += 1) {
    const operator = operatorAt(reading, i);
    if (operator?.kind === "compare" && reading.used[i] !== true) {
      const at = operator.side === "before" ? numberNear(reading, i + 1) : numberBack(reading, i - 1);
      if (at !== null) compare(reading, at, operator.sign, operator.side === "before" ? i : at, null, i);
    } else if (operator?.kind === "between") {
      const low = items[i + 1];
      const high = items[i + 3];
      if (low?.kind === "number" && isKind(reading, i + 2, "and") && high?.kind === "number") {
        compare(reading, i + 3, "between", i, low.value, i, i + 1, i + 2);
      }
    }
  }
  for (let i = 1; i < items.length; i += 1) {
    const item = items[i];
    const symbol = /(>=|<=|>|<|=)\s*$/u.exec(item?.gap ?? "")?.[1];
    if (item?.kind !== "number" || reading.used[i] === true || !amountAt(reading, i - 1)) continue;
    if (symbol !== undefined) compare(reading, i, symbol, i, null);
    else if (/^(?:\s|is|are|of|was|were|equal|to|가|이)*$/iu.test(item.gap) && !isKind(reading, i - 2, "top"))
      compare(reading, i, "=", i, null);
  }
}

function numberNear(reading: Reading, i: number): number | null {
  return reading.items[i]?.kind === "number" && reading.used[i] !== true ? i : null;
}

function numberBack(reading: Reading, i: number): number | null {
  return numberNear(reading, i) ?? (reading.items[i]?.kind === "unknown" ? numberNear(reading, i - 1) : null);
}

/** `edge` is the first piece of the phrase: what stands before it is the other thing the phrase may be said of. */
function compare(
  reading: Reading,
  number: number,
  sign: string,
  edge: number,
  lower: number | null,
  ...words: readonly number[]
): void {
  const item = reading.items[number];
  if (item?.kind !== "number") return;
  const after = number + 1 + (words.includes(number + 1) ? 1 : 0);
  const afterFits =
    /^\s*$/u.test(gapBefore(reading, after)) && !korean(item.text, reading, number) && fits(reading, after);
  const before = edge - 1;
  const place = fits(reading, before) && !afterFits ? before : afterFits ? after : earlier(reading, before);
  use(reading, number, ...words);
  if (place === null) return;
  const thing = thingAt(reading, place);
  if (thing === null) return;
  const of = askFor(reading, place);
  use(reading, place);
  reading.intent.comparisons.push(
    lower === null ? { of, sign, value: item.value, upper: null } : { of, sign, value: lower, upper: item.value },
  );
}

function korean(_text: string, reading: Reading, number: number): boolean {
  return /^\p{Script=Hangul}/u.test(reading.items[number + 1]?.text ?? "") && fits(reading, number - 1);
}

function fits(reading: Reading, i: number): boolean {
  const thing = freeThing(reading, i);
  return (
    thing !== null && (amountAt(reading, i) || thing.target.kind === "table" || thing.target.kind === "expression")
  );
}

/** The nearest free amount on the left, past words that only link. */
function earlier(reading: Reading, from: number): number | null {
  for (let i = from; i >= Math.max(0, from - 3); i -= 1) {
    if (fits(reading, i)) return i;
    if (reading.items[i]?.kind === "number" || isKind(reading, i, "by")) return null;
  }
  return null;
}

function askFor(reading: Reading, place: number): MeasureAsk {
  const thing = thingAt(reading, place);
  if (thing === null) return { kind: "count", of: null, distinct: false };
  const before = operatorAt(reading, place - 1);
  const counted = before?.kind === "count" || isKind(reading, place + 1, "count");
  if (before?.kind === "count") use(reading, place - 1);
  if (isKind(reading, place + 1, "count")) use(reading, place + 1);
  if (thing.target.kind === "table" || counted) return { kind: "count", of: thing, distinct: false };
  let fn: Aggregate | null = null;
  if (before?.kind === "aggregate") {
    fn = before.fn;
    use(reading, place - 1);
  }
  return { kind: "thing", thing, fn };
}
