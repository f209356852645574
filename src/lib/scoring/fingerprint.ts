import { compared, sameFamily } from "./cell.ts";
import { cellAt, type ColumnView, mix } from "./column-view.ts";
import { type ColumnPair, pairColumns } from "./mapping.ts";
import { firstAtLeast, reachOf } from "./matching.ts";
import { isFiniteText } from "./number-text.ts";
import type { ValueRules } from "./rules.ts";

/**
 * How the values of a column must stand to those of another for the two to be the same column:
 * `bag` as often, `set` the same ones, `within` the answered ones among the expected ones (rows may be a choice of them).
 */
export type Containment = "bag" | "set" | "within";

/** Whether an answered column can be an expected one: same family, and values that can be the same. Rows are not looked at. */
export function canBeColumn(
  expected: ColumnView,
  actual: ColumnView,
  containment: Containment,
  rules: ValueRules,
): boolean {
  const noValues = expected.hashes.length === 0 && actual.hashes.length === 0;
  if (!noValues && expected.allNull && actual.allNull) return true;
  const untyped = expected.type.family === "void" || actual.type.family === "void";
  if (!sameFamily(expected.type, actual.type) && !(noValues && untyped)) {
    return containment === "within" && actual.allNull && actual.hashes.length > 0;
  }
  const pair = pairColumns(expected, actual, rules);
  if (containment === "bag") return sumOf(expected) === sumOf(actual) || (pair.tolerant && sortedAgree(pair, rules));
  if (!allAmong(pair, "actual", rules)) return false;
  return containment === "within" || allAmong(pair, "expected", rules);
}

const sums = new WeakMap<Int32Array, string>();

/** Whether two columns hold identical values, in whatever order. */
export function sameValues(expected: ColumnView, actual: ColumnView): boolean {
  const family = sameFamily(expected.type, actual.type) || (expected.allNull && actual.allNull);
  return family && sumOf(expected) === sumOf(actual);
}

/** A number of a column's bag of values, whatever their order. */
function sumOf(view: ColumnView): string {
  const known = sums.get(view.hashes);
  if (known !== undefined) return known;
  let low = 0;
  let high = 0;
  for (const hash of view.hashes) {
    low = (low + hash) | 0;
    high = (high + mix(hash ^ 0x27d4eb2f)) | 0;
  }
  const sum = `${String(low)}/${String(high)}`;
  sums.set(view.hashes, sum);
  return sum;
}

/** Numbers under a tolerance, in order, lie close enough: necessary for a pairing of the columns, so nothing is lost by it. */
function sortedAgree(pair: ColumnPair, rules: ValueRules): boolean {
  const { tolerance, expected, actual } = pair;
  if (tolerance === null) return true;
  const [left, right] = [numbersOf(expected, rules), numbersOf(actual, rules)];
  if (left.special !== right.special || left.finite.length !== right.finite.length) return false;
  const near = (value: number, other: number): boolean => Math.abs(value - other) <= reachOf(value, tolerance);
  if (!near(left.least, right.least) || !near(left.most, right.most)) return left.finite.length === 0;
  const [a, b] = [inOrder(left), inOrder(right)];
  return a.every((value, i) => near(value, b[i] as number));
}

type Numbers = {
  readonly finite: Float64Array;
  readonly least: number;
  readonly most: number;
  /** One number for the bag of all that is not a finite number. */
  readonly special: number;
};

const numbers = new WeakMap<Int32Array, Numbers>();
const sorted = new WeakMap<Numbers, Float64Array>();

function numbersOf(view: ColumnView, rules: ValueRules): Numbers {
  const known = numbers.get(view.hashes);
  if (known !== undefined) return known;
  const values = new Float64Array(view.hashes.length);
  let [count, special, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < view.hashes.length; row += 1) {
    const cell = cellAt(view, row);
    const text = cell === null ? "?" : compared(cell, view.type, rules);
    if (text.startsWith("?") || !isFiniteText(text)) special = (special + (view.hashes[row] as number)) | 0;
    else {
      const value = Number(text);
      values[count] = value;
      count += 1;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const made = { finite: values.subarray(0, count), least, most, special };
  numbers.set(view.hashes, made);
  return made;
}

function inOrder(from: Numbers): Float64Array {
  const known = sorted.get(from);
  if (known !== undefined) return known;
  const made = from.finite.toSorted();
  sorted.set(from, made);
  return made;
}

/** Whether every value of one side has an equal one on the other. */
function allAmong(pair: ColumnPair, side: "expected" | "actual", rules: ValueRules): boolean {
  const view = pair[side];
  const other = pair[side === "expected" ? "actual" : "expected"];
  const present = new Set(other.hashes);
  const missing = view.hashes.some((hash) => !present.has(hash));
  if (!missing || !pair.tolerant) return !missing;
  const { tolerance } = pair;
  if (tolerance === null) return true;
  const candidates = inOrder(numbersOf(other, rules));
  return numbersOf(view, rules).finite.every((value) => {
    const reach = reachOf(value, tolerance);
    return firstAtLeast(candidates, value - reach) < firstAtLeast(candidates, value + reach, true);
  });
}
