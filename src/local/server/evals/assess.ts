import type { ResultSet, StatementOutcome } from "../../../lib/core/statement.ts";
import type { Outcome } from "../genie/ask.ts";

export type Assessment = {
  readonly assessment: "GOOD" | "BAD" | "NEEDS_REVIEW";
  readonly reasons: readonly string[];
};

/** Compares an answer with what the benchmark's SQL returns; null for a question without SQL, which needs review. */
export function assess(expected: StatementOutcome | null, actual: Outcome): Assessment {
  if (expected === null || expected.kind !== "rows") return { assessment: "NEEDS_REVIEW", reasons: [] };
  if (actual.kind !== "sql") return { assessment: "BAD", reasons: ["LLM_JUDGE_INCOMPLETE_OR_PARTIAL_OUTPUT"] };
  const reasons = differences(expected.result, actual.rows.result);
  return { assessment: reasons.length === 0 ? "GOOD" : "BAD", reasons };
}

function differences(expected: ResultSet, actual: ResultSet): readonly string[] {
  const same = sameRows(expected, actual);
  if (same) return [];
  if (expected.rows.length === 0) return ["EMPTY_GOOD_SQL"];
  if (actual.rows.length === 0) return ["EMPTY_RESULT"];
  const reasons: string[] = [];
  if (actual.columns.length < expected.columns.length) reasons.push("RESULT_MISSING_COLUMNS");
  if (actual.columns.length > expected.columns.length) reasons.push("RESULT_EXTRA_COLUMNS");
  if (actual.rows.length < expected.rows.length) reasons.push("RESULT_MISSING_ROWS");
  if (actual.rows.length > expected.rows.length) reasons.push("RESULT_EXTRA_ROWS");
  if (reasons.length > 0) return reasons;
  const different = expected.rows.flatMap((row, index) =>
    row.filter((cell, column) => cell !== actual.rows[index]?.[column]),
  );
  return [different.length === 1 ? "SINGLE_CELL_DIFFERENCE" : "LLM_JUDGE_OTHER"];
}

/** Equal rows in any order; column names do not count. */
function sameRows(expected: ResultSet, actual: ResultSet): boolean {
  if (expected.columns.length !== actual.columns.length || expected.rows.length !== actual.rows.length) return false;
  const keys = (result: ResultSet): readonly string[] => result.rows.map((row) => JSON.stringify(row)).toSorted();
  const wanted = keys(expected);
  return keys(actual).every((key, index) => key === wanted[index]);
}
