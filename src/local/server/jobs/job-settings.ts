import { z } from "zod";
import { wideId } from "./wide-id.ts";

const texts = z.record(z.string(), z.string());
const key = z.string().regex(/^[\w-]{1,100}$/u, "a task key has 1 to 100 letters, digits, hyphens and underscores");

export const runIf = z.enum([
  "ALL_SUCCESS",
  "ALL_DONE",
  "NONE_FAILED",
  "AT_LEAST_ONE_SUCCESS",
  "ALL_FAILED",
  "AT_LEAST_ONE_FAILED",
]);

export const outcome = z.enum(["true", "false"]);

const conditionTask = z.looseObject({
  op: z.enum(["EQUAL_TO", "NOT_EQUAL", "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"]),
  left: z.string(),
  right: z.string(),
});

const anyTask = {
  task_key: key,
  depends_on: z.array(z.looseObject({ task_key: z.string(), outcome: outcome.optional() })).optional(),
  run_if: runIf.optional(),
  /** Of one attempt; 0 is none. */
  timeout_seconds: z.number().int().min(0).optional(),
  /** -1 is without end. */
  max_retries: z.number().int().min(-1).optional(),
  min_retry_interval_millis: z.number().int().min(0).optional(),
  retry_on_timeout: z.boolean().optional(),
  environment_key: z.string().optional(),
  notebook_task: z.looseObject({ notebook_path: z.string(), base_parameters: texts.optional() }).optional(),
  condition_task: conditionTask.optional(),
  run_job_task: z.looseObject({ job_id: wideId, job_parameters: texts.optional() }).optional(),
};

const plainTask = z.looseObject(anyTask);

const task = z.looseObject({
  ...anyTask,
  for_each_task: z
    .looseObject({ inputs: z.string(), concurrency: z.number().int().min(1).max(100).optional(), task: plainTask })
    .optional(),
});

/** What a job is saved with. Members not named here are kept as they came. */
export const jobSettings = z.looseObject({
  name: z.string().default("Untitled"),
  parameters: z.array(z.looseObject({ name: z.string(), default: z.string() })).optional(),
  tasks: z.array(task).optional(),
  max_concurrent_runs: z.number().int().min(0).max(1000).optional(),
  timeout_seconds: z.number().int().min(0).optional(),
  queue: z.looseObject({ enabled: z.boolean() }).optional(),
  run_as: z.looseObject({ user_name: z.string().optional(), service_principal_name: z.string().optional() }).optional(),
});

export type JobSettings = z.output<typeof jobSettings>;
export type TaskSettings = z.output<typeof task>;
export type RunIf = z.output<typeof runIf>;
export type Outcome = z.output<typeof outcome>;
export type ConditionTask = z.output<typeof conditionTask>;
