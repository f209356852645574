import { isPermissionFailure } from "../core/permission-failure.ts";
import type { ResultSet, StatementOutcome } from "../core/statement.ts";
import type { Policy } from "../exam/policy.ts";
import type { OrderAndLimit } from "../sql/order-and-limit.ts";
import { orderAndLimit } from "../sql/order.ts";
import { compareEmpty } from "./compare-empty.ts";
import { compareRows, type RowComparison } from "./compare-rows.ts";
import { countDifference } from "./diagnose.ts";
import { type Effort, newEffort } from "./effort.ts";
import { valueRules } from "./rules.ts";
import { difference, incorrect, without } from "./say.ts";
import type { Verdict } from "./verdict.ts";

/** A further accepted SQL with its result. */
export type AlternateOutcome = {
  readonly sql: string;
  readonly result: StatementOutcome;
  readonly untruncated?: StatementOutcome;
};

export type Comparison = {
  readonly expected: StatementOutcome;
  readonly actual: StatementOutcome;
  /** The expected SQL run without LIMIT and OFFSET, each order key that is not among its columns appended in the keys' order. */
  readonly untruncated?: StatementOutcome | undefined;
  readonly alternates?: readonly AlternateOutcome[] | undefined;
  /** The expected SQL; null when it is not known: then rows are a bag. */
  readonly sql: string | null;
  readonly policy: Policy;
};

/**
 * Judges an answer's result by the expected one, as docs/gate.md lays down. Pure; the SQL parser must be loaded. A wrong answer
 * is never scored right: where the rules must choose, they choose that side.
 * @param part how much of the usual work may be spent on searching: less where many comparisons are tried
 * @throws EnhancerError EXAM_INVALID when the policy contradicts itself
 */
export function decide(comparison: Comparison, part = 1): Verdict {
  valueRules(comparison.policy);
  const verdicts: Verdict[] = [];
  for (const candidate of [{ ...comparison, result: comparison.expected }, ...(comparison.alternates ?? [])]) {
    const verdict = judge(candidate, comparison.actual, comparison.policy, newEffort(part));
    if (verdict.verdict === "CORRECT") return verdict;
    verdicts.push(verdict);
  }
  const decided = (["INCORRECT", "INFRA"] as const).map((kind) => verdicts.find(({ verdict }) => verdict === kind));
  return decided.find((verdict) => verdict !== undefined) ?? (verdicts[0] as Verdict);
}

type Candidate = {
  readonly sql: string | null;
  readonly result: StatementOutcome;
  readonly untruncated?: StatementOutcome | undefined;
};

/** The exam's faults come first: they hold whatever the answer is. */
function judge(candidate: Candidate, actual: StatementOutcome, policy: Policy, effort: Effort): Verdict {
  const { result: expected } = candidate;
  if (isPermissionFailure(expected)) return without("NOT_EVALUABLE", "PERMISSION");
  if (expected.kind === "failed") return without("NOT_EVALUABLE", "EXPECTED_FAILED");
  if (expected.kind === "cancelled") return without("INFRA", "expected_cancelled");
  const isEmpty = expected.result.totalRowCount === 0 && expected.result.rows.length === 0;
  const provesNothing = isEmpty ? policy.empty_ok !== true : expected.result.columns.length === 0;
  if (provesNothing) return without("NOT_EVALUABLE", "EMPTY_EXPECTED");
  const order = candidate.sql === null ? null : orderAndLimit(candidate.sql);
  const untruncated = wholeRows(candidate.untruncated);
  if (!isEmpty && cutsWithoutOrder(order, expected.result, untruncated)) {
    return without("NOT_EVALUABLE", "UNSTABLE_EXPECTED");
  }
  if (actual.kind === "failed") return without("INCORRECT", "execution_failed");
  if (actual.kind === "cancelled") {
    return actual.by === "us" ? without("INCORRECT", "timeout") : without("INFRA", "answer_cancelled");
  }
  if (isEmpty && (actual.result.totalRowCount > 0 || !(expected.result.truncated || isIncomplete(actual.result)))) {
    return compareEmpty(expected.result, actual.result);
  }
  return judgeResults({ expected: expected.result, actual: actual.result, order, untruncated, policy, effort });
}

function judgeResults(comparison: RowComparison): Verdict {
  const { expected, actual, policy } = comparison;
  if (policy.distinct !== true && expected.totalRowCount !== actual.totalRowCount) {
    return incorrect(countDifference(expected, actual, policy));
  }
  if (policy.distinct === true && actual.totalRowCount === 0 && actual.rows.length === 0) {
    return incorrect(countDifference(expected, actual, policy));
  }
  if (isIncomplete(expected) || isIncomplete(actual)) {
    const side = isIncomplete(expected) ? "expected" : "answered";
    return {
      verdict: "INFRA",
      reason: "RESULT_INCOMPLETE",
      acceptedBy: null,
      mechanism: "truncation",
      difference: difference("truncation", `The ${side} result did not arrive whole, so rows cannot be compared.`, {
        expected_rows: expected.rows.length,
        actual_rows: actual.rows.length,
        announced: expected.totalRowCount,
      }),
    };
  }
  const extra = actual.columns.length - expected.columns.length;
  if (policy.extra_columns === "refuse" && extra > 0) {
    const words = `The answer has ${String(actual.columns.length)} columns, and only ${String(expected.columns.length)} were asked for.`;
    return incorrect(difference("type", words, { columns: actual.columns.map(({ name }) => name) }), "extra_columns");
  }
  return compareRows(comparison);
}

/** Without an order, a LIMIT that drops rows drops any of them. Where the uncut result is not known it counts as dropping. */
function cutsWithoutOrder(order: OrderAndLimit | null, expected: ResultSet, untruncated: ResultSet | null): boolean {
  if (order?.kind !== "understood" || order.ordered) return false;
  if (order.limit === null && (order.offset ?? 0) === 0) return false;
  if (untruncated !== null) return untruncated.totalRowCount > expected.totalRowCount;
  if (order.singleRow || (order.offset ?? 0) > 0) return !order.singleRow;
  return expected.totalRowCount >= (order.limit ?? Number.POSITIVE_INFINITY);
}

function isIncomplete(result: ResultSet): boolean {
  return result.truncated || result.rows.length !== result.totalRowCount;
}

/** An uncut result is of use only when all of it is there. */
function wholeRows(outcome: StatementOutcome | undefined): ResultSet | null {
  if (outcome?.kind !== "rows" || isIncomplete(outcome.result)) return null;
  return outcome.result;
}
