import { absolute, compareDecimals, type Decimal, multiply, parseDecimal, subtract } from "./decimal.ts";

/** How far two numbers may lie apart: relative to the larger magnitude, or absolutely; either suffices. */
export type Tolerance = {
  readonly relative: number;
  readonly absolute: number;
};

/** Half a unit in the last place of a double, twice over: what reading decimal text as a double may lose. */
const readingError = 2 ** -52;

/**
 * Whether two finite numbers, given as plain decimal text, count as equal. Doubles decide where they can; near the limit
 * the decimal text itself does, so that no binary rounding moves the limit. Zero equals only zero by the relative part.
 */
export function withinTolerance(left: string, right: string, tolerance: Tolerance): boolean {
  if (left === right) return true;
  const quick = quickAnswer(Number(left), Number(right), tolerance);
  return quick ?? exactAnswer(parseDecimal(left), parseDecimal(right), tolerance);
}

/** The answer that doubles give for two finite numbers; null near the limit, where only the decimal text can tell. */
export function quickAnswer(left: number, right: number, tolerance: Tolerance): boolean | null {
  const larger = Math.max(Math.abs(left), Math.abs(right));
  const apart = Math.abs(left - right);
  const error = 4 * larger * readingError;
  const bound = boundOf(left, right, tolerance, larger);
  if (!Number.isFinite(apart) || !Number.isFinite(bound)) return null;
  const slack = error + bound * readingError * 4;
  if (apart + slack < bound) return true;
  if (apart - slack > bound) return false;
  return null;
}

function boundOf(left: number, right: number, tolerance: Tolerance, larger: number): number {
  const relative = left === 0 || right === 0 ? 0 : tolerance.relative * larger;
  return Math.max(relative, tolerance.absolute);
}

function exactAnswer(left: Decimal | null, right: Decimal | null, tolerance: Tolerance): boolean {
  if (left === null || right === null) return false;
  const apart = absolute(subtract(left, right));
  const absoluteBound = parseDecimal(String(tolerance.absolute));
  if (absoluteBound !== null && compareDecimals(apart, absoluteBound) <= 0) return true;
  if (left.mantissa === 0n || right.mantissa === 0n) return apart.mantissa === 0n;
  const [a, b] = [absolute(left), absolute(right)];
  const larger = compareDecimals(a, b) < 0 ? b : a;
  const relativeBound = parseDecimal(String(tolerance.relative));
  return relativeBound !== null && compareDecimals(apart, multiply(larger, relativeBound)) <= 0;
}
