import { invalidParameter } from "../api-error.ts";
import type { Surroundings } from "../surroundings.ts";
import type { JobRun } from "./job-run.ts";
import type { Job } from "./job-store.ts";
import { jobScope } from "./lookup-of-attempt.ts";
import { lookupIn } from "./reference-lookup.ts";
import { missingMessage, resolveTexts } from "./references.ts";
import { runStates } from "./run-states.ts";
import { selectTasks } from "./task-graph.ts";

/** What a run is asked for with. */
export type RunRequest = {
  readonly jobId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly notebookParameters: Readonly<Record<string, string>>;
  readonly only: readonly string[] | null;
  readonly token: string | null;
  /** Whether it waits when the job is at its limit; null leaves that to the job. */
  readonly queue: boolean | null;
  readonly parent: JobRun["parent"];
};

/**
 * A run of a job that has not begun. References its parameters make to the job are replaced; those to tasks wait for the tasks.
 * @throws ApiError 400
 */
export function newRun(around: Surroundings, job: Job, request: RunRequest, user: string, number: number): JobRun {
  const { settings } = job;
  if ((settings.tasks ?? []).length === 0) throw invalidParameter(`Job ${job.id} has no tasks.`);
  const { unknown } = selectTasks(settings.tasks ?? [], request.only);
  if (unknown !== null) throw invalidParameter(`Job ${job.id} has no task '${unknown}'.`);
  if (Object.keys(request.notebookParameters).length > 0 && (settings.parameters ?? []).length > 0) {
    throw invalidParameter(`Job ${job.id} has job parameters, so notebook_params cannot be given; use job_parameters.`);
  }
  const run: JobRun = {
    id: around.ids.long("run"),
    jobId: job.id,
    number,
    creator: user,
    runAs: settings.run_as?.service_principal_name ?? settings.run_as?.user_name ?? job.creator,
    trigger: request.parent === null ? "ONE_TIME" : "RUN_JOB_TASK",
    parent: request.parent,
    settings,
    parameters: {},
    notebookParameters: { ...request.notebookParameters },
    only: request.only === null ? null : [...request.only],
    token: request.token,
    startedAt: around.clock.now().getTime(),
    queuedMs: 0,
    endedAt: null,
    state: runStates.waiting,
    passes: [],
    tasks: [],
  };
  run.parameters = parametersOf(around, job, run, request.parameters);
  return run;
}

/**
 * A run's parameters: the job's defaults, what the run had, and what is given now.
 * @throws ApiError 400 for a name the job does not define
 */
export function parametersOf(
  around: Surroundings,
  job: Job,
  run: JobRun,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const defaults = Object.fromEntries((job.settings.parameters ?? []).map((each) => [each.name, each.default]));
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) throw invalidParameter(`Job ${job.id} has no parameter '${unknown}'.`);
  const before = Object.entries(run.parameters).filter(([name]) => Object.hasOwn(defaults, name));
  const texts = { ...defaults, ...Object.fromEntries(before), ...given };
  const { value, missing } = resolveTexts(texts, lookupIn(jobScope(run, around.host()), null));
  if (missing.length > 0) throw invalidParameter(missingMessage(missing));
  return value;
}
