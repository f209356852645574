import { EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import { requireSettings } from "../lib/settings/resolve.ts";
import { startJobRun } from "../runs/jobs/job-start.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { budgetEnd } from "../runs/budget/out-of-budget.ts";
import { openWatch, recordBrokenWatch, watchSpace } from "../runs/watch/watch-run.ts";
import { stageProgram } from "./program.ts";

/**
 * Scores production once and tells whether the score dropped since it was last scored with the same exam. Changes nothing. Parameters:
 * `drop`, the smallest drop worth a warning, as a share; `enhance_job_id`, a job to start when there is one.
 */
export async function watch(context: RunContext): Promise<StageResult> {
  requireSettings(context.settings, ["host", "space_id", "warehouse_id"]);
  const parameters = context.job?.parameters ?? {};
  const leastDrop = shareOf(parameters["drop"] ?? "0");
  await context.state.migrate();
  const runId = await openWatch(context);
  try {
    const { score, previous, dropped, sentence } = await watchSpace(context, runId, { leastDrop });
    const started = dropped ? await startEnhance(context, runId, parameters["enhance_job_id"] ?? "") : null;
    return {
      run_id: runId,
      loop: 1,
      stage: "watch",
      status: "COMPLETED",
      task_values: {
        score: score ?? "",
        previous: previous ?? "",
        dropped,
        ...(started === null ? {} : started.values),
      },
      message: started === null ? sentence : `${sentence} ${started.sentence}`,
    };
  } catch (thrown) {
    const error = toEnhancerError(thrown);
    await recordBrokenWatch(context, runId, error, budgetEnd(error));
    throw error;
  }
}

/** A job that cannot be started is part of the warning, no failure of the watch. */
async function startEnhance(
  context: RunContext,
  runId: string,
  jobId: string,
): Promise<{ readonly sentence: string; readonly values: StageResult["task_values"] } | null> {
  if (jobId === "") return null;
  const token = `watch-${runId}`;
  const started = await startJobRun(context, { jobId, runId: "", loop: 1, token, parameters: {} });
  return started.kind === "started"
    ? {
        sentence: `Job ${jobId} was started as job run ${started.jobRunId}.`,
        values: { enhance_job_run_id: started.jobRunId },
      }
    : { sentence: `Job ${jobId} was not started: ${started.reason}`, values: {} };
}

function shareOf(text: string): number {
  const share = Number(text);
  if (text !== "" && share >= 0 && share <= 1) return share;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `drop = ${JSON.stringify(text)}: must be a share from 0 to 1`,
    remedy: "Give 0.05 for a drop of five points of a hundred, or leave it out.",
  });
}

await stageProgram(import.meta, "watch", (context) => watch(context));
