import { cellsEqual, compared, holdsTolerance } from "./cell.ts";
import type { ValueType } from "./column-type.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import { toleranceBetween, type ValueRules } from "./rules.ts";
import type { Tolerance } from "./tolerance.ts";

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
export function rowsEqual(mapping: Mapping, expectedRow: number, actualRow: number): boolean {
  return mapping.pairs.every((pair) => pairEqual(pair, mapping.rules, expectedRow, actualRow));
}

/** Whether the two rows are equal in one pair of columns. */
function pairEqual(pair: ColumnPair, rules: ValueRules, expectedRow: number, actualRow: number): boolean {
  const { expected, actual } = pair;
  const sameHash = expected.hashes[expectedRow] === actual.hashes[actualRow];
  if (!sameHash && !pair.tolerant) return false;
  return cellsEqual(cellAt(expected, expectedRow), expected.type, cellAt(actual, actualRow), actual.type, rules);
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
function sameReading(left: ValueType, right: ValueType): boolean {
  return left === right || (left.family === right.family && (left.family === "number" || left.family === "time"));
}

/** Which side of a mapping a row stands on. */
export type Side = "expected" | "actual";
