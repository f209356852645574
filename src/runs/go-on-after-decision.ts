import { digestOf } from "../lib/core/digest.ts";
import { EnhancerError } from "../lib/core/errors.ts";
import { settingNames } from "../lib/settings/settings.ts";
import type { IterationRow } from "../lib/state/tables/iterations.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import { startJobRun } from "./job-start.ts";
import type { RunContext } from "./run-context.ts";

type Order = { readonly jobId: string; readonly decision: string };

/**
 * Starts the job for the loop whose plan was decided on. The token follows from run, loop, plan, decision and the job run that waited, so
 * that one decision starts one job run, however often it is carried out.
 * @throws EnhancerError CONFLICT when the platform will not start it: the words stand, and the run waits as before
 */
export async function goOnAfterDecision(
  context: RunContext,
  run: RunRow,
  iteration: IterationRow,
  { jobId, decision }: Order,
): Promise<{ readonly jobRunId: string; readonly pageUrl: string | null }> {
  const { iteration_number: loop, plan_digest, job_run_id } = iteration;
  const token = digestOf([run.run_id, loop, plan_digest, decision, job_run_id]);
  const parameters = await lastParameters(context, run, jobId);
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

/** What the run's newest job run was started with; once the platform has forgotten that, the settings that the run began with. */
async function lastParameters(
  context: RunContext,
  run: RunRow,
  jobId: string,
): Promise<Readonly<Record<string, string>>> {
  const loops = await context.state.iterations.list(run.run_id);
  const newest = loops.findLast((row) => row.job_run_id !== null)?.job_run_id ?? null;
  if (newest !== null) {
    try {
      return (await context.workspace.jobs.getRun(newest, context.signal)).parameters;
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "NOT_FOUND") throw thrown;
    }
  }
  const { parameters } = await context.workspace.jobs.get(jobId, context.signal);
  const began = JSON.parse(run.settings_json ?? "{}") as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = began[name];
      const isKnown = name in parameters && name !== "job_id" && value !== undefined && value !== null;
      return isKnown ? [[name, text(value)] as const] : [];
    }),
  );
}
