import { analyze } from "../sql/facts.ts";
import type { AskOutcome } from "./ports.ts";
import { categoryFromFacts } from "./category-facts.ts";
import { quoted } from "./say.ts";
import type { FailureCategory, Mechanism, Verdict } from "./verdict.ts";

/** What is known of an attempt when its category is sought. */
export type Failure = {
  readonly expectedSql: string;
  readonly genieSql: string | null;
  readonly outcome: AskOutcome;
  readonly verdict: Verdict;
  /** The failed statement's own words, if it failed. */
  readonly message: string | null;
};

type Category = {
  readonly category: FailureCategory | null;
  readonly reason: string | null;
  /** Whether the two queries' facts left the category open, so that it is only the likeliest one. */
  readonly open?: true;
};

/** The category of a failed attempt and one sentence on it; both null for a right answer. The exam's and nobody's faults have none. */
export function categoryOf(failure: Failure): Category {
  const { verdict } = failure;
  switch (verdict.verdict) {
    case "CORRECT":
      return { category: null, reason: null };
    case "NOT_EVALUABLE":
      return {
        category: null,
        reason: examFault[verdict.reason ?? ""] ?? `The exam's own SQL cannot be judged by: ${verdict.reason ?? ""}.`,
      };
    case "INFRA":
      return {
        category: null,
        reason: failure.message ?? verdict.difference?.words ?? `Nobody answered: ${verdict.reason ?? ""}.`,
      };
    case "NO_ANSWER":
      return withoutSql(failure.outcome);
    case "INCORRECT":
      return wrongAnswer(failure);
  }
}

const examFault: Readonly<Record<string, string>> = {
  EXPECTED_FAILED: "The expected SQL fails.",
  PERMISSION: "This identity may not read what the expected SQL reads.",
  EMPTY_EXPECTED: "The expected SQL gives no rows.",
  UNSTABLE_EXPECTED:
    "The expected SQL gives other rows at every run: it cuts them without an order, or its data changed.",
  EXPECTED_NOT_UNDERSTOOD: "The expected SQL is not understood, and the answer has the right rows in another order.",
};

function withoutSql(outcome: AskOutcome): Category {
  switch (outcome.kind) {
    case "text":
      return outcome.followUp
        ? { category: "ambiguous", reason: `Genie asked back: ${quoted(outcome.content)}` }
        : { category: "no_sql_generated", reason: `Genie answered without SQL: ${quoted(outcome.content)}` };
    case "failed":
      return { category: categoryOfErrorType(outcome.errorType), reason: `Genie failed: ${outcome.message}` };
    case "cancelled":
      return { category: "no_sql_generated", reason: "Genie cancelled the question." };
    case "sql":
    case "infra":
      return { category: "no_sql_generated", reason: "Genie gave no SQL." };
  }
}

/** Genie's own error types (MessageErrorType of its API) as categories. */
function categoryOfErrorType(errorType: string): FailureCategory {
  if (/PERMISSION|UNAUTHORIZED|NOT_AUTHORIZED/u.test(errorType)) return "permission_denied";
  if (/TIMEOUT/u.test(errorType)) return "timeout";
  if (/SQL_EXEC|INVALID_SQL/u.test(errorType)) return "execution_failed";
  return "no_sql_generated";
}

function wrongAnswer({ expectedSql, genieSql, verdict, message }: Failure): Category {
  if (verdict.reason === "timeout") {
    return { category: "timeout", reason: "The answer's SQL ran longer than it may and was cancelled." };
  }
  if (verdict.reason === "execution_failed") {
    const denied = /PERMISSION_DENIED|INSUFFICIENT_PERMISSIONS|INSUFFICIENT_PRIVILEGES|does not have .*privilege/iu;
    const category = denied.test(message ?? "") ? "permission_denied" : "execution_failed";
    return { category, reason: `The answer's SQL failed: ${message ?? "no reason given"}` };
  }
  const words = verdict.difference?.words ?? null;
  const expected = analyze(expectedSql);
  const answered = genieSql === null ? null : analyze(genieSql);
  const byFacts =
    expected.kind === "understood" && answered?.kind === "understood"
      ? categoryFromFacts(expected.facts, answered.facts)
      : null;
  if (byFacts !== null) return { category: byFacts.category, reason: [byFacts.words, words].filter(Boolean).join(" ") };
  return { category: categoryOfMechanism(verdict.mechanism), reason: words, open: true };
}

/** The likeliest category where the two queries' facts do not tell one. */
function categoryOfMechanism(mechanism: Mechanism | null): FailureCategory {
  switch (mechanism) {
    case "order":
      return "wrong_ordering";
    case "missing_column":
      return "wrong_column";
    case "missing_rows":
    case "extra_rows":
    case "truncation":
      return "wrong_filter";
    case "multiplicity":
      return "wrong_join";
    case "type":
    case "value":
    case null:
      return "wrong_calculation";
  }
}
