import type { FailureCategory, Mechanism } from "./verdict.ts";

/** What one of the platform's reason codes (ScoreReason of its evaluations) says in our words; null where it says nothing. */
type Meaning = { readonly category: FailureCategory | null; readonly mechanism: Mechanism | null };

const judged = (category: FailureCategory | null): Meaning => ({ category, mechanism: null });

/** Codes that the platform computes from the two results. */
const byResult: Readonly<Record<string, Meaning>> = {
  EMPTY_RESULT: { category: "wrong_filter", mechanism: "missing_rows" },
  RESULT_MISSING_ROWS: { category: "wrong_filter", mechanism: "missing_rows" },
  RESULT_EXTRA_ROWS: { category: "wrong_filter", mechanism: "extra_rows" },
  RESULT_MISSING_COLUMNS: { category: "wrong_column", mechanism: "missing_column" },
  RESULT_EXTRA_COLUMNS: { category: "wrong_column", mechanism: null },
  SINGLE_CELL_DIFFERENCE: { category: "wrong_calculation", mechanism: "value" },
  COLUMN_TYPE_DIFFERENCE: { category: "wrong_calculation", mechanism: "type" },
};

/** Codes that are the opinion of the platform's judge, which has read the two queries. */
const byJudge: Readonly<Record<string, Meaning>> = {
  LLM_JUDGE_MISSING_OR_INCORRECT_FILTER: judged("wrong_filter"),
  LLM_JUDGE_INCOMPLETE_OR_PARTIAL_OUTPUT: judged("wrong_column"),
  LLM_JUDGE_MISINTERPRETATION_OF_USER_REQUEST: judged("missing_synonym"),
  LLM_JUDGE_INSTRUCTION_COMPLIANCE_OR_MISSING_BUSINESS_LOGIC: judged("missing_pattern"),
  LLM_JUDGE_INCORRECT_METRIC_CALCULATION: judged("wrong_calculation"),
  LLM_JUDGE_INCORRECT_TABLE_OR_FIELD_USAGE: judged("wrong_table"),
  LLM_JUDGE_INCORRECT_FUNCTION_USAGE: judged("wrong_calculation"),
  LLM_JUDGE_MISSING_OR_INCORRECT_JOIN: judged("wrong_join"),
  LLM_JUDGE_MISSING_OR_INCORRECT_AGGREGATION: judged("wrong_aggregation"),
  LLM_JUDGE_FORMATTING_ERROR: judged("wrong_calculation"),
  LLM_JUDGE_OTHER: judged(null),
  // Deprecated on the platform, still sent by older evaluations.
  LLM_JUDGE_MISSING_JOIN: judged("wrong_join"),
  LLM_JUDGE_WRONG_FILTER: judged("wrong_filter"),
  LLM_JUDGE_WRONG_AGGREGATION: judged("wrong_aggregation"),
  LLM_JUDGE_WRONG_COLUMNS: judged("wrong_column"),
  LLM_JUDGE_SYNTAX_ERROR: judged("execution_failed"),
  LLM_JUDGE_SEMANTIC_ERROR: judged("missing_pattern"),
};

/** The first category among reason codes: of the judge's, which know the query, or of those that only know the result. */
export function categoryOfReasons(reasons: readonly string[], from: "judge" | "result"): FailureCategory | null {
  const known = from === "judge" ? byJudge : byResult;
  for (const reason of reasons) {
    const category = known[reason]?.category ?? null;
    if (category !== null) return category;
  }
  return null;
}

/** How the two results differ, as far as reason codes tell. */
export function mechanismOfReasons(reasons: readonly string[]): Mechanism | null {
  for (const reason of reasons) {
    const mechanism = byResult[reason]?.mechanism ?? null;
    if (mechanism !== null) return mechanism;
  }
  return null;
}
