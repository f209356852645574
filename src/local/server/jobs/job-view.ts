import type { Job } from "./job-store.ts";
import type { JobSettings } from "./job-settings.ts";
import { wideNumber } from "./wide-json.ts";

/** A job in the API's shape, as it is asked for by its id. */
export function jobView(job: Job): Record<string, unknown> {
  const { run_as: runAs } = job.settings;
  const name = runAs?.service_principal_name ?? runAs?.user_name ?? job.creator;
  return { ...listedJobView(job, "with tasks"), run_as_user_name: name };
}

/** A job as lists have it: without whom it runs as, and without its tasks unless they are asked for. */
export function listedJobView(job: Job, tasks: "with tasks" | "without tasks"): Record<string, unknown> {
  const { tasks: list, ...settings } = job.settings;
  return {
    job_id: wideNumber(job.id),
    creator_user_name: job.creator,
    created_time: job.createdAt,
    settings: {
      max_concurrent_runs: 1,
      format: "MULTI_TASK",
      ...settings,
      ...(list === undefined || tasks === "without tasks" ? {} : { tasks: list.map(taskSettingsView) }),
    },
  };
}

type AnyTask = NonNullable<JobSettings["tasks"]>[number];

/** A task's settings as they were saved: ids of other jobs are numbers again. */
export function taskSettingsView(task: AnyTask): Record<string, unknown> {
  const { run_job_task: runJob, for_each_task: forEach } = task;
  return {
    ...task,
    ...(runJob === undefined ? {} : { run_job_task: { ...runJob, job_id: wideNumber(runJob.job_id) } }),
    ...(forEach === undefined ? {} : { for_each_task: { ...forEach, task: taskSettingsView(forEach.task) } }),
  };
}
