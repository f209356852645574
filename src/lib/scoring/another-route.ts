import type { StatementOutcome } from "../core/statement.ts";
import type { Policy } from "../exam/policy.ts";
import { orderAndLimit } from "../sql/order.ts";
import { typeOfColumn } from "./column-type.ts";
import type { Comparison } from "./decide.ts";
import { differsAsDeclared } from "./declared-difference.ts";
import { numberColumns } from "./exact-columns.ts";
import { loosestChanges, pairedTrials, singleTrials, type Trial, type TrialFacts } from "./route-trials.ts";
import { valueRules } from "./rules.ts";
import { isRight, type SingleComparison } from "./single-comparison.ts";
import type { AcceptedBy, Verdict } from "./verdict.ts";

/** Cells of both sides up to which single policies are tried, and pairs of them: beyond, it would hold up the other questions. */
const mostCells = { singles: 200_000, pairs: 20_000 } as const;

/**
 * Names the smallest declared policy under which a wrong answer would be right. Only a policy under which the whole comparator says
 * CORRECT is named, and numbers must besides differ as rounding or noise makes them differ. The verdict stays what it was.
 */
export function nameAnotherRoute(comparison: Comparison, verdict: Verdict): Verdict {
  const { actual } = comparison;
  if (actual.kind !== "rows") return verdict;
  if (verdict.reason === "EMPTY_EXPECTED") return { ...verdict, acceptedBy: routeOfEmpty(comparison) };
  if (verdict.verdict !== "INCORRECT" || verdict.difference === null) return verdict;
  const routes = singlesOf(comparison).map((single) => ({ single, size: cellsOf(single.expected) + cellsOf(actual) }));
  const tried = routes.filter(({ size }) => size <= mostCells.singles);
  for (const { single, size } of tried) {
    const route = routeOf(single, size <= mostCells.pairs);
    if (route !== null) return { ...verdict, acceptedBy: route };
  }
  return tried.length === routes.length ? verdict : sayUntried(verdict);
}

/** The expected SQL and each alternate for itself, as far as they and the answer gave rows. */
function singlesOf({ expected, untruncated, alternates, actual, ...rest }: Comparison): SingleComparison[] {
  if (actual.kind !== "rows") return [];
  const all = [{ result: expected, untruncated, sql: rest.sql }, ...(alternates ?? [])];
  return all.flatMap(({ result, untruncated: uncut, sql }) =>
    result.kind === "rows" ? [{ ...rest, actual, sql, expected: result, untruncated: uncut }] : [],
  );
}

function routeOf(single: SingleComparison, pairs: boolean): AcceptedBy | null {
  const singles = singleTrials(factsOf(single));
  if (!loosestChanges(singles).some((change) => isRight(single, change))) return null;
  const trials = pairs ? [...singles, ...pairedTrials(singles)] : singles;
  const found = trials.find(({ change }) => isRight(single, change) && differsAsDeclared(single, change));
  return found === undefined ? null : acceptedBy(found);
}

function routeOfEmpty(comparison: Comparison): AcceptedBy | null {
  const [single] = singlesOf(comparison);
  const change: Policy = { empty_ok: true };
  if (single === undefined || !isRight(single, change)) return null;
  return acceptedBy({ change, declared: "empty_ok: true", lets: "every answer without rows is right" });
}

function acceptedBy({ change, declared, lets }: Trial): AcceptedBy {
  return { policy: change, words: `${declared} would accept it; then ${lets}.` };
}

function factsOf({ expected, actual, policy, sql }: SingleComparison): TrialFacts {
  const results = [expected.result, actual.result];
  const order = sql === null ? null : orderAndLimit(sql);
  const exact = valueRules({ time_zone: policy.time_zone });
  const decimals = results.flatMap((result) => numberColumns(result, exact, true).map((column) => column.decimals));
  return {
    policy,
    ordered: policy.ordered ?? (order?.kind === "understood" && order.ordered),
    hasText: results.every(({ columns }) => columns.some((column) => mayHoldText(typeOfColumn(column).family))),
    decimals: [...new Set(decimals)],
  };
}

function mayHoldText(family: string): boolean {
  return ["text", "array", "map", "struct"].includes(family);
}

function cellsOf(outcome: StatementOutcome): number {
  return outcome.kind === "rows" ? outcome.result.rows.length * outcome.result.columns.length : 0;
}

function sayUntried(verdict: Verdict): Verdict {
  const { difference } = verdict;
  if (difference === null) return verdict;
  const words = `${difference.words} Whether another policy would accept it was not tried: the results have more than ${String(mostCells.singles)} cells.`;
  return { ...verdict, difference: { ...difference, words } };
}
