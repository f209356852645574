import { Hono } from "hono";
import { z } from "zod";
import { pageOf } from "../page.ts";
import { readBody } from "../read-body.ts";
import type { AppEnv, Surroundings } from "../surroundings.ts";
import { checkSettings } from "./check-settings.ts";
import type { JobRuns } from "./job-runs.ts";
import { jobSettings } from "./job-settings.ts";
import type { Job, JobStore } from "./job-store.ts";
import { jobView, listedJobView } from "./job-view.ts";
import { at, nextOf, paging } from "./route-parts.ts";
import { updateSettings } from "./update-settings.ts";
import { wideId } from "./wide-id.ts";
import { wideJson, wideNumber } from "./wide-json.ts";

/** Jobs. Every path answers under versions 2.1 and 2.2. Settings no run could follow are refused: 501 names what is not known here. */
export function jobRoutes(around: Surroundings, store: JobStore, runs: JobRuns): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const put = (job: Job): void => {
    checkSettings(job.settings);
    store.jobs.set(job.id, job);
    store.changed();
  };

  app.post(at("create"), async (c) => {
    const settings = await readBody(c, jobSettings);
    const createdAt = around.clock.now().getTime();
    const job: Job = { id: around.ids.long("job"), creator: c.get("user").name, createdAt, settings };
    put(job);
    return wideJson({ job_id: wideNumber(job.id) });
  });
  app.post(at("reset"), async (c) => {
    const body = await readBody(c, z.object({ job_id: wideId, new_settings: jobSettings }));
    put({ ...store.job(body.job_id), settings: body.new_settings });
    return c.json({});
  });
  app.post(at("update"), async (c) => {
    const body = await readBody(
      c,
      z.object({
        job_id: wideId,
        new_settings: z.record(z.string(), z.unknown()).default({}),
        fields_to_remove: z.array(z.string()).default([]),
      }),
    );
    const job = store.job(body.job_id);
    put({ ...job, settings: updateSettings(job.settings, body.new_settings, body.fields_to_remove) });
    return c.json({});
  });
  app.post(at("delete"), async (c) => {
    const { job_id: id } = await readBody(c, z.object({ job_id: wideId }));
    store.jobs.delete(store.job(id).id);
    runs.cancelAll(id, "all");
    store.changed();
    return c.json({});
  });
  app.get(at("get"), (c) => wideJson(jobView(store.job(c.req.query("job_id") ?? ""))));
  app.get(at("list"), (c) => {
    const name = c.req.query("name");
    const jobs = [...store.jobs.values()].filter(
      (job) => name === undefined || job.settings.name.toLowerCase() === name.toLowerCase(),
    );
    const tasks = c.req.query("expand_tasks") === "true" ? "with tasks" : "without tasks";
    const { items, nextPageToken } = pageOf(jobs.toReversed(), paging(c), { usual: 20, most: 100 });
    const shown = items.map((job) => listedJobView(job, tasks));
    return wideJson({ jobs: shown, has_more: nextPageToken !== null, ...nextOf(nextPageToken) });
  });
  return app;
}
