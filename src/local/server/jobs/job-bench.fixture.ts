import { setImmediate as nextTurn } from "node:timers/promises";
import { parseJson } from "../../../lib/core/json.ts";
import { seededIds } from "../../../lib/core/random.ts";
import type { NotebookEnd, NotebookTask } from "../../notebook/notebook-task.ts";
import { idMaker } from "../id-maker.ts";
import { openTokenBook, type TokenBook } from "../identity/token-book.ts";
import { type Keep, memoryKeep } from "../keep.ts";
import { type Loose, tinyWorld } from "../test-workspace.ts";
import { workspaceApp } from "../workspace-app.ts";
import { openJobs } from "./open-jobs.ts";
import { type SteppedClock, steppedClock } from "./stepped-clock.fixture.ts";

/** What a notebook of a test does, by its name; one that gives nothing back has succeeded. */
export type Notebooks = Readonly<
  Record<string, (task: NotebookTask) => Promise<NotebookEnd | void> | NotebookEnd | void>
>;

export type JobBench = {
  readonly clock: SteppedClock;
  readonly tokens: TokenBook;
  /** Every notebook that was started, in order. */
  readonly started: NotebookTask[];
  /** One call as the administrator; ids beyond 2^53 are text both ways. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: Loose }>;
  /** Saves a job and gives its id. */
  create(settings: Readonly<Record<string, unknown>>): Promise<string>;
  /** Starts a run and gives its id. */
  runNow(job: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  get(run: string): Promise<Loose>;
  /** The run once it has ended. */
  ended(run: string): Promise<Loose>;
  /** Runs the tasks as a job of their own, to the end. */
  run(tasks: readonly unknown[], more?: Readonly<Record<string, unknown>>): Promise<Loose>;
  stop(): Promise<void>;
};

/** The jobs of a workspace with notebooks that are functions, at `/Workspace/n/<name>`. */
export async function jobBench(
  notebooks: Notebooks = {},
  options: { readonly keep?: Keep; readonly start?: number; readonly speed?: number } = {},
): Promise<JobBench> {
  const clock = steppedClock();
  const keep = options.keep ?? memoryKeep;
  const host = (): string => "https://127.0.0.1:1";
  const tokens = await openTokenBook(clock, seededIds(options.start ?? 1), keep);
  const ids = idMaker(7, options.start ?? 1);
  const around = { ...tinyWorld, clock, seed: 7, speed: options.speed ?? 1, ids, keep, host };
  const started: NotebookTask[] = [];
  const nameOf = (path: string): string => path.replace(/^(?:\/Workspace)?\/n\//u, "");
  const jobs = await openJobs(around, {
    tokens,
    caFile: "/ca.pem",
    files: {
      notebook: async (path) =>
        await Promise.resolve(Object.hasOwn(notebooks, nameOf(path)) ? `/disk/${nameOf(path)}` : null),
    },
    runNotebook: async (task) => {
      started.push(task);
      const end = await notebooks[nameOf(task.workspacePath)]?.(task);
      return end ?? { kind: "succeeded", exitValue: null, html: [] };
    },
  });
  const app = workspaceApp(tokens, host, jobs.routes);
  const call: JobBench["call"] = async (method, path, body, token = tokens.token) => {
    const reply = await app.request(`/api/2.2/jobs/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: parseJson(await reply.text()) };
  };
  const told = async (method: string, path: string, body?: unknown): Promise<Loose> => {
    const reply = await call(method, path, body);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  };
  const get: JobBench["get"] = async (run) => await told("GET", `runs/get?run_id=${run}&include_history=true`);
  const create: JobBench["create"] = async (settings) => (await told("POST", "create", settings)).job_id as string;
  const runNow: JobBench["runNow"] = async (job, more = {}) =>
    (await told("POST", "run-now", { job_id: job, ...more })).run_id as string;
  const ended: JobBench["ended"] = async (run) => {
    for (let turn = 0; turn < 1000; turn += 1) {
      const body = await get(run);
      if (body.end_time !== 0) return body;
      await nextTurn();
    }
    throw new Error(`Run ${run} does not end: ${JSON.stringify(await get(run))}`);
  };
  return {
    clock,
    tokens,
    started,
    call,
    create,
    runNow,
    get,
    ended,
    run: async (tasks, more = {}) => await ended(await runNow(await create({ name: "job", tasks, ...more }))),
    stop: async () => await jobs.stop(),
  };
}

/** A notebook task, by the name of both. */
export function notebook(
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { task_key: name, notebook_task: { notebook_path: `/Workspace/n/${name}` }, ...more };
}

export const after = (
  ...keys: readonly string[]
): { readonly depends_on: readonly Readonly<Record<string, string>>[] } => ({
  depends_on: keys.map((key) => ({ task_key: key })),
});

/** The end of a notebook that raised. */
export const raised: NotebookEnd = { kind: "failed", error: "ValueError: no", trace: "Traceback" };

/** A notebook that goes on until it is stopped. */
export async function untilStopped({ signal }: NotebookTask): Promise<NotebookEnd> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  return { kind: "cancelled" };
}

/** Results by task: of the latest attempt of each. */
export function results(run: Loose): Record<string, string> {
  return Object.fromEntries(
    run.tasks.map((task: Loose) => [task.task_key, task.state.result_state ?? task.state.life_cycle_state]),
  );
}
