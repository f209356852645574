import type { IdMaker } from "../id-maker.ts";
import type { ActiveRun } from "./attempt.ts";
import type { RunState, TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import type { TaskEnd } from "./run-if.ts";

const skipped: ReadonlySet<string> = new Set(["EXCLUDED", "UPSTREAM_FAILED", "UPSTREAM_CANCELED", "DISABLED"]);

/** Adds an attempt to the run it belongs to. */
export function addAttempt(
  ids: IdMaker,
  { run, repairId }: ActiveRun,
  task: TaskSettings,
  place: {
    readonly attempt: number;
    readonly lifeCycle: RunState["lifeCycle"];
    readonly iteration: TaskRun["iteration"];
  },
): TaskRun {
  const record: TaskRun = {
    id: ids.long("run"),
    taskKey: task.task_key,
    attempt: place.attempt,
    repairId,
    settings: task,
    resolved: null,
    startedAt: null,
    endedAt: null,
    state: { lifeCycle: place.lifeCycle, result: null, message: "" },
    outcome: null,
    output: null,
    error: null,
    values: {},
    childRunId: null,
    iteration: place.iteration,
  };
  run.tasks.push(record);
  return record;
}

/** Writes how an attempt ended, unless that is known already. */
export function endAttempt(record: TaskRun, end: TaskEnd, now: number): void {
  if (record.endedAt !== null) return;
  record.startedAt ??= now;
  record.endedAt = now;
  const lifeCycle = skipped.has(end.result) ? "SKIPPED" : "TERMINATED";
  record.state = { lifeCycle, result: end.result, message: end.message };
  if (end.result !== "SUCCESS" && end.message !== "") record.error ??= { message: end.message, trace: "" };
}

/** How an attempt that is over, or was never to run, stands to what depends on it. */
export function endOfRecord(record: TaskRun | null): TaskEnd {
  const result = record?.state.result ?? "DISABLED";
  return { result, message: record?.state.message ?? "", outcome: record?.outcome ?? undefined };
}
