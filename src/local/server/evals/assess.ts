import type { Cell, ResultSet, StatementOutcome } from "../../../lib/core/statement.ts";
import type { Outcome } from "../genie/ask.ts";

export type Assessment = {
  readonly assessment: "GOOD" | "BAD" | "NEEDS_REVIEW";
  readonly reasons: readonly string[];
};

/** What a judge that is a model does with a difference: see it, take the answer for right, or leave it to people. */
export type Judge = "strict" | "lenient" | "unsure";

/**
 * Rates an answer as the platform publishes that it does for benchmarks: rows in another order and numbers that agree to four significant
 * digits are good; an empty or failed answer, extra columns and another single cell are bad; what rows alone do not settle is left to a
 * judge. That is neither stricter nor laxer than a comparison of results, but different, so the two do disagree.
 * @param expected null for a question without SQL, which needs review
 * @param judge how the judge settles a difference that is its to settle
 */
export function assess(expected: StatementOutcome | null, actual: Outcome, judge: Judge = "strict"): Assessment {
  if (expected === null || expected.kind !== "rows") return { assessment: "NEEDS_REVIEW", reasons: [] };
  if (actual.kind !== "sql") return { assessment: "BAD", reasons: ["LLM_JUDGE_INCOMPLETE_OR_PARTIAL_OUTPUT"] };
  const found = differences(expected.result, actual.rows.result);
  if (found === "open") return settled(judge, expected.result, actual.rows.result);
  return { assessment: found.length === 0 ? "GOOD" : "BAD", reasons: found };
}

function settled(judge: Judge, expected: ResultSet, actual: ResultSet): Assessment {
  switch (judge) {
    case "unsure":
      return { assessment: "NEEDS_REVIEW", reasons: [] };
    case "lenient":
      return { assessment: "GOOD", reasons: [] };
    case "strict":
      return { assessment: "BAD", reasons: [judged(expected, actual)] };
  }
}

/** What the rows show: reason codes, none for rows that agree, or `open` where somebody has to judge. */
function differences(expected: ResultSet, actual: ResultSet): readonly string[] | "open" {
  if (sameRows(expected, actual)) return sameTypes(expected, actual) ? [] : ["COLUMN_TYPE_DIFFERENCE"];
  if (expected.rows.length === 0) return ["EMPTY_GOOD_SQL"];
  if (actual.rows.length === 0) return ["EMPTY_RESULT"];
  const reasons: string[] = [];
  if (actual.columns.length < expected.columns.length) reasons.push("RESULT_MISSING_COLUMNS");
  if (actual.columns.length > expected.columns.length) reasons.push("RESULT_EXTRA_COLUMNS");
  if (actual.rows.length < expected.rows.length) reasons.push("RESULT_MISSING_ROWS");
  if (actual.rows.length > expected.rows.length) reasons.push("RESULT_EXTRA_ROWS");
  if (reasons.length > 0) return reasons;
  return differentColumns(expected, actual).length === 1 ? ["SINGLE_CELL_DIFFERENCE"] : "open";
}

/** The judge's code: numbers alone differ where a figure is computed in another way. */
function judged(expected: ResultSet, actual: ResultSet): string {
  const columns = new Set(differentColumns(expected, actual));
  const figures = [...columns].every((column) => family(expected.columns[column]?.typeName ?? "") === "number");
  return figures ? "LLM_JUDGE_INCORRECT_METRIC_CALCULATION" : "LLM_JUDGE_OTHER";
}

/** The column of each cell that differs, row by row. */
function differentColumns(expected: ResultSet, actual: ResultSet): readonly number[] {
  return expected.rows.flatMap((row, index) =>
    row.flatMap((cell, column) => (rounded(cell) === rounded(actual.rows[index]?.[column] ?? null) ? [] : [column])),
  );
}

/** Equal rows in any order, numbers to four significant digits; column names do not count. */
function sameRows(expected: ResultSet, actual: ResultSet): boolean {
  if (expected.columns.length !== actual.columns.length || expected.rows.length !== actual.rows.length) return false;
  const keys = (result: ResultSet): readonly string[] =>
    result.rows.map((row) => JSON.stringify(row.map(rounded))).toSorted();
  const wanted = keys(expected);
  return keys(actual).every((key, index) => key === wanted[index]);
}

function rounded(cell: Cell): Cell {
  if (cell === null || !/^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/iu.test(cell)) return cell;
  // Whole numbers may be keys as well as figures: only what has a fraction is rounded.
  return /[.e]/iu.test(cell) ? String(Number(Number(cell).toPrecision(4))) : cell;
}

function sameTypes(expected: ResultSet, actual: ResultSet): boolean {
  return expected.columns.every(
    (column, index) => family(column.typeName) === family(actual.columns[index]?.typeName ?? ""),
  );
}

function family(typeName: string): string {
  if (["BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE", "DECIMAL"].includes(typeName)) return "number";
  return typeName === "CHAR" ? "STRING" : typeName;
}
