import { scaledWait } from "../surroundings.ts";
import { addAttempt, endAttempt } from "./attempt-record.ts";
import type { ActiveRun, Attempt, TaskParts } from "./attempt.ts";
import type { TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { lookupOfAttempt } from "./lookup-of-attempt.ts";
import { runConditionTask } from "./run-condition-task.ts";
import { runForEachTask } from "./run-for-each-task.ts";
import { isCanceled, isGood, type TaskEnd } from "./run-if.ts";
import { runJobTask } from "./run-job-task.ts";
import { runNotebookTask } from "./run-notebook-task.ts";
import { stopAfter, stoppedEnd, stopSwitch } from "./stop-switch.ts";
import { taskKind } from "./task-kind.ts";

/** Runs a task, beginning with the attempt `first`, until one succeeds, it may not be retried, or it is stopped. */
export async function runAttempts(
  parts: TaskParts,
  active: ActiveRun,
  task: TaskSettings,
  first: TaskRun,
): Promise<TaskEnd> {
  for (let record = first; ;) {
    const work = stopSwitch(active.work);
    active.attempts.set(record.id, work);
    const wait = record.attempt === 0 ? 0 : scaledWait(parts.around.speed, task.min_retry_interval_millis ?? 0);
    const end = await oneAttempt(
      parts,
      { active, task, record, lookup: lookupOfAttempt(parts, active, task, record), work },
      wait,
    );
    active.attempts.delete(record.id);
    endAttempt(record, end, parts.around.clock.now().getTime());
    if (mayRetry(task, end, record.attempt) && active.work.reason() === null) {
      const { attempt, iteration } = record;
      const place = { attempt: attempt + 1, lifeCycle: "WAITING_FOR_RETRY", iteration } as const;
      record = addAttempt(parts.around.ids, active, task, place);
      parts.store.changed();
      continue;
    }
    parts.store.changed();
    return end;
  }
}

async function oneAttempt(parts: TaskParts, attempt: Attempt, wait: number): Promise<TaskEnd> {
  const { task, record, work } = attempt;
  const { clock } = parts.around;
  let end: TaskEnd = { result: "CANCELED", message: "Run cancelled." };
  let done = (): void => {};
  try {
    if (wait > 0) await clock.sleep(wait, work.signal);
    if (work.reason() === null) {
      record.startedAt = clock.now().getTime();
      record.state = { lifeCycle: "RUNNING", result: null, message: "" };
      parts.store.changed();
      done = stopAfter(clock, taskKind(task).kind === "condition" ? 0 : task.timeout_seconds, work);
      end = await workOf(parts, attempt);
    }
  } catch (error) {
    end = { result: "FAILED", message: error instanceof Error ? error.message : String(error) };
  } finally {
    done();
  }
  const reason = work.reason();
  // What was done before the stop took hold counts.
  return reason === null || isGood(end.result) ? end : stoppedEnd(reason);
}

async function workOf(parts: TaskParts, attempt: Attempt): Promise<TaskEnd> {
  const { active } = attempt;
  const kind = taskKind(attempt.task);
  switch (kind.kind) {
    case "notebook":
      return await runNotebookTask(parts, attempt, kind.notebook);
    case "condition":
      return runConditionTask(attempt, kind.condition);
    case "run job":
      return await runJobTask(parts, attempt, kind.runJob);
    case "for each": {
      const inside: ActiveRun = { ...active, work: attempt.work };
      return await runForEachTask(attempt, kind.forEach, async (task, iteration) => {
        const first = addAttempt(parts.around.ids, inside, task, { attempt: 0, lifeCycle: "PENDING", iteration });
        return await runAttempts(parts, inside, task, first);
      });
    }
  }
}

/** Conditions are decided once; what was canceled stays so. */
function mayRetry(task: TaskSettings, end: TaskEnd, attempt: number): boolean {
  if (isGood(end.result) || isCanceled(end.result) || taskKind(task).kind === "condition") return false;
  if (end.result === "TIMEDOUT" && task.retry_on_timeout !== true) return false;
  const most = task.max_retries ?? 0;
  return most === -1 || attempt < most;
}
