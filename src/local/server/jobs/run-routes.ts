import { Hono } from "hono";
import { z } from "zod";
import { invalidParameter } from "../api-error.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv } from "../surroundings.ts";
import type { JobRuns } from "./job-runs.ts";
import type { JobStore } from "./job-store.ts";
import { at } from "./route-parts.ts";
import { notKnown } from "./task-kind.ts";
import { wideId } from "./wide-id.ts";
import { wideJson, wideNumber } from "./wide-json.ts";

const texts = z.record(z.string(), z.string());

const runNowBody = z.looseObject({
  job_id: wideId,
  job_parameters: texts.default({}),
  notebook_params: texts.default({}),
  only: z.array(z.string()).optional(),
  idempotency_token: z.string().max(64).optional(),
  queue: z.looseObject({ enabled: z.boolean() }).optional(),
});

/** Parameters of kinds of tasks this workspace does not run. */
const otherParameters = [
  "jar_params",
  "python_params",
  "python_named_params",
  "spark_submit_params",
  "sql_params",
  "dbt_commands",
  "pipeline_params",
];

const repairBody = z.object({
  run_id: wideId,
  rerun_tasks: z.array(z.string()).default([]),
  rerun_all_failed_tasks: z.boolean().default(false),
  rerun_dependent_tasks: z.boolean().default(false),
  latest_repair_id: wideId.optional(),
  job_parameters: texts.default({}),
});

/** What starts and stops runs. Every path answers under versions 2.1 and 2.2. */
export function runRoutes(store: JobStore, runs: JobRuns): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post(at("run-now"), async (c) => {
    const body = await readBody(c, runNowBody);
    const other = otherParameters.find((name) => body[name] !== undefined);
    if (other !== undefined) throw notKnown(`The call gives ${other}`);
    const token = body.idempotency_token ?? "";
    const run = runs.start(
      {
        jobId: body.job_id,
        parameters: body.job_parameters,
        notebookParameters: body.notebook_params,
        only: body.only ?? null,
        token: token === "" ? null : token,
        queue: body.queue?.enabled ?? null,
        parent: null,
      },
      c.get("user").name,
    );
    return wideJson({ run_id: wideNumber(run.id), number_in_job: run.number });
  });
  app.post(at("runs/submit"), () => {
    throw notKnown("The call is runs/submit");
  });
  app.post(at("runs/cancel"), async (c) => {
    const { run_id: id } = await readBody(c, z.object({ run_id: wideId }));
    runs.cancel(id);
    return c.json({});
  });
  app.post(at("runs/cancel-all"), async (c) => {
    const body = await readBody(
      c,
      z.object({ job_id: wideId.optional(), all_queued_runs: z.boolean().default(false) }),
    );
    if (body.job_id === undefined && !body.all_queued_runs) throw invalidParameter("job_id is required.");
    const jobId = body.job_id === undefined ? null : store.job(body.job_id).id;
    runs.cancelAll(jobId, body.all_queued_runs ? "queued" : "all");
    return c.json({});
  });
  app.post(at("runs/delete"), async (c) => {
    const { run_id: id } = await readBody(c, z.object({ run_id: wideId }));
    runs.remove(id);
    return c.json({});
  });
  app.post(at("runs/repair"), async (c) => {
    const body = await readBody(c, repairBody);
    const repairId = runs.repair({
      runId: body.run_id,
      tasks: body.rerun_tasks,
      allFailed: body.rerun_all_failed_tasks,
      dependents: body.rerun_dependent_tasks,
      latestRepairId: body.latest_repair_id ?? null,
      parameters: body.job_parameters,
    });
    return wideJson({ repair_id: wideNumber(repairId) });
  });
  return app;
}
