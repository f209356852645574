import { workspaceId } from "../identity/identity-routes.ts";
import type { ActiveRun, TaskParts } from "./attempt.ts";
import { attemptsAt, type JobRun, latestAttempt, repairsOf, type TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { type JobScope, lookupIn, type OtherTask } from "./reference-lookup.ts";
import type { Lookup } from "./references.ts";

/** What references of a run's parameters can speak of. */
export function jobScope(run: JobRun, host: string): JobScope {
  return {
    id: run.jobId,
    runId: run.id,
    name: run.settings.name,
    repairCount: repairsOf(run).length,
    trigger: run.trigger.toLowerCase(),
    startedAt: run.startedAt,
    parameters: run.parameters,
    workspace: { id: workspaceId, url: host },
  };
}

/** What references of an attempt stand for while it runs. */
export function lookupOfAttempt(
  { around }: Pick<TaskParts, "around">,
  { run }: Pick<ActiveRun, "run">,
  task: TaskSettings,
  record: TaskRun,
): Lookup {
  const { iteration } = record;
  return lookupIn(jobScope(run, around.host()), {
    name: task.task_key,
    runId: record.id,
    executionCount: iteration === null ? attemptsAt(run, task.task_key) : record.attempt + 1,
    notebookPath: task.notebook_task?.notebook_path ?? null,
    other: (key) => otherTask(run, key),
    ...(iteration === null ? {} : { input: iteration.input }),
  });
}

function otherTask(run: JobRun, key: string): OtherTask | null {
  const latest = latestAttempt(run, key);
  if (latest === null) return null;
  return {
    runId: latest.id,
    executionCount: attemptsAt(run, key),
    result: latest.state.result,
    values: latest.values,
  };
}
