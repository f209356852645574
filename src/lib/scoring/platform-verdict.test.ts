import { describe, expect, it } from "vitest";
import { type Assessed, type OwnJudgement, platformVerdict } from "./platform-verdict.ts";
import { correct, difference, incorrect, without } from "./say.ts";

const right: OwnJudgement = { verdict: correct, failureCategory: null, failureReason: null };
const wrong: OwnJudgement = {
  verdict: incorrect(difference("value", "It says 1 where 2 is expected.")),
  failureCategory: "wrong_join",
  failureReason: "Joins differ.",
};

function assessed(assessment: string | null, ...reasons: readonly string[]): Assessed {
  return { status: "DONE", assessment, reasons, answerSql: "SELECT 1" };
}

const shortOf = ({ verdict, failureCategory }: OwnJudgement): unknown => [
  verdict.verdict,
  verdict.reason,
  failureCategory,
];

describe("Genie's own assessment", () => {
  it.each([
    ["GOOD", assessed("GOOD"), ["CORRECT", null, null]],
    ["BAD", assessed("BAD", "LLM_JUDGE_MISSING_OR_INCORRECT_JOIN"), ["INCORRECT", "assessed_bad", "wrong_join"]],
    ["BAD by rows", assessed("BAD", "RESULT_MISSING_ROWS"), ["INCORRECT", "assessed_bad", "wrong_filter"]],
    ["BAD for no reason", assessed("BAD"), ["INCORRECT", "assessed_bad", "ambiguous"]],
    ["BAD for a reason of tomorrow", assessed("BAD", "NEW"), ["INCORRECT", "assessed_bad", "ambiguous"]],
    ["a wish for review", assessed("NEEDS_REVIEW"), ["INCORRECT", "needs_review", "ambiguous"]],
    ["an assessment of tomorrow", assessed("FINE"), ["INCORRECT", "needs_review", "ambiguous"]],
    ["BAD for trouble", assessed("BAD", "TRANSIENT_ERROR"), ["INFRA", "TRANSIENT_ERROR", null]],
    ["BAD for the exam's fault", assessed("BAD", "EMPTY_GOOD_SQL"), ["NOT_EVALUABLE", "EMPTY_EXPECTED", null]],
    ["none", assessed(null), ["INFRA", "not_assessed", null]],
    ["none in time", { ...assessed(null), status: "EVALUATION_TIMEOUT" }, ["INFRA", "EVALUATION_TIMEOUT", null]],
    ["BAD of words", { ...assessed("BAD"), answerSql: null }, ["NO_ANSWER", "assessed_bad", "no_sql_generated"]],
  ] as const)("%s is the verdict even where we find the answer right", (_, given, expected) => {
    expect(shortOf(platformVerdict(given, right))).toEqual(expected);
  });

  it.each(["GOOD", "BAD", "NEEDS_REVIEW", null])(
    "%s does not make a question good whose expected SQL is at fault",
    (said) => {
      const fault = { verdict: without("NOT_EVALUABLE", "EMPTY_EXPECTED"), failureCategory: null, failureReason: "" };
      expect(platformVerdict(assessed(said), fault)).toBe(fault);
    },
  );

  it("decides where only our comparison could not", () => {
    const limit = { ...right, verdict: without("NOT_EVALUABLE", "EXPECTED_NOT_UNDERSTOOD") };
    expect(platformVerdict(assessed("GOOD"), limit).verdict.verdict).toBe("CORRECT");
  });

  it("GOOD stands over our own comparison, BAD takes its example and, without a judge's code, its category", () => {
    expect(platformVerdict(assessed("GOOD"), wrong).verdict.verdict).toBe("CORRECT");
    const byRows = platformVerdict(assessed("BAD", "RESULT_EXTRA_ROWS"), wrong);
    expect(byRows.failureCategory).toBe("wrong_join");
    expect(byRows.verdict.difference?.words).toBe("It says 1 where 2 is expected.");
    expect(byRows.failureReason).toBe("Genie's own evaluation says BAD (RESULT_EXTRA_ROWS). Joins differ.");
    const byJudge = platformVerdict(assessed("BAD", "LLM_JUDGE_WRONG_FILTER"), wrong);
    expect(byJudge.failureCategory).toBe("wrong_filter");
  });

  it("names how results differ by its codes where we found nothing", () => {
    expect(platformVerdict(assessed("BAD", "RESULT_MISSING_COLUMNS"), right).verdict.mechanism).toBe("missing_column");
  });
});
