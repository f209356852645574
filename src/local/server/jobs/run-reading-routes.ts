import { type Context, Hono } from "hono";
import { doesNotExist, invalidParameter } from "../api-error.ts";
import { pageOf } from "../page.ts";
import type { AppEnv } from "../surroundings.ts";
import type { JobRun, TaskRun } from "./job-run.ts";
import type { JobStore } from "./job-store.ts";
import { exportView } from "./export-view.ts";
import { at, nextOf, paging } from "./route-parts.ts";
import type { RunOutputs } from "./run-outputs.ts";
import { outputView, runView } from "./run-view.ts";
import { taskRunView } from "./task-view.ts";
import { wideJson } from "./wide-json.ts";

/** What tells of runs. An attempt at a task is asked for by its own run id. */
export function runReadingRoutes(store: JobStore, outputs: RunOutputs, host: () => string): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const attemptOf = (id: string): { readonly run: JobRun; readonly task: TaskRun } => {
    const found = store.taskRun(id);
    if (found !== null) return found;
    if (!store.runs.has(id)) throw doesNotExist(`Run ${id} does not exist.`);
    throw invalidParameter(
      "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.",
    );
  };

  app.get(at("runs/get"), (c) => {
    const id = c.req.query("run_id") ?? "";
    const found = store.taskRun(id);
    if (found !== null) return wideJson(taskRunView(found.run, found.task, host()));
    const history = c.req.query("include_history") === "true";
    return wideJson(runView(store.run(id), host(), { tasks: true, history }));
  });
  app.get(at("runs/list"), (c) => {
    const tasks = c.req.query("expand_tasks") === "true";
    const all = [...store.runs.values()].filter((run) => isAskedFor(run, c));
    const { items, nextPageToken } = pageOf(all.toReversed(), paging(c), { usual: 20, most: 25 });
    const shown = items.map((run) => runView(run, host(), { tasks, history: false }));
    return wideJson({ runs: shown, has_more: nextPageToken !== null, ...nextOf(nextPageToken) });
  });
  app.get(at("runs/get-output"), (c) => {
    const { run, task } = attemptOf(c.req.query("run_id") ?? "");
    return wideJson(outputView(task, taskRunView(run, task, host())));
  });
  app.get(at("runs/export"), (c) => {
    const { task } = attemptOf(c.req.query("run_id") ?? "");
    return c.json(exportView(task, outputs.of(task.id)));
  });
  return app;
}

function isAskedFor(run: JobRun, c: Context<AppEnv>): boolean {
  const { job_id: jobId, active_only: active, completed_only: completed } = c.req.query();
  const [from, to] = [c.req.query("start_time_from"), c.req.query("start_time_to")];
  return (
    (jobId === undefined || run.jobId === jobId) &&
    (active !== "true" || run.endedAt === null) &&
    (completed !== "true" || run.endedAt !== null) &&
    (from === undefined || run.startedAt >= Number(from)) &&
    (to === undefined || run.startedAt <= Number(to))
  );
}
