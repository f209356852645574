import { EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import type { StageRow } from "../lib/state/tables/stages.ts";
import type { StageName } from "../lib/state/words.ts";
import { jobStanding } from "./jobs/job-standing.ts";
import { nextCommand } from "./ending/next-command.ts";
import type { RunContext, StageResult } from "./run-context.ts";
import { type OpenRun, openRun } from "./open-run.ts";
import { takeUpAgain } from "./prepare-run.ts";
import { isStopped } from "./asking/stop-request.ts";
import { isOutOfTime, unfinishedValues } from "./asking/time-limit.ts";
import { budgetEnd, budgetValues } from "./budget/out-of-budget.ts";

/** What a stage's work comes to. With an `error` the work was done, and says that the job run failed before it. */
export type StageWork = {
  readonly status: "COMPLETED" | "SKIPPED";
  readonly values: Readonly<Record<string, string | number | boolean>>;
} & Pick<StageResult, "error" | "message" | "report_html">;

/**
 * Runs one stage of a run with its record: a row when it begins, another word when it ends. A failure is written to the stage, the loop
 * and the run before it goes on to the caller; an interruption leaves the run STOPPED, to be taken up by `resume`. A job's stage first
 * looks whether there is anything to do for it.
 */
export async function recordStage(
  context: RunContext,
  stage: StageName,
  runId: string,
  loop: number,
  work: (run: OpenRun) => Promise<StageWork>,
): Promise<StageResult> {
  const standing = await jobStanding(context, stage, runId, loop);
  if (standing.kind === "nothing") {
    const { message, values } = standing;
    return { run_id: runId, loop, stage, status: "SKIPPED", task_values: values, message };
  }
  if (standing.kind === "broken") await takeUpAgain(context, runId);
  const run = await openRun(context, runId, loop);
  const began = context.clock.monotonic();
  context.report({ kind: "stage_started", stage, loop });
  let row: StageRow | null = null;
  try {
    row = await run.state.stages.start({ run_id: runId, iteration_number: loop, stage_name: stage });
    await run.state.runs.update(runId, { current_stage: stage });
    context.signal.throwIfAborted();
    const { status, values, ...rest } = await untilLate(() => work(run), stage);
    await run.state.stages.finish(row, { status, output_json: JSON.stringify(values) });
    context.report({
      kind: "stage_finished",
      stage,
      loop,
      seconds: (context.clock.monotonic() - began) / 1000,
      status,
    });
    const told = rest.error === undefined ? status : "FAILED";
    return { run_id: runId, loop, stage, status: told, task_values: values, ...rest };
  } catch (thrown) {
    const error = context.signal.aborted && !isStopped(thrown) ? interruption(context, runId) : toEnhancerError(thrown);
    const begun = row;
    await recordFailure(run, error, async () => {
      if (begun === null) return;
      await run.state.stages.finish(begun, { status: "FAILED", error_code: error.code, error_message: error.message });
    });
    if (!isStopped(error) || (context.job?.jobRunId ?? null) === null) throw error;
    // In a job a person's word is no failure: the loop stage ends the run.
    const values = { stopped: true, ...(stage === "plan" ? { approved: false } : {}) };
    return { run_id: runId, loop, stage, status: "SKIPPED", task_values: values, message: error.message };
  }
}

/**
 * A stage whose time is over has ended well: what it asked is stored, and a new job run asks the rest. So has one that used up what the run
 * may use: the loop stage ends the run.
 */
async function untilLate(work: () => Promise<StageWork>, stage: StageName): Promise<StageWork> {
  try {
    return await work();
  } catch (thrown) {
    const exceeded = budgetEnd(thrown);
    if (!(thrown instanceof EnhancerError) || !(isOutOfTime(thrown) || exceeded !== null)) throw thrown;
    const why = exceeded === null ? unfinishedValues : budgetValues(exceeded);
    const values = { ...why, ...(stage === "plan" ? { approved: false } : {}) };
    return { status: "SKIPPED", values, message: thrown.message };
  }
}

/** Writes why a run broke off, and gives its space free. What cannot be written any more must not hide the first error. */
async function recordFailure(run: OpenRun, error: EnhancerError, finishStage: () => Promise<void>): Promise<void> {
  const status = error.code === "INTERRUPTED" ? "STOPPED" : "FAILED";
  try {
    await finishStage();
    await run.state.runs.update(run.run.run_id, {
      status,
      reason: isStopped(error) ? "asked_to_stop" : error.code === "INTERRUPTED" ? "interrupted" : "stage_failed",
      error_code: error.code,
      error_message: error.message,
    });
    await run.state.leases.release(run.lease);
  } catch (second) {
    run.report({ kind: "problem", message: `The failure could not be recorded: ${toEnhancerError(second).message}` });
  }
}

export function interruption(context: RunContext, runId: string): EnhancerError {
  return new EnhancerError({
    code: "INTERRUPTED",
    message: `Run ${runId} was interrupted; everything finished so far is stored`,
    remedy: `Take it up where it was with \`${nextCommand("resume", runId, context.workspaceName)}\`.`,
    context: { run_id: runId },
  });
}
