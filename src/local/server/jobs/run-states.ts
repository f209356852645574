import type { RunState } from "./job-run.ts";

/** States that runs are given from outside their tasks. */
export const runStates = {
  queued: { lifeCycle: "QUEUED", result: null, message: "Queued due to reaching maximum concurrent runs." },
  waiting: { lifeCycle: "PENDING", result: null, message: "Waiting for compute" },
  running: { lifeCycle: "RUNNING", result: null, message: "In run" },
  canceling: { lifeCycle: "TERMINATING", result: null, message: "Cancelling" },
  canceled: { lifeCycle: "TERMINATED", result: "CANCELED", message: "Run cancelled." },
  skipped: {
    lifeCycle: "SKIPPED",
    result: "MAXIMUM_CONCURRENT_RUNS_REACHED",
    message: "The run was skipped because the job has reached its maximum of concurrent runs.",
  },
  /** The workspace did not live to finish it. */
  interrupted: {
    lifeCycle: "INTERNAL_ERROR",
    result: "FAILED",
    message: "The workspace stopped during the run.",
  },
} as const satisfies Readonly<Record<string, RunState>>;

/** Of a run whose engine threw. */
export function brokenState(error: unknown): RunState {
  const message = error instanceof Error ? error.message : String(error);
  return { lifeCycle: "INTERNAL_ERROR", result: "FAILED", message };
}
