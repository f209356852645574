import { invalidParameter } from "../api-error.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Job, JobRun, JobStore, RunState } from "./job-store.ts";

/** What may be told of a run by whatever runs its tasks. */
export type RunReport = {
  readonly state?: RunState;
  readonly tasks?: readonly Record<string, unknown>[];
};

/**
 * Called when a run may start; reports may follow until one says it ended. `signal` aborts when the run is cancelled.
 * Without one, runs are recorded and stay PENDING.
 */
export type OnRunNow = (run: JobRun, job: Job, report: (report: RunReport) => void, signal: AbortSignal) => void;

type RunRequest = {
  readonly jobId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly token: string | null;
  readonly queue: boolean | null;
};

export type Runs = {
  /** @throws ApiError 400, 404 */
  start(request: RunRequest, user: string): JobRun;
  /** @throws ApiError 404 */
  cancel(runId: string): void;
};

/** Starts, queues, skips and cancels runs by the job's limit of concurrent ones. */
export function runsOf(around: Surroundings, store: JobStore, onRunNow: OnRunNow | null): Runs {
  const now = (): number => around.clock.now().getTime();
  const running = new Map<string, AbortController>();

  const report = (run: JobRun, told: RunReport): void => {
    if (run.endedAt !== null) return;
    if (told.tasks !== undefined) run.tasks = [...told.tasks];
    if (told.state !== undefined) run.state = told.state;
    if (told.state?.result !== undefined && told.state.result !== null) {
      run.endedAt = now();
      running.delete(run.id);
      startNext(run.jobId);
    }
    store.changed();
  };
  const begin = (run: JobRun): void => {
    const controller = new AbortController();
    running.set(run.id, controller);
    run.state = { lifeCycle: "PENDING", result: null, message: "Waiting for compute" };
    onRunNow?.(run, store.job(run.jobId), (told) => report(run, told), controller.signal);
  };
  const startNext = (jobId: string): void => {
    const queued = [...store.runs.values()].find((run) => run.jobId === jobId && run.state.lifeCycle === "QUEUED");
    if (queued !== undefined) begin(queued);
  };

  return {
    start: (request, user) => {
      const job = store.job(request.jobId);
      const ofJob = [...store.runs.values()].filter((run) => run.jobId === job.id);
      const same = request.token === null ? undefined : ofJob.find((run) => run.token === request.token);
      if (same !== undefined) return same;
      const active = ofJob.filter((run) => run.endedAt === null && run.state.lifeCycle !== "QUEUED").length;
      const full = active >= (job.settings.max_concurrent_runs ?? 1);
      const queues = request.queue ?? job.settings.queue?.enabled ?? false;
      const run: JobRun = {
        id: around.ids.long("run"),
        jobId: job.id,
        number: ofJob.length + 1,
        creator: user,
        parameters: parametersOf(job, request.parameters),
        token: request.token,
        startedAt: now(),
        endedAt: full && !queues ? now() : null,
        state: full ? (queues ? queued : skipped) : queued,
        tasks: [],
      };
      store.runs.set(run.id, run);
      if (!full) begin(run);
      store.changed();
      return run;
    },
    cancel: (runId) => {
      const run = store.run(runId);
      if (run.endedAt !== null) return;
      running.get(run.id)?.abort(new Error("The run was cancelled."));
      report(run, { state: { lifeCycle: "TERMINATED", result: "CANCELED", message: "Run cancelled." } });
    },
  };
}

const queued: RunState = {
  lifeCycle: "QUEUED",
  result: null,
  message: "Queued due to reaching maximum concurrent runs.",
};
const skipped: RunState = {
  lifeCycle: "SKIPPED",
  result: "MAXIMUM_CONCURRENT_RUNS_REACHED",
  message: "The run was skipped because the job has reached its maximum of concurrent runs.",
};

function parametersOf(job: Job, given: Readonly<Record<string, string>>): Record<string, string> {
  const defaults = (job.settings.parameters ?? []).map((parameter) => [parameter.name, parameter.default] as const);
  const names = new Set(defaults.map(([name]) => name));
  const unknown = Object.keys(given).find((name) => !names.has(name));
  if (unknown !== undefined) throw invalidParameter(`Job ${job.id} has no parameter '${unknown}'.`);
  return { ...Object.fromEntries(defaults), ...given };
}
