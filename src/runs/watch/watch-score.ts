import { mcnemarOneSided } from "../../lib/gate/mcnemar.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import { answerOf } from "../trials/standing.ts";

/** How two scores of the same questions differ. Questions without a valid answer on either side are left out of the test. */
export type ScoreChange = {
  /** Right before and wrong now. */
  readonly lost: readonly string[];
  /** Wrong before and right now. */
  readonly won: readonly string[];
  /** Chance of so many losses if nothing had changed: one-sided exact McNemar test over the questions that differ. */
  readonly p: number;
};

/** A drop must be rarer than this by chance. */
const alpha = 0.05;

/** Pairs the first ask of each question before with the one now. */
export function scoreChange(before: readonly AttemptRow[], now: readonly AttemptRow[]): ScoreChange {
  const earlier = new Map(firstAsks(before).map((row) => [row.benchmark_id, answerOf(row)]));
  const differ = (from: "right" | "wrong", to: "right" | "wrong"): string[] =>
    firstAsks(now)
      .filter((row) => answerOf(row) === to && earlier.get(row.benchmark_id) === from)
      .map((row) => row.benchmark_id);
  const lost = differ("right", "wrong");
  const won = differ("wrong", "right");
  return { lost, won, p: mcnemarOneSided(lost.length, won.length) };
}

/**
 * Whether a score dropped: by more than chance explains, and by `least` at least.
 * @param drop previous score minus score, shares of all visible questions
 */
export function hasDropped(change: ScoreChange, drop: number, least: number): boolean {
  return drop > 0 && drop >= least && change.p < alpha;
}

/** Share of the visible questions that were right when first asked. */
export function firstScore(rows: readonly AttemptRow[], n: number): number {
  return firstAsks(rows).filter((row) => answerOf(row) === "right").length / Math.max(1, n);
}

function firstAsks(rows: readonly AttemptRow[]): AttemptRow[] {
  return rows.filter((row) => row.attempt === 1);
}
