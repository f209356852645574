import { z } from "zod";
import { jobSettings, outcome } from "./job-settings.ts";

const lifeCycle = z.enum([
  "QUEUED",
  "BLOCKED",
  "PENDING",
  "RUNNING",
  "WAITING_FOR_RETRY",
  "TERMINATING",
  "TERMINATED",
  "SKIPPED",
  "INTERNAL_ERROR",
]);

/** Where a run or an attempt stands; `result` is of ended ones: SUCCESS, FAILED, CANCELED, TIMEDOUT, … */
const runState = z.object({ lifeCycle, result: z.string().nullable(), message: z.string() });

const json = z.record(z.string(), z.unknown());

/** One attempt at a task. Ids are 64-bit numbers as text; times are milliseconds since 1970. */
const taskRun = z.object({
  id: z.string(),
  taskKey: z.string(),
  /** 0 first; each retry is an attempt of its own. */
  attempt: z.number(),
  /** The repair it belongs to; null in the first pass. */
  repairId: z.string().nullable(),
  /** The task as the job was saved with it. */
  settings: json,
  /** What its references stood for, in the API's own shape. */
  resolved: json.nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  state: runState,
  /** Of a condition task. */
  outcome: outcome.nullable(),
  /** What a notebook gave back when it exited. */
  output: z.object({ text: z.string(), truncated: z.boolean() }).nullable(),
  error: z.object({ message: z.string(), trace: z.string() }).nullable(),
  /** Task values set by it. */
  values: json,
  /** The run that a run-job task started. */
  childRunId: z.string().nullable(),
  /** Of a for-each iteration: the attempt it belongs to, its place and its element. */
  iteration: z.object({ of: z.string(), index: z.number(), input: z.unknown() }).nullable(),
});

/** One pass over a run's tasks: the first, or a repair. */
const pass = z.object({
  repairId: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  state: runState,
});

export const jobRun = z.object({
  id: z.string(),
  jobId: z.string(),
  number: z.number(),
  creator: z.string(),
  /** Whose rights its notebooks have. */
  runAs: z.string().default(""),
  trigger: z.enum(["ONE_TIME", "RUN_JOB_TASK"]).default("ONE_TIME"),
  /** The run and attempt of the task that started it. */
  parent: z.object({ runId: z.string(), taskRunId: z.string() }).nullable().default(null),
  /** The job as it was when the run, or its last repair, began. */
  settings: jobSettings.default({ name: "Untitled" }),
  parameters: z.record(z.string(), z.string()),
  /** Given for this run in place of base parameters. */
  notebookParameters: z.record(z.string(), z.string()).default({}),
  /** The tasks it is restricted to. */
  only: z.array(z.string()).nullable().default(null),
  token: z.string().nullable(),
  startedAt: z.number(),
  /** How long it stood in the queue, in milliseconds; null while it stands there. */
  queuedMs: z.number().nullable().default(0),
  endedAt: z.number().nullable(),
  state: runState,
  passes: z.array(pass).default([]),
  // Runs recorded by a workspace that ran no tasks have entries of another shape.
  tasks: z.array(taskRun).catch([]),
});

export type RunState = z.output<typeof runState>;
export type TaskRun = z.output<typeof taskRun>;
export type JobRun = z.output<typeof jobRun>;

/** The latest attempt at a task of the run, or null. */
export function latestAttempt(run: JobRun, taskKey: string): TaskRun | null {
  return run.tasks.findLast((task) => task.taskKey === taskKey && task.iteration === null) ?? null;
}

/** How often a task of the run was attempted, repairs included. */
export function attemptsAt(run: JobRun, taskKey: string): number {
  return run.tasks.filter((task) => task.taskKey === taskKey && task.iteration === null).length;
}

export function repairsOf(run: JobRun): readonly string[] {
  return run.passes.flatMap(({ repairId }) => (repairId === null ? [] : [repairId]));
}
