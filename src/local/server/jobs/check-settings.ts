import { invalidParameter } from "../api-error.ts";
import { userNamed } from "../identity/users.ts";
import type { JobSettings, TaskSettings } from "./job-settings.ts";
import { referencesIn } from "./references.ts";
import { circularKey } from "./task-graph.ts";
import { notKnown, taskKind } from "./task-kind.ts";

/**
 * Refuses what no run could make sense of. Schedules and triggers are kept and never fire.
 * @throws ApiError 400, or 501 naming what the platform would run and this workspace does not
 */
export function checkSettings(settings: JobSettings): void {
  const tasks = settings.tasks ?? [];
  if (settings["git_source"] !== undefined) throw notKnown("The job takes its code by git_source");
  const twice = twiceIn(tasks.map((task) => task.task_key)) ?? twiceIn((settings.parameters ?? []).map((p) => p.name));
  if (twice !== null)
    throw invalidParameter(`'${twice}' is defined twice; keys of tasks and parameters must be unique.`);
  const kinds = new Map(tasks.map((task) => [task.task_key, taskKind(task).kind]));
  for (const task of tasks) {
    for (const { task_key: key, outcome } of task.depends_on ?? []) {
      const kind = kinds.get(key);
      if (kind === undefined) throw invalidParameter(`Task '${task.task_key}' depends on unknown task '${key}'.`);
      if (outcome !== undefined && kind !== "condition") {
        throw invalidParameter(`Task '${task.task_key}' waits for an outcome of '${key}', which is no condition task.`);
      }
    }
    checkNested(task);
    checkEnvironment(task, settings);
    checkReferences(task, kinds);
  }
  const circular = circularKey(tasks);
  if (circular !== null) throw invalidParameter(`The dependencies of task '${circular}' lead back to it.`);
  const runAs = settings.run_as?.user_name ?? settings.run_as?.service_principal_name;
  if (runAs !== undefined && userNamed(runAs) === null) {
    throw invalidParameter(`run_as names '${runAs}', who is not of this workspace.`);
  }
}

function checkNested(task: TaskSettings): void {
  const nested = task.for_each_task?.task;
  if (nested === undefined) return;
  const kind = taskKind(nested).kind;
  if (kind === "for each" || kind === "condition") {
    throw invalidParameter(`For each task '${task.task_key}' cannot hold a ${kind} task.`);
  }
}

function checkEnvironment(task: TaskSettings, settings: JobSettings): void {
  const environments = Array.isArray(settings["environments"]) ? (settings["environments"] as unknown[]) : [];
  for (const each of [task, task.for_each_task?.task]) {
    const wanted = each?.environment_key;
    const known = environments.some((one) => (one as { environment_key?: unknown } | null)?.environment_key === wanted);
    if (wanted !== undefined && !known) {
      throw invalidParameter(`Task '${task.task_key}' names environment '${wanted}', which the job does not define.`);
    }
  }
}

const members: Readonly<Record<string, ReadonlySet<string>>> = {
  job: new Set(["id", "name", "run_id", "repair_count", "parameters", "trigger", "start_time"]),
  task: new Set(["name", "run_id", "execution_count", "notebook_path"]),
  workspace: new Set(["id", "url"]),
};

/** An unknown member of a known namespace can never stand for something. */
function checkReferences(task: TaskSettings, kinds: ReadonlyMap<string, string>): void {
  for (const path of referencesIn(resolvedText(task))) {
    const [namespace = "", member = ""] = path;
    const known = namespace === "tasks" ? kinds.has(member) : (members[namespace]?.has(member) ?? true);
    if (!known) {
      throw invalidParameter(`Task '${task.task_key}' has the unknown reference {{${path.join(".")}}}.`);
    }
  }
}

/** Every text of a task in which references are replaced. */
function resolvedText(task: TaskSettings): string {
  const texts = [task, task.for_each_task?.task].flatMap((each) => [
    each?.notebook_task?.notebook_path,
    ...Object.values(each?.notebook_task?.base_parameters ?? {}),
    ...Object.values(each?.run_job_task?.job_parameters ?? {}),
    each?.condition_task?.left,
    each?.condition_task?.right,
  ]);
  return [...texts, task.for_each_task?.inputs].join("\n");
}

function twiceIn(names: readonly string[]): string | null {
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}
