import { cellsEqual, compared, holdsTolerance } from "./cell.ts";
import type { ValueType } from "./column-type.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import type { Effort } from "./effort.ts";
import { toleranceBetween, type ValueRules } from "./rules.ts";
import { quickAnswer, type Tolerance } from "./tolerance.ts";

/** An expected column and the answered column it is read as. */
export type ColumnPair = {
  readonly expected: ColumnView;
  readonly actual: ColumnView;
  /** For numbers that may lie apart. */
  readonly tolerance: Tolerance | null;
  /** Holds a tolerance at all, inside arrays and the like too. */
  readonly tolerant: boolean;
};

/** A permutation of columns: whole rows are compared through it. */
export type Mapping = {
  readonly pairs: readonly ColumnPair[];
  readonly rules: ValueRules;
  readonly effort: Effort;
};

export function pairColumns(expected: ColumnView, actual: ColumnView, rules: ValueRules): ColumnPair {
  return {
    expected,
    actual,
    tolerance: toleranceBetween(expected.type, actual.type, rules),
    tolerant: holdsTolerance(expected.type, actual.type, rules),
  };
}

/** Whether an expected row and an answered row are equal, cell by cell. */
export function rowsEqual({ pairs, rules }: Mapping, expectedRow: number, actualRow: number): boolean {
  for (const pair of pairs) if (!pairEqual(pair, rules, expectedRow, actualRow)) return false;
  return true;
}

/** Whether the two rows are equal in one pair of columns. */
function pairEqual(pair: ColumnPair, rules: ValueRules, expectedRow: number, actualRow: number): boolean {
  const { expected, actual, tolerance } = pair;
  const sameHash = expected.hashes[expectedRow] === actual.hashes[actualRow];
  if (!sameHash && !pair.tolerant) return false;
  if (tolerance !== null && !sameHash) {
    const [left, right] = [expected.numberAt(expectedRow), actual.numberAt(actualRow)];
    const quick = Number.isNaN(left) || Number.isNaN(right) ? null : quickAnswer(left, right, tolerance);
    if (quick !== null) return quick;
  }
  const [left, right] = [cellAt(expected, expectedRow), cellAt(actual, actualRow)];
  if (left === right && sameReading(expected.type, actual.type)) return true;
  return cellsEqual(left, expected.type, right, actual.type, rules);
}

/** Whether two rows are equal with nothing tolerated. */
export function rowsIdentical(mapping: Mapping, expectedRow: number, actualRow: number): boolean {
  const { pairs, rules } = mapping;
  for (const { expected, actual } of pairs) {
    if (expected.hashes[expectedRow] !== actual.hashes[actualRow]) return false;
    const left = cellAt(expected, expectedRow);
    const right = cellAt(actual, actualRow);
    if (left === null || right === null) {
      if (left !== right) return false;
    } else if (left !== right || !sameReading(expected.type, actual.type)) {
      if (compared(left, expected.type, rules) !== compared(right, actual.type, rules)) return false;
    }
  }
  return true;
}

/** Types of which equal texts are equal values. */
export function sameReading(left: ValueType, right: ValueType): boolean {
  if (left === right) return true;
  if (left.family === "text" && right.family === "text") return left.padded === right.padded;
  return left.family === right.family && ["number", "time", "boolean", "binary"].includes(left.family);
}

/** Which side of a mapping a row stands on. */
export type Side = "expected" | "actual";

/** The same with the sides exchanged. */
export function swapped(mapping: Mapping): Mapping {
  const pairs = mapping.pairs.map((pair) => ({ ...pair, expected: pair.actual, actual: pair.expected }));
  return { ...mapping, pairs };
}
