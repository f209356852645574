import type { TaskSettings } from "./job-settings.ts";
import { isCanceled, isGood, type TaskEnd } from "./run-if.ts";
import { leafKeys } from "./task-graph.ts";

/**
 * What a run's tasks make of it. Its leaves decide: one that failed fails it, else one that timed out or was canceled gives its
 * own result; when all leaves are in order, a failure further up shows as SUCCESS_WITH_FAILURES.
 */
export function runResult(
  tasks: readonly TaskSettings[],
  endOf: (taskKey: string) => TaskEnd | null,
): { readonly result: string; readonly message: string } {
  const leaves = leafKeys(tasks);
  const ends = tasks.map((task) => ({ key: task.task_key, end: endOf(task.task_key) }));
  const results = ends.filter(({ key }) => leaves.has(key)).map(({ end }) => end?.result ?? "CANCELED");
  const bad = ends.filter(({ end }) => end !== null && !isGood(end.result));
  const message = messageOf(bad);
  const lost = results.filter((result) => !isGood(result));
  if (lost.length === 0) return { result: bad.length === 0 ? "SUCCESS" : "SUCCESS_WITH_FAILURES", message };
  if (lost.every(isCanceled)) return { result: "CANCELED", message };
  const others = lost.filter((result) => !isCanceled(result));
  return { result: others.every((result) => result === "TIMEDOUT") ? "TIMEDOUT" : "FAILED", message };
}

function messageOf(bad: readonly { readonly key: string; readonly end: TaskEnd | null }[]): string {
  const first = bad.find(({ end }) => end !== null && !end.result.startsWith("UPSTREAM_"));
  if (first === undefined) return "";
  const skipped = bad.some(({ end }) => end?.result.startsWith("UPSTREAM_") === true);
  const why = `Task ${first.key} failed with message: ${first.end?.message ?? ""}`;
  return skipped ? `${why.replace(/\.$/u, "")}. This caused downstream tasks to get skipped.` : why;
}
