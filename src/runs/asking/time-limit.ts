import { EnhancerError } from "../../lib/core/errors.ts";
import type { StageRow } from "../../lib/state/tables/stages.ts";
import { type StageName, stageNumbers } from "../../lib/state/words.ts";
import type { OpenRun } from "../open-run.ts";
import type { RunContext } from "../run-context.ts";

/**
 * When a stage that begins now has to leave the rest to a new job run, by the monotonic clock; null outside of job runs, where nothing
 * could go on with it.
 */
export function stageDeadline(context: Pick<RunContext, "settings" | "clock" | "job">): number | null {
  const { stage_time_limit: seconds } = context.settings;
  if (seconds === 0 || (context.job?.jobRunId ?? null) === null) return null;
  return context.clock.monotonic() + seconds * 1000;
}

/** Whether a stage's time is over. */
export function isLate(run: Pick<OpenRun, "clock" | "deadline">): boolean {
  return run.deadline !== null && run.clock.monotonic() >= run.deadline;
}

/** Ends a stage between two questions because its time is over. What was asked is stored; a new job run asks the rest. */
export function outOfTime(run: Pick<OpenRun, "run">): EnhancerError {
  return new EnhancerError({
    code: "INTERRUPTED",
    message: `Run ${run.run.run_id} goes on in a new job run: this stage reached its time limit, and what was asked is stored`,
    remedy: "Nothing is to be done. Setting stage_time_limit says how long a stage may take.",
    context: { run_id: run.run.run_id, unfinished: true },
  });
}

export function isOutOfTime(thrown: unknown): boolean {
  return thrown instanceof EnhancerError && thrown.context["unfinished"] === true;
}

/** What the record of a stage says that was left unfinished, or was not begun because an earlier one was. */
export const unfinishedValues = { unfinished: true } as const;

/**
 * Whether a stage before `stage` left this loop unfinished, so that a new job run goes on with the loop and there is nothing to do here.
 * @param rows of the loop, in order of beginning
 */
export function earlierIsUnfinished(rows: readonly StageRow[], stage: StageName): boolean {
  return (["score", "plan", "apply", "validate"] as const).some(
    (earlier) => stageNumbers[earlier] < stageNumbers[stage] && isUnfinishedRow(newestRow(rows, earlier)),
  );
}

/** Whether this loop goes on in a later job run because a stage of it ran out of time. */
export async function loopGoesOnLater(run: Pick<OpenRun, "state" | "run" | "loop">): Promise<boolean> {
  const rows = await run.state.stages.list(run.run.run_id, { iteration_number: run.loop });
  return earlierIsUnfinished(rows, "loop");
}

/**
 * A stage's newest row since the loop was last begun: what happened in an earlier job run of the loop says nothing of this one.
 * @param rows of the loop, in order of beginning
 */
export function newestRow(rows: readonly StageRow[], stage: StageName): StageRow | undefined {
  const begun = rows.findLastIndex((row) => row.stage_name === "orchestrator");
  return rows.slice(Math.max(0, begun)).findLast((row) => row.stage_name === stage);
}

function isUnfinishedRow(row: StageRow | undefined): boolean {
  if (row?.status !== "SKIPPED") return false;
  const { unfinished } = JSON.parse(row.output_json ?? "{}") as { unfinished?: unknown };
  return unfinished === true;
}
