import type { TaskSettings } from "./job-settings.ts";

type Node = Pick<TaskSettings, "task_key" | "depends_on">;

const upstreamOf = (task: Node): string[] => (task.depends_on ?? []).map((dependency) => dependency.task_key);

/** Keys of the tasks nothing depends on: a run's result derives from theirs. */
export function leafKeys(tasks: readonly Node[]): ReadonlySet<string> {
  const depended = new Set(tasks.flatMap(upstreamOf));
  return new Set(tasks.map((task) => task.task_key).filter((key) => !depended.has(key)));
}

/** The given tasks and all that depend on them, or that they depend on. */
export function closure(
  tasks: readonly Node[],
  keys: Iterable<string>,
  direction: "upstream" | "downstream",
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (key: string): void => {
    if (found.has(key)) return;
    found.add(key);
    const next =
      direction === "upstream"
        ? tasks.filter((task) => task.task_key === key).flatMap(upstreamOf)
        : tasks.filter((task) => upstreamOf(task).includes(key)).map((task) => task.task_key);
    next.forEach(visit);
  };
  for (const key of keys) visit(key);
  return found;
}

/** A key on a circle of dependencies, or null. */
export function circularKey(tasks: readonly Node[]): string | null {
  const found = tasks.find((task) => closure(tasks, upstreamOf(task), "upstream").has(task.task_key));
  return found?.task_key ?? null;
}

/**
 * The tasks that an `only` list selects: `key`, `+key` with all it depends on, `key+` with all that depend on it. Null selects all.
 * `unknown` is the first key that no task has.
 */
export function selectTasks(
  tasks: readonly Node[],
  only: readonly string[] | null,
): { readonly keys: ReadonlySet<string>; readonly unknown: string | null } {
  const all = new Set(tasks.map((task) => task.task_key));
  if (only === null) return { keys: all, unknown: null };
  const keys = new Set<string>();
  for (const entry of only) {
    const key = entry.replace(/^\+|\+$/gu, "");
    if (!all.has(key)) return { keys, unknown: key };
    keys.add(key);
    if (entry.startsWith("+")) closure(tasks, [key], "upstream").forEach((each) => keys.add(each));
    if (entry.endsWith("+")) closure(tasks, [key], "downstream").forEach((each) => keys.add(each));
  }
  return { keys, unknown: null };
}
