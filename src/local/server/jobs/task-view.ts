import type { JobRun, TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { taskSettingsView } from "./job-view.ts";
import { stateView, timesView } from "./state-view.ts";
import { wideNumber } from "./wide-json.ts";

/** An attempt at a task, in the API's shape. */
export function taskView(run: JobRun, task: TaskRun, host: string): Record<string, unknown> {
  // The settings were checked when the job was saved.
  const settings = taskSettingsView(task.settings as TaskSettings);
  return {
    ...settings,
    ...conditionView(settings, task),
    ...forEachView(settings, run, task),
    run_id: wideNumber(task.id),
    task_key: task.taskKey,
    attempt_number: task.attempt,
    run_if: task.settings["run_if"] ?? "ALL_SUCCESS",
    ...timesView(task.startedAt, task.endedAt),
    ...stateView(task.state),
    run_page_url: `${host}/jobs/${run.jobId}/runs/${task.id}`,
    ...(task.resolved === null ? {} : { resolved_values: task.resolved }),
  };
}

/** An attempt that was asked for by its own run id: a run of this one task, with the iterations of a loop. */
export function taskRunView(run: JobRun, task: TaskRun, host: string): Record<string, unknown> {
  const iterations = run.tasks.filter(({ iteration }) => iteration?.of === task.id);
  return {
    job_id: wideNumber(run.jobId),
    run_id: wideNumber(task.id),
    job_run_id: wideNumber(run.id),
    number_in_job: run.number,
    creator_user_name: run.creator,
    run_name: task.taskKey,
    run_type: "JOB_RUN",
    trigger: run.trigger,
    attempt_number: task.attempt,
    run_page_url: `${host}/jobs/${run.jobId}/runs/${task.id}`,
    ...timesView(task.startedAt, task.endedAt),
    ...stateView(task.state),
    tasks: [taskView(run, task, host)],
    ...(iterations.length === 0 ? {} : { iterations: iterations.map((each) => taskView(run, each, host)) }),
  };
}

function conditionView(settings: Record<string, unknown>, task: TaskRun): Record<string, unknown> {
  if (task.outcome === null) return {};
  return { condition_task: { ...(settings["condition_task"] as object), outcome: task.outcome } };
}

function forEachView(settings: Record<string, unknown>, run: JobRun, task: TaskRun): Record<string, unknown> {
  if (settings["for_each_task"] === undefined) return {};
  const latest = new Map<number, TaskRun>();
  for (const each of run.tasks) if (each.iteration?.of === task.id) latest.set(each.iteration.index, each);
  const iterations = [...latest.values()];
  const count = (result: string): number => iterations.filter(({ state }) => state.result === result).length;
  const stats = {
    task_run_stats: {
      total_iterations: iterations.length,
      active_iterations: iterations.filter(({ endedAt }) => endedAt === null).length,
      completed_iterations: iterations.filter(({ endedAt }) => endedAt !== null).length,
      succeeded_iterations: count("SUCCESS"),
      failed_iterations: count("FAILED") + count("TIMEDOUT"),
    },
  };
  return { for_each_task: { ...(settings["for_each_task"] as object), stats } };
}
