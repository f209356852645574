import type { TaskSettings } from "./job-settings.ts";
import { decideRun, dependencyOf, type TaskEnd } from "./run-if.ts";

/** What {@link walkTasks} does with each task. None of them may throw. */
export type TaskWalk = {
  /** How a task that is not to run in this walk stands already. */
  readonly standing: (task: TaskSettings) => TaskEnd;
  readonly run: (task: TaskSettings) => Promise<TaskEnd>;
  readonly skip: (task: TaskSettings, result: string) => TaskEnd;
};

/** Runs the selected tasks, each once all it depends on has ended, side by side where nothing orders them. */
export async function walkTasks(
  tasks: readonly TaskSettings[],
  selected: ReadonlySet<string>,
  walk: TaskWalk,
): Promise<void> {
  const ends = new Map<string, Promise<TaskEnd>>();
  const endOf = (task: TaskSettings): Promise<TaskEnd> => {
    const known = ends.get(task.task_key);
    if (known !== undefined) return known;
    const end = selected.has(task.task_key) ? pass(task) : Promise.resolve(walk.standing(task));
    ends.set(task.task_key, end);
    return end;
  };
  const pass = async (task: TaskSettings): Promise<TaskEnd> => {
    const dependencies = await Promise.all(
      (task.depends_on ?? []).map(async ({ task_key: key, outcome }) => {
        const upstream = tasks.find((each) => each.task_key === key);
        return upstream === undefined ? "succeeded" : dependencyOf(await endOf(upstream), outcome);
      }),
    );
    const decision = decideRun(task.run_if ?? "ALL_SUCCESS", dependencies);
    return decision.kind === "run" ? await walk.run(task) : walk.skip(task, decision.result);
  };
  await Promise.all(tasks.map(endOf));
}
