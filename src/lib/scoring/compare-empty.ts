import type { ResultSet } from "../core/statement.ts";
import { sameFamily } from "./cell.ts";
import { typeOfColumn, type ValueType } from "./column-type.ts";
import { correct, difference, incorrect } from "./say.ts";
import type { Verdict } from "./verdict.ts";

/** An empty expected result that the question allows: the answer must be empty too, with as many columns of the same families. */
export function compareEmpty(expected: ResultSet, actual: ResultSet): Verdict {
  if (actual.totalRowCount > 0 || actual.rows.length > 0) {
    const words = `No rows were expected, and the answer has ${String(actual.totalRowCount)}.`;
    return incorrect(difference("extra_rows", words, { expected_rows: 0, actual_rows: actual.totalRowCount }));
  }
  const missing = expected.columns.length - actual.columns.length;
  if (missing > 0) {
    return incorrect(
      difference("missing_column", `Both are empty, but ${String(missing)} expected columns are missing.`),
    );
  }
  const free = actual.columns.map(typeOfColumn);
  const wanted = expected.columns.map(typeOfColumn).toSorted((left, right) => rank(left) - rank(right));
  const unmatched = wanted.find((type) => !takeFitting(free, type));
  if (missing < 0 || unmatched !== undefined) {
    const words = "Both are empty, but their columns differ in number or in family.";
    return incorrect(
      difference("type", words, {
        expected: expected.columns.map(({ typeText }) => typeText),
        actual: actual.columns.map(({ typeText }) => typeText),
      }),
    );
  }
  return correct;
}

/** Columns without a type fit all, so they are served last. */
function rank(type: ValueType): number {
  return type.family === "void" ? 1 : 0;
}

function takeFitting(free: ValueType[], type: ValueType): boolean {
  const exact = free.findIndex((other) => sameFamily(type, other));
  const any = free.findIndex((other) => type.family === "void" || other.family === "void");
  const found = exact >= 0 ? exact : any;
  if (found < 0) return false;
  free.splice(found, 1);
  return true;
}
