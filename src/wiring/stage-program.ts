import { rename, writeFile } from "node:fs/promises";
import { EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import { systemClock } from "../lib/core/clock.ts";
import { jsonLog } from "../lib/core/log.ts";
import { loopOfJobRun } from "../runs/jobs/job-run-loop.ts";
import { runStage } from "../runs/jobs/job-stage.ts";
import type { RunContext, Stage, StageResult } from "../runs/run-context.ts";
import { connectRun } from "./connect-run.ts";
import { jobReport } from "./job-report.ts";
import { readStageArguments, type StageArguments } from "./stage-arguments.ts";

/**
 * A stage as a process: `node <stage>.mjs --run-id R --loop N [--parameters FILE] --result FILE`, every setting also as a flag. It logs one
 * JSON object a line, writes its result file last, and exits 0 when the work is done, 1 on an error, 130 when interrupted. In a job it finds
 * its run by the job run.
 */
export async function runStageProgram(name: string, stage: Stage): Promise<void> {
  const log = jsonLog(
    (line) => process.stdout.write(`${line}\n`),
    () => new Date(),
    { stage: name },
  );
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort(stopped()));
  const failed = (error: EnhancerError): void => {
    log({ level: "error", event: "failed", ...error.toJSON() });
    process.stderr.write(`${error.message}\n${error.remedy}\n`);
    process.exitCode = error.code === "INTERRUPTED" ? 130 : 1;
  };
  try {
    const given = await readStageArguments(process.argv.slice(2), process.env);
    const tags = tagsOf(name, given);
    const report = jobReport(log, given.settings.locale, systemClock);
    const { context, close } = await connectRun(given.settings, {
      environment: process.env,
      signal: controller.signal,
      report: (event) => {
        if ("runId" in event) tags["run"] = event.runId;
        report(event);
      },
      job: given.job,
      tags: () => tags,
    });
    try {
      const result = await runStage(context, { name, stage, runId: given.runId, loop: given.loop }, (found) => {
        Object.assign(tags, { run: found.runId, loop: String(found.loop) });
      });
      if (given.result !== undefined) await writeResult(given.result, result);
      if (result.status === "FAILED") {
        process.stderr.write(`${result.error?.message ?? ""}\n${result.error?.remedy ?? ""}\n`);
        process.exitCode = 1;
      }
      log({ level: result.status === "FAILED" ? "error" : "info", event: "result", ...result });
    } catch (thrown) {
      const error = toEnhancerError(thrown);
      failed(error);
      await recordFailure(context, name, given, error);
    } finally {
      await close();
    }
  } catch (thrown) {
    failed(toEnhancerError(thrown));
  }
}

/** What the statements of a stage are marked with, as far as it is known; the run is added once it is found or made. */
function tagsOf(stage: string, { runId, loop, job }: StageArguments): Record<string, string> {
  return {
    app: "genie-enhancer",
    stage,
    loop: String(loop),
    ...(runId === "" ? {} : { run: runId }),
    ...(job.jobRunId === null ? {} : { job_run: job.jobRunId }),
  };
}

/** The result of a stage that failed, where it is known which run it was about. What cannot be found out any more is left out. */
async function recordFailure(
  context: RunContext,
  stage: string,
  { runId, loop, job, result }: StageArguments,
  { code, message, remedy }: EnhancerError,
): Promise<void> {
  if (result === undefined) return;
  const found =
    runId !== "" || job.jobRunId === null ? null : await loopOfJobRun(context, job.jobRunId).catch(() => null);
  const known = runId === "" ? found : { runId, loop };
  if (known === null) return;
  const error = { code, message, remedy };
  await writeResult(result, {
    run_id: known.runId,
    loop: known.loop,
    stage,
    status: "FAILED",
    task_values: {},
    error,
  });
}

/** Appears whole or not at all: a reader never sees half a result. */
async function writeResult(path: string, result: StageResult): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(result)}\n`);
  await rename(`${path}.part`, path);
}

function stopped(): EnhancerError {
  return new EnhancerError({
    code: "INTERRUPTED",
    message: "The stage was told to stop",
    remedy: "Start it again with the same run id and loop: it goes on where it was.",
  });
}
