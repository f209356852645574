import type { Attempt } from "./attempt.ts";
import type { TaskRun } from "./job-run.ts";
import type { TaskSettings } from "./job-settings.ts";
import { missingMessage, resolveText } from "./references.ts";
import { isCanceled, isGood, type TaskEnd } from "./run-if.ts";

/** Runs one element of a for-each task through all its attempts. */
export type RunIteration = (task: TaskSettings, iteration: NonNullable<TaskRun["iteration"]>) => Promise<TaskEnd>;

/** Runs the nested task once per element, `concurrency` at a time; a failed iteration does not hold up the others. */
export async function runForEachTask(
  { record, lookup, work }: Attempt,
  forEach: NonNullable<TaskSettings["for_each_task"]>,
  runIteration: RunIteration,
): Promise<TaskEnd> {
  const text = resolveText(forEach.inputs, lookup);
  if (text.missing.length > 0) return { result: "FAILED", message: missingMessage(text.missing) };
  const inputs = arrayOf(text.value);
  if (inputs === null) return { result: "FAILED", message: "The inputs of a for each task must be a JSON array." };
  record.resolved = { for_each_task: { inputs: text.value } };

  const ends: TaskEnd[] = [];
  const waiting = inputs.entries();
  const worker = async (): Promise<void> => {
    // Workers share the iterator, so that each element is taken once.
    for (const [index, input] of waiting) {
      if (work.reason() !== null) return;
      ends.push(await runIteration(forEach.task, { of: record.id, index, input }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(forEach.concurrency ?? 1, inputs.length) }, worker));

  const bad = ends.filter(({ result }) => !isGood(result));
  if (bad.length === 0 && ends.length === inputs.length) return { result: "SUCCESS", message: "" };
  const canceled = bad.every(({ result }) => isCanceled(result));
  const message = `${String(bad.length)} of ${String(inputs.length)} iterations did not succeed: ${bad[0]?.message ?? "stopped"}`;
  return { result: canceled ? "CANCELED" : "FAILED", message };
}

function arrayOf(text: string): readonly unknown[] | null {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) ? (value as readonly unknown[]) : null;
  } catch {
    return null;
  }
}
