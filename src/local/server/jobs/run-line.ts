import type { Clock } from "../../../lib/core/clock.ts";
import type { ActiveRun } from "./attempt.ts";
import { type JobRun, repairsOf, type RunState } from "./job-run.ts";
import { interrupt, type JobStore } from "./job-store.ts";
import { brokenState, runStates } from "./run-states.ts";
import { stopSwitch } from "./stop-switch.ts";

/** Runs the selected tasks of a run and tells how it ended. */
export type Execute = (active: ActiveRun, selected: ReadonlySet<string>) => Promise<RunState>;

export type RunLine = {
  /**
   * Begins a pass over a run's tasks, the first or a repair, or queues it while its job is at its limit of concurrent runs.
   * `full` changes nothing: there is no room, and it is not to wait.
   */
  enter(
    run: JobRun,
    pass: { readonly repairId: string | null; readonly selected: ReadonlySet<string> },
    queue: boolean,
  ): "begun" | "queued" | "full";
  /** Nothing happens to a run that has ended. */
  cancel(run: JobRun): void;
  /** Cancels one attempt that is under way. */
  cancelAttempt(run: JobRun, taskRunId: string): void;
  /** Resolves when the run has ended. */
  ended(run: JobRun): Promise<void>;
  /** Interrupts every run, and waits until their work has stopped. */
  stop(): Promise<void>;
};

/**
 * A run is QUEUED while its job is at its limit, then PENDING, RUNNING, perhaps TERMINATING, and ends. Whenever one ends, the
 * oldest queued run of its job begins.
 */
export function runLine(clock: Clock, store: JobStore, execute: Execute): RunLine {
  const now = (): number => clock.now().getTime();
  const active = new Map<string, ActiveRun>();
  const working = new Set<Promise<void>>();
  const queued = new Map<string, ReadonlySet<string>>();
  const waiting = new Map<string, (() => void)[]>();
  let stopping = false;

  const hasRoom = (jobId: string): boolean => {
    const begun = [...active.values()].filter(({ run }) => run.jobId === jobId).length;
    return begun < (store.jobs.get(jobId)?.settings.max_concurrent_runs ?? 1);
  };
  const begin = (run: JobRun, selected: ReadonlySet<string>): void => {
    queued.delete(run.id);
    run.queuedMs ??= now() - run.startedAt;
    run.state = runStates.waiting;
    const one = { run, repairId: repairsOf(run).at(-1) ?? null, work: stopSwitch(), attempts: new Map() };
    active.set(run.id, one);
    const work = async (): Promise<void> => {
      // Whoever started it gets the answer before anything runs.
      await Promise.resolve();
      const state = await execute(one, selected).catch(brokenState);
      active.delete(run.id);
      end(run, state);
    };
    const done: Promise<void> = work().finally(() => working.delete(done));
    working.add(done);
  };
  const end = (run: JobRun, state: RunState): void => {
    if (run.endedAt === null) {
      const endedAt = now();
      run.queuedMs ??= endedAt - run.startedAt;
      Object.assign(run, { endedAt, state });
      Object.assign(run.passes.at(-1) ?? {}, { endedAt, state });
    }
    queued.delete(run.id);
    wake(run.id);
    store.changed();
    if (!stopping) beginNext(run.jobId);
  };
  const wake = (runId: string): void => {
    for (const go of waiting.get(runId) ?? []) go();
    waiting.delete(runId);
  };
  const beginNext = (jobId: string): void => {
    for (const [id, selected] of queued) {
      const run = store.runs.get(id);
      if (run?.jobId === jobId && hasRoom(jobId)) begin(run, selected);
    }
  };

  return {
    enter: (run, { repairId, selected }, queue) => {
      const room = hasRoom(run.jobId);
      if (!room && !queue) return "full";
      run.passes.push({ repairId, startedAt: now(), endedAt: null, state: runStates.queued });
      run.endedAt = null;
      if (room) {
        begin(run, selected);
      } else {
        run.state = runStates.queued;
        run.queuedMs = null;
        queued.set(run.id, selected);
      }
      store.changed();
      return room ? "begun" : "queued";
    },
    cancel: (run) => {
      const one = active.get(run.id);
      if (one === undefined) {
        if (run.endedAt === null) end(run, runStates.canceled);
        return;
      }
      run.state = runStates.canceling;
      one.work.stop({ kind: "canceled" });
      store.changed();
    },
    cancelAttempt: (run, taskRunId) => active.get(run.id)?.attempts.get(taskRunId)?.stop({ kind: "canceled" }),
    ended: async (run) => {
      if (run.endedAt !== null) return;
      await new Promise<void>((resolve) => {
        waiting.set(run.id, [...(waiting.get(run.id) ?? []), resolve]);
      });
    },
    stop: async () => {
      stopping = true;
      const going = [...store.runs.values()].filter((run) => run.endedAt === null);
      if (going.length === 0) return;
      for (const run of going) interrupt(run, now());
      store.changed();
      for (const one of active.values()) one.work.stop({ kind: "workspace stopped" });
      // Queued runs end here: nothing of theirs is under way.
      for (const run of going) wake(run.id);
      await Promise.all(working);
    },
  };
}
