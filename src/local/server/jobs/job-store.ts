import { z } from "zod";
import type { Surroundings } from "../surroundings.ts";
import { doesNotExist } from "../api-error.ts";

/** A job as it was saved. `id` is a 64-bit number as text; times are milliseconds since 1970. */
export type Job = {
  readonly id: string;
  readonly creator: string;
  readonly createdAt: number;
  readonly settings: JobSettings;
};

export const jobSettings = z.looseObject({
  name: z.string().default("Untitled"),
  parameters: z.array(z.object({ name: z.string(), default: z.string() })).optional(),
  tasks: z.array(z.looseObject({ task_key: z.string() })).optional(),
  max_concurrent_runs: z.number().int().min(0).optional(),
  queue: z.object({ enabled: z.boolean() }).optional(),
});

type JobSettings = z.output<typeof jobSettings>;

const lifeCycle = z.enum(["QUEUED", "PENDING", "RUNNING", "TERMINATING", "TERMINATED", "SKIPPED", "INTERNAL_ERROR"]);

/** Where a run stands; `result` is of ended runs: SUCCESS, FAILED, CANCELED, TIMEDOUT, … */
const runState = z.object({ lifeCycle, result: z.string().nullable(), message: z.string() });

export type RunState = z.output<typeof runState>;

const jobRun = z.object({
  id: z.string(),
  jobId: z.string(),
  number: z.number(),
  creator: z.string(),
  parameters: z.record(z.string(), z.string()),
  token: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  state: runState,
  /** What the engine that runs the tasks tells of them, in the API's own shape; a `run_id` is digits as text. */
  tasks: z.array(z.record(z.string(), z.unknown())),
});

export type JobRun = z.output<typeof jobRun>;

export type JobStore = {
  readonly jobs: Map<string, Job>;
  readonly runs: Map<string, JobRun>;
  /** @throws ApiError 404 */
  job(id: string): Job;
  /** @throws ApiError 404 */
  run(id: string): JobRun;
  /** Writes what changed, soon. */
  changed(): void;
};

const keptJobs = z.object({
  jobs: z.array(z.object({ id: z.string(), creator: z.string(), createdAt: z.number(), settings: jobSettings })),
  runs: z.array(jobRun),
});

export async function openJobStore(around: Surroundings): Promise<JobStore> {
  const value = await around.keep.read("jobs");
  const kept = value === null ? { jobs: [], runs: [] } : keptJobs.parse(value);
  const jobs = new Map<string, Job>(kept.jobs.map((job) => [job.id, job]));
  const runs = new Map<string, JobRun>(kept.runs.map((run) => [run.id, run]));
  const now = around.clock.now().getTime();
  for (const run of runs.values()) {
    if (run.endedAt !== null) continue;
    run.endedAt = now;
    run.state = { lifeCycle: "INTERNAL_ERROR", result: "FAILED", message: "The workspace stopped during the run." };
  }
  return {
    jobs,
    runs,
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
    changed: () => {
      around.keep.changed("jobs", () => ({ jobs: [...jobs.values()], runs: [...runs.values()] }));
    },
  };
}
