import { ApiError, invalidParameter } from "../api-error.ts";
import type { TaskSettings } from "./job-settings.ts";

/** The kinds of task this workspace runs, with their settings. */
export type TaskKind =
  | { readonly kind: "notebook"; readonly notebook: NonNullable<TaskSettings["notebook_task"]> }
  | { readonly kind: "condition"; readonly condition: NonNullable<TaskSettings["condition_task"]> }
  | { readonly kind: "for each"; readonly forEach: NonNullable<TaskSettings["for_each_task"]> }
  | { readonly kind: "run job"; readonly runJob: NonNullable<TaskSettings["run_job_task"]> };

const known = new Set(["notebook_task", "condition_task", "for_each_task", "run_job_task"]);

/**
 * What a task does, by the one member that ends in `_task`.
 * @throws ApiError 501 for a kind the workspace does not run, 400 for none or several
 */
export function taskKind(task: TaskSettings): TaskKind {
  const members = Object.keys(task).filter((name) => name.endsWith("_task") && task[name] !== undefined);
  const unknown = members.find((name) => !known.has(name));
  if (unknown !== undefined) throw notKnown(`Task '${task.task_key}' is a ${unknown}`);
  if (members.length !== 1) {
    throw invalidParameter(
      `Task '${task.task_key}' must state exactly one kind of task, not ${members.length === 0 ? "none" : members.join(" and ")}.`,
    );
  }
  const { notebook_task: notebook, condition_task: condition, for_each_task: forEach, run_job_task: runJob } = task;
  if (notebook !== undefined) {
    if (notebook["source"] === "GIT") throw notKnown(`Task '${task.task_key}' takes its notebook from source GIT`);
    return { kind: "notebook", notebook };
  }
  if (condition !== undefined) return { kind: "condition", condition };
  if (forEach !== undefined) return { kind: "for each", forEach };
  if (runJob !== undefined) return { kind: "run job", runJob };
  throw notKnown(`Task '${task.task_key}' is of no kind`);
}

/** 501 for something the platform does and this workspace does not; `what` names it. */
export function notKnown(what: string): ApiError {
  return new ApiError(501, "NOT_IMPLEMENTED", `${what}, which the local workspace does not run.`);
}
