import { EnhancerError } from "../lib/core/errors.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import { startJobRun } from "../runs/jobs/job-start.ts";
import { lastJobParameters } from "../runs/jobs/last-job-parameters.ts";
import type { RunContext } from "../runs/run-context.ts";
import type { ExitCode, Invocation } from "./command.ts";
import { followToEnd, stillGoing } from "./end-following.ts";
import { readTimeout } from "./follow-options.ts";
import { runOfJobRun } from "./follow-run.ts";
import { createFollowing } from "./following.ts";
import { parametersFor } from "./job-parameters.ts";

export type LoopToGoOnWith = {
  readonly loop: number;
  /** Loops that the run may then have taken; null leaves it at what it was. */
  readonly mostLoops: number | null;
};

/** Starts the job for a loop of a run that is there already, as it was last started, and follows it to the run's end. */
export async function goOnAsJob(
  invocation: Invocation,
  context: RunContext,
  run: RunRow,
  { loop, mostLoops }: LoopToGoOnWith,
): Promise<ExitCode> {
  const jobId = context.settings.job_id ?? run.job_id;
  if (jobId === null) throw new Error("withWorkspace names the job where --job is given");
  const job = await context.workspace.jobs.get(jobId, context.signal);
  const parameters = {
    ...(await lastJobParameters(context, run, jobId)),
    ...parametersFor(job, invocation.resolved).parameters,
    ...(mostLoops === null ? {} : { max_iterations: String(mostLoops) }),
  };
  // A word of a person now: the same one again is another job run.
  const token = `${run.run_id}-${String(loop)}-${context.ids.hex32().slice(0, 12)}`;
  const started = await startJobRun(context, { jobId, runId: run.run_id, loop, token, parameters });
  if (started.kind === "refused") {
    throw new EnhancerError({
      code: "CONFLICT",
      message: `The job ${job.name} could not be started for run ${run.run_id}: ${started.reason}`,
      remedy: "When that is settled, give the command again.",
    });
  }
  const onEvent = createFollowing(invocation.console, invocation.locale);
  onEvent({ kind: "job_run", loop, url: `https://${context.workspace.host}/jobs/${jobId}/runs/${started.jobRunId}` });
  const timeoutSeconds = readTimeout(invocation.arguments);
  await stillGoing(context, `job run ${started.jobRunId}`, () =>
    runOfJobRun(context, started.jobRunId, { onEvent, timeoutSeconds }),
  );
  return followToEnd(invocation, context, run.run_id, "written", onEvent);
}
