import type { Cell, ResultSet } from "../core/statement.ts";
import { cellsEqual, sameFamily } from "./cell.ts";
import { typeOfColumn, type ValueType } from "./column-type.ts";
import { doubleOf } from "./column-view.ts";
import { plainName } from "./names.ts";
import { sameReading } from "./mapping.ts";
import { toleranceBetween, type ValueRules } from "./rules.ts";
import { quickAnswer } from "./tolerance.ts";

/**
 * Whether the answer begins with the expected columns, under their names, and repeats the expected rows one after the other: then it is
 * right whatever order, copies and names ask for. The common case, and by far the cheapest to see.
 */
export function sameInPlace(expected: ResultSet, actual: ResultSet, rules: ValueRules): boolean {
  const { rows } = expected;
  if (rows.length !== actual.rows.length || actual.columns.length < expected.columns.length) return false;
  const answered = actual.columns.map(typeOfColumn);
  const tests = expected.columns.map((column, i) => {
    const [left, right] = [typeOfColumn(column), answered[i] as ValueType];
    const named = plainName(column.name) === plainName(actual.columns[i]?.name ?? "");
    return named && sameFamily(left, right) ? equality(left, right, rules) : null;
  });
  if (tests.includes(null)) return false;
  for (let row = 0; row < rows.length; row += 1) {
    const [left, right] = [rows[row] as readonly Cell[], actual.rows[row] as readonly Cell[]];
    for (let column = 0; column < tests.length; column += 1) {
      if (tests[column]?.(left[column] ?? null, right[column] ?? null) !== true) return false;
    }
  }
  return true;
}

function equality(left: ValueType, right: ValueType, rules: ValueRules): (one: Cell, other: Cell) => boolean {
  const alike = sameReading(left, right);
  const tolerance = toleranceBetween(left, right, rules);
  return (one, other) => {
    if (one === null || other === null) return one === other;
    if (alike && one === other) return true;
    if (tolerance !== null) {
      const [a, b] = [doubleOf(one, rules), doubleOf(other, rules)];
      const quick = Number.isNaN(a) || Number.isNaN(b) ? null : quickAnswer(a, b, tolerance);
      if (quick !== null) return quick;
    }
    return cellsEqual(one, left, other, right, rules);
  };
}
