import { digestOf } from "../../lib/core/digest.ts";
import { EnhancerError } from "../../lib/core/errors.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { startJobRun } from "../jobs/job-start.ts";
import { lastJobParameters } from "../jobs/last-job-parameters.ts";
import type { RunContext } from "../run-context.ts";

type Order = { readonly jobId: string; /** Whether the run is to end. */ readonly stops: boolean };

/**
 * Starts the job for the loop whose plan was decided on. The token follows from run, loop, plan and the job run that waited, so that one
 * decided plan starts one job run, however many people decided on it and however often it is carried out.
 * @throws EnhancerError CONFLICT when the platform will not start it: the words stand, and the run waits as before
 */
export async function goOnAfterDecision(
  context: RunContext,
  run: RunRow,
  iteration: IterationRow,
  { jobId, stops }: Order,
): Promise<{ readonly jobRunId: string; readonly pageUrl: string | null }> {
  const { iteration_number: loop, plan_digest, job_run_id } = iteration;
  const token = digestOf([run.run_id, loop, plan_digest, stops, job_run_id]);
  const parameters = await lastJobParameters(context, run, jobId);
  const started = await startJobRun(context, { jobId, runId: run.run_id, loop, token, parameters });
  if (started.kind === "refused") {
    throw new EnhancerError({
      code: "CONFLICT",
      message: `The decision on run ${run.run_id} is recorded, but job ${jobId} could not be started: ${started.reason}`,
      remedy: "When that is settled, give the same decision again: the run still waits.",
    });
  }
  await noteStart(context, run, iteration, started.jobRunId);
  return started;
}

/** From here on nobody decides on the plan any more. A job run that was quicker has said so already. */
async function noteStart(context: RunContext, run: RunRow, loop: IterationRow, job_run_id: string): Promise<void> {
  const state = context.state.withFence(run.fence);
  try {
    await state.runs.update(run.run_id, { status: "NEEDS_ANOTHER_LOOP" });
  } catch (thrown) {
    if (thrown instanceof EnhancerError && thrown.code === "LEASE_HELD") return;
    throw thrown;
  }
  const { iteration_number, status } = loop;
  await state.iterations.upsert({ run_id: run.run_id, iteration_number, status, job_run_id });
}
