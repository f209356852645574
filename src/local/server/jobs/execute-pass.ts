import { addAttempt, endAttempt, endOfRecord } from "./attempt-record.ts";
import type { ActiveRun, TaskParts } from "./attempt.ts";
import { latestAttempt, type RunState, type TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { runAttempts } from "./run-attempts.ts";
import { runResult } from "./run-result.ts";
import { runStates } from "./run-states.ts";
import { stopAfter, stoppedEnd } from "./stop-switch.ts";
import { walkTasks } from "./walk-tasks.ts";

/**
 * Runs the selected tasks of a run, and tells how the run ended. Their attempts stand in the run at once, so that all can be seen;
 * tasks of a first pass that are not selected stand as DISABLED.
 */
export async function executePass(
  parts: TaskParts,
  active: ActiveRun,
  selected: ReadonlySet<string>,
): Promise<RunState> {
  const { run, work } = active;
  const { clock, ids } = parts.around;
  const now = (): number => clock.now().getTime();
  const tasks = run.settings.tasks ?? [];
  const firsts = new Map<string, TaskRun>();
  for (const task of tasks) {
    const key = task.task_key;
    const known = latestAttempt(run, key);
    if (!selected.has(key) && known !== null) continue;
    const blocked = (task.depends_on ?? []).length > 0;
    const place = { attempt: 0, lifeCycle: blocked ? "BLOCKED" : "PENDING", iteration: null } as const;
    const record = addAttempt(ids, active, task, place);
    if (selected.has(key)) firsts.set(key, record);
    else endAttempt(record, { result: "DISABLED", message: "The task was not selected for this run." }, now());
  }
  run.state = runStates.running;
  parts.store.changed();

  const firstOf = (task: TaskSettings): TaskRun => {
    const record = firsts.get(task.task_key);
    if (record === undefined) throw new Error(`Task ${task.task_key} was not selected.`);
    return record;
  };
  const done = stopAfter(clock, run.settings.timeout_seconds, work);
  await walkTasks(tasks, selected, {
    standing: (task) => endOfRecord(latestAttempt(run, task.task_key)),
    run: async (task) => await runAttempts(parts, active, task, firstOf(task)),
    skip: (task, result) => {
      const end = { result, message: skipMessage(result) };
      endAttempt(firstOf(task), end, now());
      parts.store.changed();
      return end;
    },
  });
  done();
  return endState(active);
}

function endState({ run, work }: ActiveRun): RunState {
  const reason = work.reason();
  if (reason !== null) return { lifeCycle: "TERMINATED", ...stoppedEnd(reason) };
  const ends = runResult(run.settings.tasks ?? [], (key) => endOfRecord(latestAttempt(run, key)));
  return { lifeCycle: "TERMINATED", ...ends };
}

function skipMessage(result: string): string {
  if (result === "EXCLUDED") return "The conditions for this task to run were not met.";
  return result === "UPSTREAM_CANCELED" ? "An upstream task was canceled." : "An upstream task failed.";
}
