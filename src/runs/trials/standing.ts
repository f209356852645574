import type { Answer, Calibrated } from "../../lib/gate/calibration.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { SpaceRow } from "../../lib/state/tables/spaces.ts";

/** An attempt's verdict as the gate sees it. */
export function answerOf(row: Pick<AttemptRow, "verdict">): Answer {
  switch (row.verdict) {
    case "CORRECT":
      return "right";
    case "INFRA":
    case "NOT_EVALUABLE":
      return "invalid";
    case "INCORRECT":
    case "NO_ANSWER":
      return "wrong";
  }
}

/** How a question stands on today's dev-best, and the attempts that say so, the newest last. */
export type Standing = Calibrated & { readonly attempts: readonly AttemptRow[] };

/** Valid answers that make a question's standing; fewer than this on the newest configuration are joined by those of the one before. */
const enough = 3;

/**
 * Each visible question's standing: its attempts on the newest configuration of dev-best, and on earlier ones only as far as
 * they are needed to have three. What was kept counts from the moment it was kept, and nothing is asked twice for it.
 * @param lineage digests of dev-best's configurations, oldest first
 */
export function standings(
  questionIds: readonly string[],
  attempts: readonly AttemptRow[],
  lineage: readonly string[],
): Map<string, Standing> {
  const newestFirst = [...new Set(lineage.toReversed())];
  const byQuestion = Map.groupBy(attempts, (row) => row.benchmark_id);
  return new Map(
    questionIds.map((questionId) => {
      const own = byQuestion.get(questionId) ?? [];
      let chosen: AttemptRow[] = [];
      for (const digest of newestFirst) {
        if (validOf(chosen).length >= enough) break;
        chosen = [...own.filter((row) => row.space_digest === digest), ...chosen];
      }
      const valid = validOf(chosen);
      const right = valid.filter((answer) => answer === "right").length;
      return [questionId, { questionId, asked: valid.length, right, attempts: chosen }];
    }),
  );
}

function validOf(attempts: readonly AttemptRow[]): Answer[] {
  return attempts.map(answerOf).filter((answer) => answer !== "invalid");
}

/** Digests that dev-best has had, oldest first. */
export function lineageOf(snapshots: readonly SpaceRow[]): string[] {
  return snapshots.filter((row) => row.role === "dev_best").map((row) => row.digest);
}
