import { createExpectedResults, type ExpectedResults } from "../../lib/scoring/expected-results.ts";
import type { Explanation } from "../../lib/scoring/ports.ts";
import type { OpenRun } from "../open-run.ts";

/** What the stages of one process know of a run together. */
export type RunMemory = {
  readonly expected: ExpectedResults;
  /** Readings of wrong answers, by question and SQL; null where the reader had nothing to say. */
  readonly readings: Map<string, Explanation | null>;
};

// By connection, since a process has one, and what was learned is no longer wanted once that is gone.
const memories = new WeakMap<OpenRun["workspace"], Map<string, RunMemory>>();

/** The memory of a run, made when it is first asked for. Expected results hold for one day: what counts from today changes at midnight. */
export function memoryOf({
  workspace,
  run,
  clock,
  settings,
}: Pick<OpenRun, "workspace" | "run" | "clock" | "settings">): RunMemory {
  const known = memories.get(workspace) ?? new Map<string, RunMemory>();
  memories.set(workspace, known);
  const found = known.get(run.run_id);
  if (found !== undefined) return found;
  const dataVersion = (): string => settings.as_of ?? clock.now().toISOString().slice(0, 10);
  const made: RunMemory = { expected: createExpectedResults({ dataVersion }), readings: new Map() };
  known.set(run.run_id, made);
  return made;
}
