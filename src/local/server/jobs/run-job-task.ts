import type { Attempt, TaskParts } from "./attempt.ts";
import type { JobRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import type { JobStore } from "./job-store.ts";
import { missingMessage, resolveTexts } from "./references.ts";
import { isCanceled, isGood, type TaskEnd } from "./run-if.ts";

const deepest = 3;

/**
 * Runs another job and waits for it; its result is the task's. Parameters of this run go down to parameters of the same name,
 * and win over those the task states.
 */
export async function runJobTask(
  parts: TaskParts,
  { active, record, lookup, work }: Attempt,
  { job_id: jobId, job_parameters: stated = {} }: NonNullable<TaskSettings["run_job_task"]>,
): Promise<TaskEnd> {
  const { run } = active;
  const above = [run.jobId, ...ancestorsOf(parts.store, run)];
  if (above.includes(jobId)) return failed(`Job ${jobId} cannot run itself through its own tasks.`);
  if (above.length > deepest) return failed(`Run job tasks can be nested ${String(deepest)} deep.`);
  const own = new Set((parts.store.job(jobId).settings.parameters ?? []).map(({ name }) => name));
  const passed = Object.fromEntries(Object.entries(run.parameters).filter(([name]) => own.has(name)));
  const parameters = resolveTexts({ ...stated, ...passed }, lookup);
  if (parameters.missing.length > 0) return failed(missingMessage(parameters.missing));
  record.resolved = { run_job_task: { job_parameters: parameters.value } };

  const child = parts.startChild({
    jobId,
    parameters: parameters.value,
    parent: { runId: run.id, taskRunId: record.id },
    user: run.runAs,
  });
  record.childRunId = child.run.id;
  parts.store.changed();
  const cancel = (): void => parts.cancelChild(child.run.id);
  if (work.signal.aborted) cancel();
  work.signal.addEventListener("abort", cancel, { once: true });
  await child.ended;
  work.signal.removeEventListener("abort", cancel);
  return endOf(child.run);
}

function endOf({ id, state }: JobRun): TaskEnd {
  const result = state.result ?? "FAILED";
  if (isGood(result)) return { result, message: "" };
  const message = `Run ${id} ended ${result}: ${state.message}`;
  return { result: result === "TIMEDOUT" || isCanceled(result) ? result : "FAILED", message };
}

function ancestorsOf(store: JobStore, run: JobRun): readonly string[] {
  const above = run.parent === null ? undefined : store.runs.get(run.parent.runId);
  return above === undefined ? [] : [above.jobId, ...ancestorsOf(store, above)];
}

function failed(message: string): TaskEnd {
  return { result: "FAILED", message };
}
