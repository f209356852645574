import { type Context, Hono } from "hono";
import { z } from "zod";
import { pageOf } from "../page.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv, Surroundings } from "../surroundings.ts";
import { type Job, type JobRun, jobSettings, type JobStore } from "./job-store.ts";
import type { Runs } from "./run-now.ts";
import { wideJson, wideNumber } from "./wide-json.ts";

// Numbers beyond 2^53 arrive as text, smaller ones as numbers.
const longId = z.union([z.number().int(), z.string().regex(/^\d+$/u)]).transform(String);

const runNowBody = z.object({
  job_id: longId,
  job_parameters: z.record(z.string(), z.string()).default({}),
  idempotency_token: z.string().max(64).optional(),
  queue: z.object({ enabled: z.boolean() }).optional(),
});

/** Jobs and their runs. Every path answers under versions 2.1 and 2.2. */
export function jobRoutes(around: Surroundings, store: JobStore, runs: Runs): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const at = (path: string): string => `/api/:version{2\\.[12]}/jobs/${path}`;
  const put = (job: Job): void => {
    store.jobs.set(job.id, job);
    store.changed();
  };

  app.post(at("create"), async (c) => {
    const settings = await readBody(c, jobSettings);
    const job: Job = {
      id: around.ids.long("job"),
      creator: c.get("user").name,
      createdAt: around.clock.now().getTime(),
      settings,
    };
    put(job);
    return wideJson({ job_id: wideNumber(job.id) });
  });
  app.post(at("reset"), async (c) => {
    const body = await readBody(c, z.object({ job_id: longId, new_settings: jobSettings }));
    put({ ...store.job(body.job_id), settings: body.new_settings });
    return c.json({});
  });
  app.post(at("update"), async (c) => {
    const body = await readBody(
      c,
      z.object({
        job_id: longId,
        new_settings: z.looseObject({}).default({}),
        fields_to_remove: z.array(z.string()).default([]),
      }),
    );
    const job = store.job(body.job_id);
    const left = Object.entries(job.settings).filter(([name]) => !body.fields_to_remove.includes(name));
    put({ ...job, settings: jobSettings.parse({ ...Object.fromEntries(left), ...body.new_settings }) });
    return c.json({});
  });
  app.post(at("delete"), async (c) => {
    const { job_id: id } = await readBody(c, z.object({ job_id: longId }));
    store.jobs.delete(store.job(id).id);
    store.changed();
    return c.json({});
  });
  app.get(at("get"), (c) => wideJson(jobView(store.job(c.req.query("job_id") ?? ""))));
  app.get(at("list"), (c) => {
    const name = c.req.query("name");
    const jobs = [...store.jobs.values()].filter(
      (job) => name === undefined || job.settings.name.toLowerCase() === name.toLowerCase(),
    );
    const { items, nextPageToken } = pageOf(jobs.toReversed(), paging(c), { usual: 20, most: 100 });
    return wideJson({ jobs: items.map(jobView), has_more: nextPageToken !== null, ...nextOf(nextPageToken) });
  });

  app.post(at("run-now"), async (c) => {
    const body = await readBody(c, runNowBody);
    const token = body.idempotency_token ?? "";
    const run = runs.start(
      {
        jobId: body.job_id,
        parameters: body.job_parameters,
        token: token === "" ? null : token,
        queue: body.queue?.enabled ?? null,
      },
      c.get("user").name,
    );
    return wideJson({ run_id: wideNumber(run.id), number_in_job: run.number });
  });
  app.get(at("runs/get"), (c) => wideJson(runView(store.run(c.req.query("run_id") ?? ""), around.host())));
  app.get(at("runs/list"), (c) => {
    const jobId = c.req.query("job_id");
    const all = [...store.runs.values()].filter(
      (run) =>
        (jobId === undefined || run.jobId === jobId) &&
        (c.req.query("active_only") !== "true" || run.endedAt === null) &&
        (c.req.query("completed_only") !== "true" || run.endedAt !== null),
    );
    const { items, nextPageToken } = pageOf(all.toReversed(), paging(c), { usual: 20, most: 25 });
    const shown = items.map((run) => runView(run, around.host()));
    return wideJson({ runs: shown, has_more: nextPageToken !== null, ...nextOf(nextPageToken) });
  });
  app.post(at("runs/cancel"), async (c) => {
    const { run_id: id } = await readBody(c, z.object({ run_id: longId }));
    runs.cancel(id);
    return c.json({});
  });
  return app;
}

function paging(c: Context<AppEnv>): { pageSize: string | undefined; pageToken: string | undefined } {
  return { pageSize: c.req.query("limit"), pageToken: c.req.query("page_token") };
}

function nextOf(token: string | null): Record<string, string> {
  return token === null ? {} : { next_page_token: token };
}

function jobView(job: Job): Record<string, unknown> {
  return {
    job_id: wideNumber(job.id),
    creator_user_name: job.creator,
    run_as_user_name: job.creator,
    created_time: job.createdAt,
    settings: { max_concurrent_runs: 1, format: "MULTI_TASK", ...job.settings },
  };
}

function runView(run: JobRun, host: string): Record<string, unknown> {
  const { state } = run;
  return {
    job_id: wideNumber(run.jobId),
    run_id: wideNumber(run.id),
    number_in_job: run.number,
    creator_user_name: run.creator,
    start_time: run.startedAt,
    end_time: run.endedAt ?? 0,
    run_type: "JOB_RUN",
    trigger: "ONE_TIME",
    run_page_url: `${host}/jobs/${run.jobId}/runs/${run.id}`,
    job_parameters: Object.entries(run.parameters).map(([name, value]) => ({ name, value })),
    state: {
      life_cycle_state: state.lifeCycle,
      state_message: state.message,
      ...(state.result === null ? {} : { result_state: state.result }),
    },
    status: statusOf(state),
    tasks: run.tasks.map((task) =>
      typeof task["run_id"] === "string" ? { ...task, run_id: wideNumber(task["run_id"]) } : task,
    ),
  };
}

/** The newer form of the same: what ended says why. */
function statusOf(state: JobRun["state"]): Record<string, unknown> {
  if (state.result === null) return { state: state.lifeCycle };
  const code: Readonly<Record<string, string>> = {
    SUCCESS: "SUCCESS",
    CANCELED: "USER_CANCELED",
    MAXIMUM_CONCURRENT_RUNS_REACHED: "MAX_CONCURRENT_RUNS_EXCEEDED",
  };
  return {
    state: "TERMINATED",
    termination_details: {
      code: code[state.result] ?? "RUN_EXECUTION_ERROR",
      type: state.result === "SUCCESS" ? "SUCCESS" : "CLIENT_ERROR",
      message: state.message,
    },
  };
}
