import { mostLoops } from "../../lib/settings/settings.ts";
import { type JobStarted, parametersOfJobRun, startJobRun } from "./job-start.ts";
import type { OpenRun } from "../open-run.ts";

/** Job runs that may take up one loop after the first: each asks at least one question, so this is far more than any exam needs. */
const mostContinuations = 60;

/** What became of starting the job run that goes on. `left`: a person, a schedule or this process's caller goes on. */
export type NextStarted = JobStarted | { readonly kind: "left" };

/**
 * Starts the next loop. Its row stands before anything is started and its token follows from the run and the loop, so that however often
 * this is tried there is one job run of it.
 */
export async function startNextLoop(run: OpenRun): Promise<NextStarted> {
  const next = run.loop + 1;
  const runId = run.run.run_id;
  if (next > mostLoops) {
    return { kind: "refused", reason: `A run takes ${String(mostLoops)} loops at most, whatever its settings say.` };
  }
  await run.state.iterations.upsert({ run_id: runId, iteration_number: next, status: "PENDING" });
  await run.state.runs.update(runId, { status: "NEEDS_ANOTHER_LOOP", iterations_completed: run.loop });
  const started = await startJob(run, next, `${runId}-${String(next)}`);
  if (started.kind === "refused") {
    await run.state.iterations.upsert({
      run_id: runId,
      iteration_number: next,
      status: "SKIPPED",
      error_code: "NEXT_LOOP_REFUSED",
      error_message: started.reason,
    });
  }
  return started;
}

/** Starts this loop once more, for what a stage had no time for. */
export async function startSameLoop(run: OpenRun): Promise<NextStarted> {
  const runId = run.run.run_id;
  const begun = await run.state.stages.list(runId, { iteration_number: run.loop, stage_name: "orchestrator" });
  if (begun.length > mostContinuations) {
    const reason = `Loop ${String(run.loop)} was taken up ${String(begun.length)} times and is not done; raise stage_time_limit or questions_per_minute.`;
    return { kind: "refused", reason };
  }
  await run.state.iterations.upsert({ run_id: runId, iteration_number: run.loop, status: "PENDING" });
  await run.state.runs.update(runId, { status: "NEEDS_ANOTHER_LOOP", reason: "time_limit" });
  return startJob(run, run.loop, `${runId}-${String(run.loop)}-c${String(begun.length)}`);
}

async function startJob(run: OpenRun, loop: number, token: string): Promise<NextStarted> {
  const jobId = run.settings.job_id;
  if (jobId === null || run.settings.self_start === "off") return { kind: "left" };
  const parameters = await parametersOfJobRun(run);
  const started = await startJobRun(run, { jobId, runId: run.run.run_id, loop, token, parameters });
  if (started.kind === "started") {
    const job_run_id = started.jobRunId;
    await run.state.iterations.upsert({
      run_id: run.run.run_id,
      iteration_number: loop,
      status: "PENDING",
      job_run_id,
    });
  }
  return started;
}
