import { ApiError, doesNotExist, invalidParameter } from "../api-error.ts";
import type { TaskParts } from "./attempt.ts";
import { executePass } from "./execute-pass.ts";
import type { JobRun } from "./job-run.ts";
import { newRun, parametersOf, type RunRequest } from "./new-run.ts";
import { planRepair, type RepairRequest } from "./plan-repair.ts";
import { runLine } from "./run-line.ts";
import { runStates } from "./run-states.ts";
import { selectTasks } from "./task-graph.ts";

export type JobRuns = {
  /** Starts, queues or skips a run; a known token gives the run it started. @throws ApiError 400, 404 */
  start(request: RunRequest, user: string): JobRun;
  /** Runs tasks of an ended run again; gives the repair's id. @throws ApiError 400, 404 */
  repair(request: RepairRequest): string;
  /** Cancels a run, or one attempt by its own id; nothing happens to what has ended. @throws ApiError 404 */
  cancel(id: string): void;
  /** Cancels the runs of a job, or of all jobs. */
  cancelAll(jobId: string | null, which: "all" | "queued"): void;
  /** Forgets an ended run. @throws ApiError 400, 404 */
  remove(runId: string): void;
  /** Ends what runs, as a workspace that stops does, and waits until it has. */
  stop(): Promise<void>;
};

export function jobRuns(shared: Omit<TaskParts, "startChild" | "cancelChild">): JobRuns {
  const { around, store } = shared;
  const line = runLine(around.clock, store, async (active, selected) => await executePass(parts, active, selected));
  let stopped = false;

  const start: JobRuns["start"] = (request, user) => {
    const job = store.job(request.jobId);
    const ofJob = [...store.runs.values()].filter((run) => run.jobId === job.id);
    const same = request.token === null ? undefined : ofJob.find((run) => run.token === request.token);
    if (same !== undefined) return same;
    if (store.spentTokens.has(`${job.id}/${request.token ?? ""}`)) {
      throw invalidParameter(`The run that idempotency_token '${request.token ?? ""}' started was deleted.`);
    }
    if (stopped) throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", "The workspace is stopping.");
    const run = newRun(around, job, request, user, ofJob.length + 1);
    store.runs.set(run.id, run);
    const { keys: selected } = selectTasks(run.settings.tasks ?? [], run.only);
    if (line.enter(run, { repairId: null, selected }, mayQueue(run, request.queue)) === "full") skip(run);
    return run;
  };
  const skip = (run: JobRun): void => {
    run.endedAt = run.startedAt;
    run.state = runStates.skipped;
    store.changed();
  };
  const parts: TaskParts = {
    ...shared,
    startChild: ({ user, ...request }) => {
      const rest = { notebookParameters: {}, only: null, token: null, queue: null };
      const run = start({ ...request, ...rest }, user);
      return { run, ended: line.ended(run) };
    },
    cancelChild: (runId) => line.cancel(store.run(runId)),
  };

  return {
    start,
    repair: (request) => {
      const run = store.run(request.runId);
      const job = store.job(run.jobId);
      const selected = planRepair(run, job.settings.tasks ?? [], request);
      const parameters = parametersOf(around, job, run, request.parameters);
      const repairId = around.ids.long("repair");
      if (line.enter(run, { repairId, selected }, mayQueue({ settings: job.settings }, null)) === "full") {
        throw invalidParameter(`Run ${run.id} cannot be repaired while its job is at its maximum of concurrent runs.`);
      }
      // Nothing has begun yet: work starts after this call.
      Object.assign(run, { settings: job.settings, parameters });
      return repairId;
    },
    cancel: (id) => {
      const run = store.runs.get(id);
      if (run !== undefined) return line.cancel(run);
      const found = store.taskRun(id);
      if (found === null) throw doesNotExist(`Run ${id} does not exist.`);
      line.cancelAttempt(found.run, id);
    },
    cancelAll: (jobId, which) => {
      for (const run of store.runs.values()) {
        const meant = which === "all" || run.state.lifeCycle === "QUEUED";
        if (meant && (jobId === null || run.jobId === jobId)) line.cancel(run);
      }
    },
    remove: (runId) => {
      const run = store.run(runId);
      if (run.endedAt === null) throw invalidParameter(`Run ${runId} is active and cannot be deleted.`);
      if (run.token !== null) store.spentTokens.add(`${run.jobId}/${run.token}`);
      store.runs.delete(runId);
      store.changed();
    },
    stop: async () => {
      stopped = true;
      await line.stop();
    },
  };
}

/** A job that allows no runs at all would queue for ever. */
function mayQueue({ settings }: Pick<JobRun, "settings">, asked: boolean | null): boolean {
  return (settings.max_concurrent_runs ?? 1) > 0 && (asked ?? settings.queue?.enabled ?? false);
}
