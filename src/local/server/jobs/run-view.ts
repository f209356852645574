import type { JobRun } from "./job-run.ts";
import { stateView, timesView } from "./state-view.ts";
import { taskView } from "./task-view.ts";
import { wideNumber } from "./wide-json.ts";

/** What of a run is shown beside what is always shown. */
export type RunParts = { readonly tasks: boolean; readonly history: boolean };

/** A run in the API's shape: every attempt of every task, oldest first. */
export function runView(run: JobRun, host: string, parts: RunParts): Record<string, unknown> {
  const defaults = new Map((run.settings.parameters ?? []).map((each) => [each.name, each.default]));
  return {
    job_id: wideNumber(run.jobId),
    run_id: wideNumber(run.id),
    job_run_id: wideNumber(run.id),
    original_attempt_run_id: wideNumber(run.id),
    number_in_job: run.number,
    creator_user_name: run.creator,
    run_name: run.settings.name,
    ...timesView(run.startedAt, run.endedAt),
    queue_duration: run.queuedMs ?? 0,
    run_type: "JOB_RUN",
    trigger: run.trigger,
    ...(run.parent === null
      ? {}
      : { trigger_info: { run_id: wideNumber(run.parent.taskRunId) }, parent_run_id: wideNumber(run.parent.runId) }),
    format: "MULTI_TASK",
    run_page_url: `${host}/jobs/${run.jobId}/runs/${run.id}`,
    job_parameters: Object.entries(run.parameters).map(([name, value]) => ({
      name,
      default: defaults.get(name) ?? "",
      value,
    })),
    ...(Object.keys(run.notebookParameters).length === 0
      ? {}
      : { overriding_parameters: { notebook_params: run.notebookParameters } }),
    ...stateView(run.state),
    ...(parts.tasks
      ? { tasks: run.tasks.filter(({ iteration }) => iteration === null).map((task) => taskView(run, task, host)) }
      : {}),
    ...(parts.history ? { repair_history: historyView(run) } : {}),
  };
}

function historyView(run: JobRun): Record<string, unknown>[] {
  return run.passes.map(({ repairId, startedAt, endedAt, state }) => ({
    type: repairId === null ? "ORIGINAL" : "REPAIR",
    ...(repairId === null ? {} : { id: wideNumber(repairId) }),
    start_time: startedAt,
    end_time: endedAt ?? 0,
    ...stateView(endedAt === null ? run.state : state),
    task_run_ids: run.tasks.filter((task) => task.repairId === repairId).map(({ id }) => wideNumber(id)),
  }));
}

/** What an attempt gave back, in the API's shape. */
export function outputView(task: JobRun["tasks"][number], metadata: Record<string, unknown>): Record<string, unknown> {
  return {
    metadata,
    ...(task.settings["notebook_task"] === undefined
      ? {}
      : {
          notebook_output: task.output === null ? {} : { result: task.output.text, truncated: task.output.truncated },
        }),
    ...(task.childRunId === null ? {} : { run_job_output: { run_id: wideNumber(task.childRunId) } }),
    ...(task.error === null ? {} : { error: task.error.message }),
    ...(task.error === null || task.error.trace === "" ? {} : { error_trace: task.error.trace }),
  };
}
