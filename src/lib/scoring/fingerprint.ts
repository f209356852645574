import { sameFamily } from "./cell.ts";
import { type ColumnView } from "./column-view.ts";
import { mix } from "./text-hash.ts";
import { type ColumnPair, pairColumns } from "./mapping.ts";
import { firstAtLeast, reachOf } from "./matching.ts";
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
  if (containment === "bag") return sumOf(expected) === sumOf(actual) || (pair.tolerant && sortedAgree(pair));
  if (!allAmong(pair, "actual")) return false;
  return containment === "within" || allAmong(pair, "expected");
}

const sums = new WeakMap<Int32Array, string>();

/** Whether two columns hold identical values, in whatever order. */
export function sameValues(expected: ColumnView, actual: ColumnView): boolean {
  const family = sameFamily(expected.type, actual.type) || (expected.allNull && actual.allNull);
  return family && sumOf(expected) === sumOf(actual);
}

/** Whether two columns may be the same as far as that is seen without looking at numbers under a tolerance. */
export function mayBeSame(expected: ColumnView, actual: ColumnView, rules: ValueRules): boolean {
  const tolerant = sameFamily(expected.type, actual.type) && pairColumns(expected, actual, rules).tolerant;
  return tolerant || sameValues(expected, actual);
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
function sortedAgree(pair: ColumnPair): boolean {
  const { tolerance, expected, actual } = pair;
  if (tolerance === null) return true;
  const [left, right] = [numbersOf(expected), numbersOf(actual)];
  if (left.special !== right.special || left.count !== right.count) return false;
  const near = (value: number, other: number): boolean => !(Math.abs(value - other) > reachOf(value, tolerance));
  if (left.count > 0 && !(near(left.least, right.least) && near(left.most, right.most))) return false;
  const [a, b] = [inOrder(expected), inOrder(actual)];
  for (let i = 0; i < a.length; i += 1) if (!near(a[i] as number, b[i] as number)) return false;
  return true;
}

type Numbers = {
  /** How many are finite, and the least and the most of them. */
  readonly count: number;
  readonly least: number;
  readonly most: number;
  /** One number for the bag of all that is not a finite number. */
  readonly special: number;
};

const numbers = new WeakMap<Int32Array, Numbers>();
const sorted = new WeakMap<Int32Array, Float64Array>();

function numbersOf(view: ColumnView): Numbers {
  const known = numbers.get(view.hashes);
  if (known !== undefined) return known;
  const all = view.numbers();
  let [count, special, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < all.length; row += 1) {
    const value = all[row] as number;
    if (Number.isNaN(value)) special = (special + (view.hashes[row] as number)) | 0;
    else {
      count += 1;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const made = { count, least, most, special };
  numbers.set(view.hashes, made);
  return made;
}

/** The finite numbers of a column in ascending order. */
function inOrder(view: ColumnView): Float64Array {
  const known = sorted.get(view.hashes);
  if (known !== undefined) return known;
  // NaN, which stands for all that is not finite, is sorted behind every number.
  const made = view.numbers().toSorted().subarray(0, numbersOf(view).count);
  sorted.set(view.hashes, made);
  return made;
}

/** Whether every value of one side has an equal one on the other. */
function allAmong(pair: ColumnPair, side: "expected" | "actual"): boolean {
  const view = pair[side];
  const other = pair[side === "expected" ? "actual" : "expected"];
  const present = new Set(other.hashes);
  const missing = view.hashes.some((hash) => !present.has(hash));
  if (!missing || !pair.tolerant) return !missing;
  const { tolerance } = pair;
  if (tolerance === null) return true;
  const candidates = inOrder(other);
  return inOrder(view).every((value) => {
    const reach = reachOf(value, tolerance);
    return firstAtLeast(candidates, value - reach) < firstAtLeast(candidates, value + reach, true);
  });
}
