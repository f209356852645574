import { EnhancerError } from "../../lib/core/errors.ts";
import type { RunContext } from "../../runs/run-context.ts";
import type { ExitCode, Invocation } from "../command.ts";
import { followToEnd, stillGoing } from "../end-following.ts";
import { readTimeout } from "../follow-options.ts";
import { runOfJobRun } from "../follow-run.ts";
import { createFollowing } from "../following.ts";
import { parametersFor, refuseLocalExam } from "../job-parameters.ts";
import { withWorkspace } from "../with-workspace.ts";

/** Starts a run of the deployed job with the settings given, and follows it over its loops. */
export function runAsJob(invocation: Invocation): Promise<ExitCode> {
  return withWorkspace<ExitCode>(invocation, async (context) => {
    const { jobId, jobRunId, url } = await startJob(invocation, context);
    if (invocation.arguments.options["no-wait"] === true) {
      const started = { run_id: null, job_id: jobId, job_run_id: jobRunId, url };
      invocation.console.out(invocation.json ? `${JSON.stringify(started)}\n` : `${url}\n`);
      return 0;
    }
    const onEvent = createFollowing(invocation.console, invocation.locale);
    onEvent({ kind: "job_run", loop: 1, url });
    const timeoutSeconds = readTimeout(invocation.arguments);
    const runId = await stillGoing(context, `job run ${jobRunId}`, () =>
      runOfJobRun(context, jobRunId, { onEvent, timeoutSeconds }),
    );
    return followToEnd(invocation, context, runId, "written", onEvent);
  });
}

async function startJob(
  invocation: Invocation,
  context: RunContext,
): Promise<{ readonly jobId: string; readonly jobRunId: string; readonly url: string }> {
  const { workspace, ids, signal } = context;
  const jobId = context.settings.job_id;
  if (jobId === null) throw new Error("withWorkspace names the job where --job is given");
  const job = await workspace.jobs.get(jobId, signal);
  const { parameters, dropped } = parametersFor(job, invocation.resolved);
  if (parameters["benchmarks"] !== undefined && context.workspaceName !== "local") {
    refuseLocalExam(parameters["benchmarks"]);
  }
  if (dropped.length > 0) {
    invocation.console.err(`The job takes no parameter ${dropped.join(", ")}: left out.\n`);
  }
  if ((parameters["space_id"] ?? job.parameters["space_id"] ?? "") === "") {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `Neither this command nor the job ${job.name} (${jobId}) says which space to improve`,
      remedy: "Give --space-id, or deploy the bundle with its variable space_id.",
    });
  }
  const started = await workspace.jobs.runNow(
    { jobId, jobParameters: parameters, idempotencyToken: ids.hex32() },
    signal,
  );
  return { jobId, jobRunId: started.runId, url: `https://${workspace.host}/jobs/${jobId}/runs/${started.runId}` };
}
