import { usuallyRight } from "../../lib/gate/calibration.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { SpaceRow } from "../../lib/state/tables/spaces.ts";
import type { OpenRun } from "../open-run.ts";
import { lineageOf, type Standing, standings } from "./standing.ts";
import { attemptInTrial } from "./trial-numbers.ts";

/** How the visible exam stands on today's dev-best. */
export type RunStanding = {
  readonly questions: ReadonlyMap<string, Standing>;
  readonly correct: number;
  /** Every visible question: none ever leaves the denominator. */
  readonly n: number;
  readonly lineage: readonly string[];
  readonly best: SpaceRow;
};

/**
 * Reads the standing off the stored rows: two statements, whatever the exam's size.
 * @param trial a trial of this loop whose own answers do not count: what it declared must not follow from what it found
 */
export async function currentStanding(
  run: Pick<OpenRun, "state" | "run" | "exam" | "loop">,
  trial: number | null = null,
): Promise<RunStanding> {
  const runId = run.run.run_id;
  const snapshots = await run.state.spaces.list({ run_id: runId, role: "dev_best" });
  const stored = await run.state.attempts.list({
    run_id: runId,
    arms: ["baseline", "candidate", "confirm_best", "confirm_working", "evaluation"],
  });
  const attempts = stored.filter((row) => !isOfTrial(row, run.loop, trial));
  const best = snapshots.at(-1);
  if (best === undefined) throw new Error(`run ${runId} has no snapshot of dev-best`);
  const lineage = lineageOf(snapshots);
  const visible = run.exam.questions.filter((question) => question.split === "visible").map((question) => question.id);
  const questions = standings(visible, attempts, lineage);
  const correct = [...questions.values()].filter(usuallyRight).length;
  return { questions, correct, n: visible.length, lineage, best };
}

function isOfTrial(row: AttemptRow, loop: number, trial: number | null): boolean {
  if (trial === null || row.iteration_number !== loop) return false;
  const isTrials = row.arm === "candidate" || row.arm === "confirm_best" || row.arm === "confirm_working";
  return isTrials && attemptInTrial(trial, row.attempt) !== null;
}
