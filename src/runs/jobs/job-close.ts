import type { RunRow } from "../../lib/state/tables/runs.ts";
import { leaseKeyOf } from "../open-run.ts";
import { newestRow } from "../asking/time-limit.ts";
import type { RunContext, StageError, StageResult } from "../run-context.ts";
import { reportPath, writeRunFiles } from "../ending/run-files.ts";

/** Ends a run whose orchestrator failed before there was an exam: nothing was asked or changed, and its files say why. */
export async function closeUnbegun(context: RunContext, run: RunRow, loop: number): Promise<StageResult> {
  const runId = run.run_id;
  const held: RunContext = { ...context, state: context.state.withFence(run.fence) };
  const error = await errorOf(held, run, loop);
  await held.state.runs.update(runId, {
    status: "FAILED",
    reason: "stage_failed",
    error_code: error.code,
    error_message: error.message,
    completed_at: run.completed_at ?? context.clock.now().toISOString(),
  });
  await held.state.iterations.upsert({ run_id: runId, iteration_number: loop, status: "FAILED" });
  const { files } = await writeRunFiles(held, runId);
  const report = reportPath(held, files);
  const lease = await held.state.leases.get(leaseKeyOf(run.space_id));
  if (lease?.holder === runId) await held.state.leases.release(lease);
  return {
    run_id: runId,
    loop,
    stage: "loop",
    status: "FAILED",
    task_values: { run_status: "FAILED" },
    error,
    ...(report === undefined ? {} : { report_html: report }),
  };
}

async function errorOf({ state }: RunContext, run: RunRow, loop: number): Promise<StageError> {
  const rows = await state.stages.list(run.run_id, { iteration_number: loop, stage_name: "orchestrator" });
  const row = newestRow(rows, "orchestrator");
  return failureOfRun({
    error_code: run.error_code ?? row?.error_code ?? null,
    error_message:
      run.error_message ?? row?.error_message ?? `Stage orchestrator of loop ${String(loop)} did not finish`,
  });
}

/** Why a run failed, as a job's last task tells it. */
export function failureOfRun(run: Pick<RunRow, "error_code" | "error_message">): StageError {
  return {
    code: run.error_code ?? "INTERNAL",
    message: run.error_message ?? "A stage failed",
    remedy:
      "The output of the task that failed says more. Once that is mended, repair the job run, or start a new one.",
  };
}
