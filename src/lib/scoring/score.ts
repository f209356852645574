import type { Attempt } from "./attempt.ts";
import { wilson } from "./interval.ts";
import type { VerdictKind } from "./verdict.ts";

/** A score is never a bare share: what it counts stands beside it. */
export type Tally = {
  readonly correct: number;
  readonly incorrect: number;
  readonly no_answer: number;
  readonly not_evaluable: number;
  readonly infra: number;
  /** All attempts: the five above add up to it. */
  readonly n: number;
  /** correct ÷ n; 0 without attempts. */
  readonly score: number;
  /** Bounds of the score, see {@link clusteredInterval}. */
  readonly low: number;
  readonly high: number;
  /** More than a tenth of the attempts met infrastructure trouble: the score says nothing. */
  readonly indecisive: boolean;
};

const mostInfra = 0.1;

/** Counts attempts by verdict. No attempt leaves the denominator. */
export function tally(attempts: readonly Attempt[]): Tally {
  const count = (kind: VerdictKind): number => attempts.filter(({ verdict }) => verdict.verdict === kind).length;
  const n = attempts.length;
  const correct = count("CORRECT");
  const infra = count("INFRA");
  const [low, high] = clusteredInterval(attempts);
  return {
    correct,
    incorrect: count("INCORRECT"),
    no_answer: count("NO_ANSWER"),
    not_evaluable: count("NOT_EVALUABLE"),
    infra,
    n,
    score: n === 0 ? 0 : correct / n,
    low,
    high,
    indecisive: infra > mostInfra * n,
  };
}

/**
 * 95 % bounds of the score that count questions, not attempts: repeats of one question say nearly the same, so each question is one
 * cluster with its own share right. The Wilson interval (1927) at the mean of these shares, for as many trials as there are
 * questions. Treating repeats as fully correlated makes it the wider of the honest choices (Kish's design effect at its maximum).
 */
export function clusteredInterval(attempts: readonly Attempt[]): readonly [low: number, high: number] {
  const clusters = [...Map.groupBy(attempts, ({ question }) => question.id).values()];
  const shares = clusters.map(
    (cluster) => cluster.filter(({ verdict }) => verdict.verdict === "CORRECT").length / cluster.length,
  );
  return wilson(
    shares.reduce((sum, share) => sum + share, 0),
    clusters.length,
  );
}
