import { z } from "zod";
import { doesNotExist } from "../api-error.ts";
import type { Surroundings } from "../surroundings.ts";
import { type JobRun, jobRun, type TaskRun } from "./job-run.ts";
import { jobSettings } from "./job-settings.ts";
import { runStates } from "./run-states.ts";

/** A job as it was saved. `id` is a 64-bit number as text; times are milliseconds since 1970. */
const job = z.object({ id: z.string(), creator: z.string(), createdAt: z.number(), settings: jobSettings });

export type Job = Readonly<z.output<typeof job>>;

export type JobStore = {
  readonly jobs: Map<string, Job>;
  readonly runs: Map<string, JobRun>;
  /** `<job>/<token>` of runs that were deleted: their tokens start nothing any more. */
  readonly spentTokens: Set<string>;
  /** @throws ApiError 404 */
  job(id: string): Job;
  /** @throws ApiError 404 */
  run(id: string): JobRun;
  /** The attempt of that id with its run, or null. */
  taskRun(id: string): { readonly run: JobRun; readonly task: TaskRun } | null;
  /** Writes what changed, soon. */
  changed(): void;
};

const keptJobs = z.object({
  jobs: z.array(job),
  runs: z.array(jobRun),
  spentTokens: z.array(z.string()).default([]),
});

export async function openJobStore(around: Surroundings): Promise<JobStore> {
  const value = await around.keep.read("jobs");
  const kept = value === null ? { jobs: [], runs: [], spentTokens: [] } : keptJobs.parse(value);
  const jobs = new Map<string, Job>(kept.jobs.map((each) => [each.id, each]));
  const runs = new Map<string, JobRun>(kept.runs.map((run) => [run.id, run]));
  const spentTokens = new Set(kept.spentTokens);
  const now = around.clock.now().getTime();
  for (const run of runs.values()) interrupt(run, now);
  return {
    jobs,
    runs,
    spentTokens,
    job: (id) => {
      const found = jobs.get(id);
      if (found === undefined) throw doesNotExist(`Job ${id} does not exist.`);
      return found;
    },
    run: (id) => {
      const found = runs.get(id);
      if (found === undefined) throw doesNotExist(`Run ${id} does not exist.`);
      return found;
    },
    taskRun: (id) => {
      for (const run of runs.values()) {
        const task = run.tasks.find((each) => each.id === id);
        if (task !== undefined) return { run, task };
      }
      return null;
    },
    changed: () => {
      around.keep.changed("jobs", () => ({
        jobs: [...jobs.values()],
        runs: [...runs.values()],
        spentTokens: [...spentTokens],
      }));
    },
  };
}

/** Ends a run under way, with its attempts, as one the workspace did not finish. */
export function interrupt(run: JobRun, now: number): void {
  if (run.endedAt !== null) return;
  for (const each of [...run.tasks, ...run.passes, run]) {
    if (each.endedAt !== null) continue;
    each.endedAt = now;
    each.state = runStates.interrupted;
  }
}
