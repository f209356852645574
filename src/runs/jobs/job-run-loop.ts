import { EnhancerError } from "../../lib/core/errors.ts";
import type { StageName } from "../../lib/state/words.ts";
import type { RunContext, StageResult } from "../run-context.ts";
import { startedBy } from "./job-standing.ts";

export type LoopOfJobRun = { readonly runId: string; readonly loop: number };

/**
 * The run and loop that a job run works on: the orchestrator records it as its first deed. A job run whose loop went on in another one is
 * found by what its orchestrator left behind.
 */
export async function loopOfJobRun(
  { state }: Pick<RunContext, "state">,
  jobRunId: string,
): Promise<LoopOfJobRun | null> {
  const found = (await state.iterations.latestOfJobRun(jobRunId)) ?? (await state.stages.latestOf(startedBy(jobRunId)));
  return found === null ? null : { runId: found.run_id, loop: found.iteration_number };
}

/**
 * What a later stage says of a job run that began no run: its orchestrator had nothing to do, or failed.
 * @throws EnhancerError NOT_FOUND when it failed, so that the job run is seen to have failed
 */
export async function withoutRun(context: RunContext, stage: StageName, jobRunId: string): Promise<StageResult> {
  if (stage === "loop" && !(await orchestratorSucceeded(context, jobRunId))) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `Job run ${jobRunId} began no run: its orchestrator task failed before there was anything to record, so there is nothing to end`,
      remedy: "The output of the orchestrator task says why. Correct that, then start the job again.",
    });
  }
  return {
    run_id: "",
    loop: 1,
    stage,
    status: "SKIPPED",
    task_values: stage === "plan" ? { approved: false } : {},
    message: `Nothing to do: job run ${jobRunId} began no run.`,
  };
}

/** Where the job run cannot be looked at, a false alarm is better than a failure that nobody hears of. */
async function orchestratorSucceeded(context: RunContext, jobRunId: string): Promise<boolean> {
  try {
    const { tasks } = await context.workspace.jobs.getRun(jobRunId, context.signal);
    return tasks.some((task) => task.key === "orchestrator" && task.resultState === "SUCCESS");
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    return false;
  }
}
