import { categoryOfReasons, mechanismOfReasons } from "./platform-reason.ts";
import { correct, without } from "./say.ts";
import type { FailureCategory, Verdict, VerdictKind } from "./verdict.ts";

/** What Genie's own evaluation says of one question. */
export type Assessed = {
  /** The question's status in the evaluation, as the platform wrote it. */
  readonly status: string;
  /** GOOD, BAD, NEEDS_REVIEW; null where there is none. */
  readonly assessment: string | null;
  readonly reasons: readonly string[];
  readonly answerSql: string | null;
};

/** What our own comparison says of the same answer. */
export type OwnJudgement = {
  readonly verdict: Verdict;
  readonly failureCategory: FailureCategory | null;
  readonly failureReason: string | null;
};

/** Our comparator's own limit, no fault of the exam. */
const ownLimit = "EXPECTED_NOT_UNDERSTOOD";

/**
 * The verdict where setting scorer is `platform`: GOOD is CORRECT, everything else is not. NEEDS_REVIEW is INCORRECT, since nobody has
 * said that the answer is right. What did not come to an assessment is INFRA and stays in the denominator. A fault of the exam itself
 * is one whoever scores, so that two empty results are not a right answer.
 */
export function platformVerdict(assessed: Assessed, own: OwnJudgement): OwnJudgement {
  const { assessment, reasons } = assessed;
  if (own.verdict.verdict === "NOT_EVALUABLE" && own.verdict.reason !== ownLimit) return own;
  if (assessment === "GOOD") return right;
  if (assessed.status !== "DONE" || assessment === null) {
    return spoilt("INFRA", assessed.status === "DONE" ? "not_assessed" : assessed.status, assessed);
  }
  if (reasons.includes("TRANSIENT_ERROR")) return spoilt("INFRA", "TRANSIENT_ERROR", assessed);
  if (reasons.includes("EMPTY_GOOD_SQL")) return spoilt("NOT_EVALUABLE", "EMPTY_EXPECTED", assessed);
  const wrong = own.verdict.verdict === "INCORRECT" ? own : null;
  const reason = assessment === "BAD" ? "assessed_bad" : "needs_review";
  const category =
    assessed.answerSql === null
      ? "no_sql_generated"
      : (categoryOfReasons(reasons, "judge") ?? wrong?.failureCategory ?? categoryOfReasons(reasons, "result"));
  return {
    verdict: {
      ...(wrong?.verdict ?? without("INCORRECT", reason)),
      verdict: assessed.answerSql === null ? "NO_ANSWER" : "INCORRECT",
      reason,
      mechanism: wrong?.verdict.mechanism ?? mechanismOfReasons(reasons),
    },
    // An answer that only the platform finds wrong, for no reason that it names.
    failureCategory: category ?? "ambiguous",
    failureReason: [wordsOf(assessed), wrong?.failureReason].filter(Boolean).join(" "),
  };
}

const right: OwnJudgement = { verdict: correct, failureCategory: null, failureReason: null };

function spoilt(verdict: VerdictKind, reason: string, assessed: Assessed): OwnJudgement {
  return { verdict: without(verdict, reason), failureCategory: null, failureReason: wordsOf(assessed) };
}

function wordsOf({ status, assessment, reasons }: Assessed): string {
  const why = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  return `Genie's own evaluation says ${assessment ?? `nothing, it ended as ${status}`}${why}.`;
}
