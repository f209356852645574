import { EnhancerError, type ErrorCode } from "../../lib/core/errors.ts";
import type { JobRun } from "../../lib/databricks/jobs.ts";
import type { RunContext } from "../run-context.ts";

/** A job run to start for one loop of a run. */
export type JobStart = {
  readonly jobId: string;
  readonly runId: string;
  readonly loop: number;
  /** At most 64 characters; the same token is the same job run, however often it is asked for. */
  readonly token: string;
  /** The job's parameters; run_id and loop are put in their place. */
  readonly parameters: Readonly<Record<string, string>>;
};

export type JobStarted =
  | { readonly kind: "started"; readonly jobRunId: string; readonly pageUrl: string | null }
  /** The platform will not run it. `reason` is one sentence for people. */
  | { readonly kind: "refused"; readonly reason: string };

/** Answers that another try would get again; any other trouble leaves open whether a run was started, and is thrown. */
const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "PERMISSION_DENIED",
  "NOT_FOUND",
  "BAD_REQUEST",
  "CONFLICT",
  "LIMIT_EXCEEDED",
  "THROTTLED",
]);

/** Starts a job for a loop of a run, and looks whether the platform took it: a full queue shows only in the run itself. */
export async function startJobRun(
  context: Pick<RunContext, "workspace" | "signal">,
  { jobId, runId, loop, token, parameters }: JobStart,
): Promise<JobStarted> {
  const jobParameters = { ...parameters, run_id: runId, loop: String(loop) };
  let jobRunId: string;
  try {
    const order = { jobId, jobParameters, idempotencyToken: token };
    jobRunId = (await context.workspace.jobs.runNow(order, context.signal)).runId;
  } catch (thrown) {
    if (!(thrown instanceof EnhancerError) || !refusals.has(thrown.code)) throw thrown;
    return { kind: "refused", reason: `${thrown.message} ${thrown.remedy}` };
  }
  const started = await lookAt(context, jobRunId);
  if (started?.lifeCycleState !== "SKIPPED") return { kind: "started", jobRunId, pageUrl: started?.pageUrl ?? null };
  const why = started.stateMessage === "" ? "it gave no reason" : started.stateMessage;
  return { kind: "refused", reason: `Job run ${jobRunId} of job ${jobId} was skipped: ${why}` };
}

/** Who may start a job run may not always look at it: that says nothing against the run. */
async function lookAt(context: Pick<RunContext, "workspace" | "signal">, jobRunId: string): Promise<JobRun | null> {
  try {
    return await context.workspace.jobs.getRun(jobRunId, context.signal);
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    return null;
  }
}

/** All parameters of the job run that this process is a task of; empty where it is none. */
export async function parametersOfJobRun(
  context: Pick<RunContext, "workspace" | "signal" | "job">,
): Promise<Readonly<Record<string, string>>> {
  const jobRunId = context.job?.jobRunId ?? null;
  if (jobRunId === null) return {};
  return (await context.workspace.jobs.getRun(jobRunId, context.signal)).parameters;
}
