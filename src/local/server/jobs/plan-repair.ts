import { invalidParameter } from "../api-error.ts";
import { type JobRun, latestAttempt, repairsOf } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { isGood } from "./run-if.ts";
import { closure } from "./task-graph.ts";

export type RepairRequest = {
  readonly runId: string;
  readonly tasks: readonly string[];
  readonly allFailed: boolean;
  readonly dependents: boolean;
  readonly latestRepairId: string | null;
  readonly parameters: Readonly<Record<string, string>>;
};

/**
 * Keys of the tasks a repair runs again, by the job's tasks of today.
 * @throws ApiError 400 for a run that is going, the wrong latest repair, unknown tasks, or nothing to run
 */
export function planRepair(
  run: JobRun,
  tasks: readonly TaskSettings[],
  request: Omit<RepairRequest, "runId" | "parameters">,
): ReadonlySet<string> {
  if (run.endedAt === null) throw invalidParameter(`Run ${run.id} cannot be repaired while it is active.`);
  if (run.state.lifeCycle === "SKIPPED") throw invalidParameter(`Run ${run.id} was skipped and cannot be repaired.`);
  const latest = repairsOf(run).at(-1) ?? null;
  if (latest !== request.latestRepairId) {
    throw invalidParameter(
      latest === null
        ? `Run ${run.id} was not repaired before, so latest_repair_id must not be given.`
        : `latest_repair_id must be ${latest}, the latest repair of run ${run.id}.`,
    );
  }
  if (request.allFailed && request.tasks.length > 0) {
    throw invalidParameter("Only one of rerun_tasks and rerun_all_failed_tasks can be given.");
  }
  const unknown = request.tasks.find((key) => tasks.every((task) => task.task_key !== key));
  if (unknown !== undefined) throw invalidParameter(`Run ${run.id} has no task '${unknown}'.`);
  const failed = tasks
    .map((task) => task.task_key)
    .filter((key) => !isGood(latestAttempt(run, key)?.state.result ?? "CANCELED"));
  const chosen = request.allFailed ? failed : request.tasks;
  if (chosen.length === 0) throw invalidParameter(`Run ${run.id} has no tasks to run again.`);
  return request.dependents ? closure(tasks, chosen, "downstream") : new Set(chosen);
}
