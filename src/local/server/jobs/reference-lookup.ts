import { type Lookup, resolveText } from "./references.ts";
import { startTimeText } from "./start-time.ts";

/** What references of a job run may speak of. */
export type JobScope = {
  readonly id: string;
  readonly runId: string;
  readonly name: string;
  readonly repairCount: number;
  /** `one_time`, `run_job_task` */
  readonly trigger: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** As given: they may hold references themselves. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly workspace: { readonly id: string; readonly url: string };
};

/** What those of a task may speak of besides. */
export type TaskScope = {
  readonly name: string;
  readonly runId: string;
  readonly executionCount: number;
  readonly notebookPath: string | null;
  /** The latest attempt of another task of the run, or null. */
  readonly other: (taskKey: string) => OtherTask | null;
  /** Of a for-each iteration: its element. */
  readonly input?: unknown;
};

export type OtherTask = {
  readonly runId: string;
  readonly executionCount: number;
  /** As the platform's states are written; null while it runs. */
  readonly result: string | null;
  readonly values: Readonly<Record<string, unknown>>;
};

/** Looks references up; without a task, those that speak of tasks stay as written. */
export function lookupIn(job: JobScope, task: TaskScope | null): Lookup {
  const lookup: Lookup = ([namespace = "", ...rest]) => {
    switch (namespace) {
      case "job":
        return rest[0] === "parameters" ? parameter(rest.slice(1).join(".")) : ofJob(job, rest);
      case "workspace":
        return rest.length === 1 ? pick({ id: job.workspace.id, url: job.workspace.url }, rest[0]) : undefined;
      case "task":
        return task === null ? null : ofTask(task, rest);
      case "tasks":
        return task === null ? null : ofOther(task, rest);
      case "input":
        return task === null ? null : inputText(task, rest);
      default:
        return null;
    }
  };
  const parameter = (name: string): string | undefined => {
    const text = Object.hasOwn(job.parameters, name) ? job.parameters[name] : undefined;
    if (text === undefined) return undefined;
    // A parameter that speaks of parameters would go round in a circle.
    const { value, missing } = resolveText(text, (path) => (path[1] === "parameters" ? undefined : lookup(path)));
    return missing.length > 0 ? undefined : value;
  };
  return lookup;
}

function ofJob(job: JobScope, path: readonly string[]): string | undefined {
  if (path[0] === "trigger") return path.length === 2 && path[1] === "type" ? job.trigger : undefined;
  if (path[0] === "start_time") return path.length === 2 ? startTimeText(job.startedAt, path[1] ?? "") : undefined;
  const texts = { id: job.id, run_id: job.runId, name: job.name, repair_count: String(job.repairCount) };
  return path.length === 1 ? pick(texts, path[0]) : undefined;
}

function ofTask(task: TaskScope, path: readonly string[]): string | undefined {
  const texts = { name: task.name, run_id: task.runId, execution_count: String(task.executionCount) };
  if (path.length !== 1) return undefined;
  return path[0] === "notebook_path" ? (task.notebookPath ?? undefined) : pick(texts, path[0]);
}

function ofOther(task: TaskScope, [key = "", member, ...rest]: readonly string[]): string | undefined {
  const other = task.other(key);
  if (other === null) return undefined;
  if (member === "values") {
    const name = rest.join(".");
    return Object.hasOwn(other.values, name) ? textOf(other.values[name]) : undefined;
  }
  if (rest.length > 0) return undefined;
  if (member === "result_state") return other.result?.toLowerCase();
  return pick({ run_id: other.runId, execution_count: String(other.executionCount) }, member);
}

function inputText(task: TaskScope, path: readonly string[]): string | undefined {
  let value = task.input;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value === undefined ? undefined : textOf(value);
}

function pick(texts: Readonly<Record<string, string>>, name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/** Texts stand as they are, anything else as its JSON. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
