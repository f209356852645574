import type { StatementOutcome } from "../core/statement.ts";
import type { Question } from "../exam/question.ts";
import { orderAndLimit } from "../sql/order.ts";
import { nameAnotherRoute } from "./another-route.ts";
import { compareAnswer } from "./compare-answer.ts";
import { decide } from "./decide.ts";
import type { Verdict } from "./verdict.ts";

/** Runs one of the exam's own queries, or gives its remembered result. */
export type RunExpected = (sql: string) => Promise<StatementOutcome>;

/**
 * Judges an answer by the question's expected SQL and its alternates. The expected SQL without its LIMIT, which may be large, is run
 * only where a verdict hangs on it.
 */
export async function judgeAnswer(
  question: Question,
  actual: StatementOutcome,
  runExpected: RunExpected,
): Promise<Verdict> {
  const [expected, ...accepted] = await Promise.all([question.expectedSql, ...question.alternates].map(runExpected));
  const results = question.alternates.map((sql, i) => ({ sql, result: accepted[i] as StatementOutcome }));
  const comparison = {
    expected: expected as StatementOutcome,
    actual,
    alternates: results,
    sql: question.expectedSql,
    policy: question.policy,
  };
  const verdict = decide(comparison);
  if (!hangsOnCut(verdict)) return nameAnotherRoute(comparison, verdict);
  const [untruncated, ...others] = await Promise.all(
    [question.expectedSql, ...question.alternates].map((sql) => runUncut(sql, runExpected)),
  );
  if ([untruncated, ...others].every((outcome) => outcome === undefined)) return nameAnotherRoute(comparison, verdict);
  return compareAnswer({
    ...comparison,
    untruncated,
    alternates: results.map((result, i) => {
      const uncut = others[i];
      return uncut === undefined ? result : { ...result, untruncated: uncut };
    }),
  });
}

/** A right answer stays right, and what failed or is empty has nothing to cut. */
function hangsOnCut(verdict: Verdict): boolean {
  if (verdict.reason === "UNSTABLE_EXPECTED") return true;
  return verdict.verdict === "INCORRECT" && verdict.mechanism !== null;
}

async function runUncut(sql: string, runExpected: RunExpected): Promise<StatementOutcome | undefined> {
  const order = orderAndLimit(sql);
  if (order.kind === "not_understood" || order.without === null) return undefined;
  const cuts = order.limit !== null || order.offset !== null;
  const outside = order.keys.some(({ column }) => column === null);
  return cuts || outside ? runExpected(order.without.sql) : undefined;
}
