import { globSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { bundleStages } from "../../scripts/bundle-stages.ts";
import { jobSpecification } from "../../scripts/job-specification.ts";
import { systemClock } from "../../src/lib/core/clock.ts";
import { folder, pathOf, type Place, servedPlace } from "../cli/program.ts";

/** Where a person without the CLI imports `bundle/`. */
const home = "/Workspace/Users/local.user@example.com/bundle";

const id = z.union([z.string(), z.number()]).transform(String);
const stateSchema = z.looseObject({
  life_cycle_state: z.string(),
  result_state: z.string().optional(),
  state_message: z.string().default(""),
});
const runSchema = z.looseObject({
  run_id: id,
  state: stateSchema,
  job_parameters: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
  tasks: z.array(z.looseObject({ task_key: z.string(), run_id: id, state: stateSchema })).default([]),
});
const pageSchema = z.looseObject({
  runs: z.array(runSchema).default([]),
  next_page_token: z.string().default(""),
});
export type Run = z.output<typeof runSchema>;

/** The enhance job in a workspace that is served by another process, as its notebooks and settings are without the CLI. */
export type DeployedJob = AsyncDisposable & {
  readonly place: Place;
  readonly jobId: string;
  /** @returns the job run's id */
  readonly start: (parameters?: Readonly<Record<string, string>>) => Promise<string>;
  /** Every run of the job, oldest first. */
  readonly runs: () => Promise<readonly Run[]>;
  /** Waits until the run is as wanted. @returns the run as it then is */
  readonly until: (runId: string, wanted: (run: Run) => boolean) => Promise<Run>;
  /** Runs the tasks again that did not succeed, and those after them. */
  readonly repair: (runId: string) => Promise<void>;
};

export const hasEnded = (run: Run): boolean =>
  ["TERMINATED", "SKIPPED", "INTERNAL_ERROR"].includes(run.state.life_cycle_state);

/** @param more parameters' defaults beside those of the job */
export async function deployJob(more: Readonly<Record<string, string>>): Promise<DeployedJob> {
  const place = await servedPlace(["--speed", "0"]);
  await upload(place);
  const { job_id: jobId } = z
    .looseObject({ job_id: id })
    .parse(await place.call("POST", "/api/2.2/jobs/create", await settingsWith({ ...locally(place), ...more })));
  const run = async (runId: string): Promise<Run> =>
    runSchema.parse(await place.call("GET", `/api/2.2/jobs/runs/get?run_id=${runId}`));
  return {
    place,
    jobId,
    start: async (parameters = {}) => {
      const body = { job_id: jobId, job_parameters: parameters };
      return z.looseObject({ run_id: id }).parse(await place.call("POST", "/api/2.2/jobs/run-now", body)).run_id;
    },
    runs: async () => {
      const all: Run[] = [];
      for (let token = ""; ;) {
        const page = token === "" ? "" : `&page_token=${token}`;
        const listed = await place.call("GET", `/api/2.2/jobs/runs/list?job_id=${jobId}&limit=25${page}`);
        const { runs, next_page_token: next } = pageSchema.parse(listed);
        all.push(...runs);
        if (next === "") return all.toReversed();
        token = next;
      }
    },
    until: async (runId, wanted) => {
      for (;;) {
        const now = await run(runId);
        if (wanted(now)) return now;
        if (hasEnded(now)) throw new Error(`Job run ${runId} ended: ${JSON.stringify(now.state)}`);
        await systemClock.sleep(100);
      }
    },
    repair: async (runId) => {
      await place.call("POST", "/api/2.2/jobs/runs/repair", {
        run_id: runId,
        rerun_all_failed_tasks: true,
        rerun_dependent_tasks: true,
      });
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** What makes a run quick where nothing has to be waited for. */
const locally = ({ ready, cwd }: Place): Readonly<Record<string, string>> => ({
  warehouse_id: ready.warehouse_id,
  llm_endpoint: ready.llm_endpoint,
  benchmarks: pathOf("test/fixtures/six.exam.json"),
  questions_per_minute: "off",
  poll_interval: "0.02",
  indexing_wait: "0",
  out_dir: join(cwd, "out"),
});

async function upload(place: Place): Promise<void> {
  await using built = await folder();
  await bundleStages(join(built.path, "dist"));
  for (const name of ["dist", "launcher"])
    await place.call("POST", "/api/2.0/workspace/mkdirs", { path: `${home}/${name}` });
  const put = async (name: string, path: string): Promise<void> => {
    const content = (await readFile(path)).toString("base64");
    await place.call("POST", "/api/2.0/workspace/import", {
      path: `${home}/${name}`,
      format: "AUTO",
      content,
      overwrite: true,
    });
  };
  const sources = globSync(["*.py", "launcher/*.py"], { cwd: pathOf("bundle") });
  for (const name of sources) await put(name, pathOf(`bundle/${name}`));
  for (const name of await readdir(join(built.path, "dist"))) await put(`dist/${name}`, join(built.path, "dist", name));
}

const specificationSchema = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), default: z.string() })),
  tasks: z.array(z.looseObject({ notebook_task: z.looseObject({ notebook_path: z.string() }).optional() })),
});

async function settingsWith(defaults: Readonly<Record<string, string>>): Promise<unknown> {
  const job = specificationSchema.parse(await jobSpecification());
  return {
    ...job,
    parameters: job.parameters.map((one) => ({ ...one, default: defaults[one.name] ?? one.default })),
    tasks: job.tasks.map(({ notebook_task: notebook, ...task }) =>
      notebook === undefined
        ? task
        : { ...task, notebook_task: { ...notebook, notebook_path: `${home}/${notebook.notebook_path}` } },
    ),
  };
}
