import type { Policy } from "../exam/policy.ts";

/** What became of one attempt at one question. */
export type VerdictKind = "CORRECT" | "INCORRECT" | "NOT_EVALUABLE" | "NO_ANSWER" | "INFRA";

/** How two results differ. */
export type Mechanism =
  | "missing_rows"
  | "extra_rows"
  | "multiplicity"
  | "order"
  | "value"
  | "type"
  | "missing_column"
  | "truncation";

/** The smallest example of a difference; `words` is one sentence for people. */
export type Difference = {
  readonly mechanism: Mechanism;
  readonly words: string;
  readonly example: Readonly<Record<string, unknown>>;
};

/** A declared policy under which the answer would be right. It says nothing of whether the question should declare it. */
export type AcceptedBy = {
  /** What the question would declare beside its own policy: `{...question.policy, ...policy}`. */
  readonly policy: Policy;
  /** What it would let through as well, in one sentence for people. */
  readonly words: string;
};

/**
 * A verdict. `reason` is a code in snake_case or the upper-case codes of docs/gate.md
 * (PERMISSION, UNSTABLE_EXPECTED, EMPTY_EXPECTED, EXPECTED_FAILED, EXPECTED_NOT_UNDERSTOOD, RESULT_INCOMPLETE), null when CORRECT.
 */
export type Verdict = {
  readonly verdict: VerdictKind;
  readonly reason: string | null;
  readonly mechanism: Mechanism | null;
  readonly difference: Difference | null;
  /** The smallest declared policy that would accept the answer; null when there is none. It never moves the verdict. */
  readonly acceptedBy: AcceptedBy | null;
};

/** Failure categories, in the words of tables and reports. */
export const failureCategories = [
  "wrong_table",
  "wrong_join",
  "wrong_filter",
  "wrong_aggregation",
  "wrong_column",
  "wrong_grouping",
  "wrong_ordering",
  "wrong_calculation",
  "missing_synonym",
  "missing_pattern",
  "date_handling",
  "no_sql_generated",
  "execution_failed",
  "timeout",
  "permission_denied",
  "ambiguous",
] as const;

export type FailureCategory = (typeof failureCategories)[number];
