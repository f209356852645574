import type { Hono } from "hono";
import type { AppEnv, Surroundings } from "../surroundings.ts";
import type { TaskParts } from "./attempt.ts";
import { jobRoutes } from "./job-routes.ts";
import { jobRuns } from "./job-runs.ts";
import { type JobStore, openJobStore } from "./job-store.ts";
import { runOutputs } from "./run-outputs.ts";
import { runReadingRoutes } from "./run-reading-routes.ts";
import { runRoutes } from "./run-routes.ts";

export type JobsPart = {
  readonly store: JobStore;
  readonly routes: readonly Hono<AppEnv>[];
  /** Ends the runs under way as INTERNAL_ERROR, and waits until their notebooks have stopped. */
  stop(): Promise<void>;
};

/** The workspace's jobs: what was saved of them, the engine that runs their tasks, and the API over both. */
export async function openJobs(
  around: Surroundings,
  parts: Pick<TaskParts, "tokens" | "runNotebook" | "files" | "caFile">,
): Promise<JobsPart> {
  const store = await openJobStore(around);
  const outputs = runOutputs();
  const runs = jobRuns({ ...parts, around, store, outputs });
  return {
    store,
    routes: [
      jobRoutes(around, store, runs),
      runRoutes(store, runs),
      runReadingRoutes(store, outputs, () => around.host()),
    ],
    stop: async () => await runs.stop(),
  };
}
