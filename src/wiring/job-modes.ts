import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EnhancerError } from "../lib/core/errors.ts";
import { runInline } from "../inline.ts";
import { createEnhanceJob } from "../runs/jobs/job-create.ts";
import { startJobRun } from "../runs/jobs/job-start.ts";
import { loopOfJobRun } from "../runs/jobs/job-run-loop.ts";
import { loopToResume } from "../runs/jobs/loop-to-resume.ts";
import { findRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { reportPath, writeRunFiles } from "../runs/ending/run-files.ts";

/**
 * What the orchestrator does by its parameter `mode`: `run_inline` the whole run in this task, `create_job` makes the enhance job,
 * `create_and_run` starts it too.
 * @throws EnhancerError SETTINGS_INVALID for another word
 */
export async function byMode(mode: string, context: RunContext, runId: string, loop: number): Promise<StageResult> {
  switch (mode) {
    case "run_inline":
      return inThisTask(context, runId, loop);
    case "create_job":
      return asJob(context, false);
    case "create_and_run":
      return asJob(context, true);
    default:
      throw new EnhancerError({
        code: "SETTINGS_INVALID",
        message: `mode = ${JSON.stringify(mode)}: allowed: run_inline, create_job, create_and_run`,
        remedy: "Leave it empty for a job whose tasks are the stages.",
      });
  }
}

/** The later tasks of the job run find the run ended, and do nothing. */
async function inThisTask(context: RunContext, runId: string, loop: number): Promise<StageResult> {
  // Without a job to start, and without a limit, the loops follow each other here.
  const inline: RunContext = { ...context, settings: { ...context.settings, job_id: null, stage_time_limit: 0 } };
  const jobRunId = context.job?.jobRunId ?? null;
  await context.state.migrate();
  const begun = runId === "" && jobRunId !== null ? await loopOfJobRun(context, jobRunId) : null;
  const id = await (begun === null
    ? runInline(inline, runId, loop)
    : runInline(inline, begun.runId, await loopToResume(context, begun.runId)));
  const run = await findRun(context, id);
  const { files } = await writeRunFiles(context, id);
  const report = reportPath(context, files);
  return {
    run_id: id,
    loop: run.iterations_completed ?? 1,
    stage: "orchestrator",
    status: "COMPLETED",
    task_values: { run_id: id, run_status: run.status, outcome: run.outcome ?? "" },
    ...(report === undefined ? {} : { report_html: report }),
  };
}

/** The job's settings lie beside the notebooks, in the folder above the programs. */
async function specificationFor(program: string): Promise<unknown> {
  const path = join(dirname(dirname(program)), "enhance.job.json");
  try {
    return JSON.parse(await readFile(path, "utf8")) as unknown;
  } catch (cause) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `The job's specification ${path} cannot be read`,
      remedy: "Bring the whole of bundle/ to the workspace, and start the mode from the notebook there.",
      cause,
    });
  }
}

async function asJob(context: RunContext, andRun: boolean): Promise<StageResult> {
  const [, program = ""] = process.argv;
  const parameters = context.job?.parameters ?? {};
  // The programs lie in a folder of their own beside the notebooks.
  const folder = parameters["notebook_folder"] ?? dirname(dirname(program));
  const specification = await specificationFor(program);
  const { jobId, name, url, made } = await createEnhanceJob(context, specification, folder, parameters);
  const found = `${made ? "Made job" : "There is already a job"} ${jobId} "${name}": ${url}`;
  const result = (message: string, values: StageResult["task_values"]): StageResult => ({
    run_id: "",
    loop: 1,
    stage: "orchestrator",
    status: "COMPLETED",
    task_values: { job_id: jobId, job_url: url, ...values },
    message,
  });
  if (!andRun) return result(found, {});
  // A repaired task must not start a second run; without a job run every start is meant.
  const token = `start-${context.job?.jobRunId ?? context.ids.hex32()}`;
  const started = await startJobRun(context, { jobId, runId: "", loop: 1, token, parameters: {} });
  if (started.kind === "refused") {
    throw new EnhancerError({
      code: "CONFLICT",
      message: `${found}, but it was not started: ${started.reason}`,
      remedy: "Mend that, then start the job itself.",
    });
  }
  const where = started.pageUrl === null ? "" : `: ${started.pageUrl}`;
  return result(`${found}\nStarted as job run ${started.jobRunId}${where}`, { started_job_run_id: started.jobRunId });
}
