import { toEnhancerError, type EnhancerError } from "../../src/lib/core/errors.ts";
import type { JobRun, Jobs } from "../../src/lib/databricks/jobs.ts";
import { runStage } from "../../src/runs/jobs/job-stage.ts";
import type { RunContext, Stage, StageResult } from "../../src/runs/run-context.ts";
import { apply } from "../../src/stages/apply.ts";
import { loop } from "../../src/stages/loop.ts";
import { orchestrator } from "../../src/stages/orchestrator.ts";
import { plan } from "../../src/stages/plan.ts";
import { score } from "../../src/stages/score.ts";
import { validate } from "../../src/stages/validate.ts";

const stages = { orchestrator, score, plan, apply, validate, loop } as const satisfies Record<string, Stage>;
export type TaskName = keyof typeof stages;
const taskNames = Object.keys(stages) as readonly TaskName[];

/** What became of one task: what it answered, what it threw, or that it was not run at all. */
export type TaskEnd =
  | { readonly kind: "answered"; readonly result: StageResult }
  | { readonly kind: "failed"; readonly error: EnhancerError }
  | { readonly kind: "excluded" };

type Standing = { readonly run: JobRun; readonly token: string; readonly tasks: Map<TaskName, TaskEnd> };

/** A job whose tasks are the stages, played in this process one after the other; what run-now asks for is played when told. */
export type PlayedJob = {
  /** Every job run there is, in order. */
  readonly runs: () => readonly {
    readonly id: string;
    readonly token: string;
    readonly parameters: JobRun["parameters"];
  }[];
  readonly start: (parameters?: Readonly<Record<string, string>>) => string;
  /** Plays a job run. In a repair: the tasks that did not succeed, and those after them. */
  readonly play: (id: string) => Promise<ReadonlyMap<TaskName, TaskEnd>>;
  /** Plays one task of a job run once more. */
  readonly again: (id: string, task: TaskName) => Promise<TaskEnd>;
  /** Plays every job run that is waiting, until none is left. @returns how many */
  readonly playAll: () => Promise<number>;
  /** Plays the one task of another job beside this one, as a person started it. */
  readonly beside: (stage: Stage, parameters: Readonly<Record<string, string>>, person: string) => Promise<StageResult>;
  /** From then on run-now answers with this error, or, given a sentence, with a run that was skipped. */
  readonly refuse: (how: EnhancerError | string | null) => void;
};

const jobId = "7";
/** Several jobs may share one workspace, and with it the tables in which job runs are told apart by their ids. */
let lastId = 1000;
const defaults = { run_id: "", loop: "1" };

/** @param contextOf the context of a task, from the parameters of its job run */
export function playedJob(contextOf: (parameters: JobRun["parameters"]) => RunContext): PlayedJob {
  const all = new Map<string, Standing>();
  let refusal: EnhancerError | string | null = null;
  const add = (parameters: Readonly<Record<string, string>>, token: string): string => {
    lastId += 1;
    const id = String(lastId);
    const skipped = typeof refusal === "string";
    const run: JobRun = {
      runId: id,
      jobId,
      creator: null,
      lifeCycleState: skipped ? "SKIPPED" : "QUEUED",
      resultState: null,
      stateMessage: skipped ? String(refusal) : "",
      ended: skipped,
      pageUrl: `https://workspace/jobs/${jobId}/runs/${id}`,
      parameters: { ...defaults, ...parameters },
      tasks: [],
    };
    all.set(id, { run, token, tasks: new Map() });
    return id;
  };
  const standing = (id: string): Standing => {
    const found = all.get(id);
    if (found === undefined) throw new Error(`no job run ${id}`);
    return found;
  };
  const jobs: Pick<Jobs, "runNow" | "getRun"> = {
    runNow: async ({ jobParameters, idempotencyToken }) => {
      const same = [...all.values()].find(({ token }) => token === idempotencyToken);
      if (same !== undefined) return { runId: same.run.runId };
      if (refusal !== null && typeof refusal !== "string") throw refusal;
      return { runId: add(jobParameters, idempotencyToken) };
    },
    getRun: async (id) => {
      const { run, tasks } = standing(id);
      const ends = [...tasks].map(([key, end]) => ({
        key,
        runId: key,
        resultState: succeeded(end) ? "SUCCESS" : "FAILED",
      }));
      return { ...run, tasks: ends };
    },
  };
  const playTask = async (id: string, name: TaskName): Promise<TaskEnd> => {
    const { run, tasks } = standing(id);
    const { run_id = "", loop: number = "1" } = run.parameters;
    const context = contextOf(run.parameters);
    const inJob: RunContext = {
      ...context,
      settings: { ...context.settings, job_id: jobId },
      workspace: { ...context.workspace, jobs: { ...context.workspace.jobs, ...jobs } },
      job: { jobId, jobRunId: id, parameters: run.parameters },
    };
    const wanted = { name, stage: stages[name], runId: run_id, loop: Number(number) };
    const end: TaskEnd = await runStage(inJob, wanted).then(
      (result) => ({ kind: "answered", result }),
      (thrown: unknown) => ({ kind: "failed", error: toEnhancerError(thrown) }),
    );
    tasks.set(name, end);
    return end;
  };
  const play: PlayedJob["play"] = async (id) => {
    const { tasks } = standing(id);
    const before = new Map(tasks);
    let open = true;
    let repeating = false;
    for (const name of taskNames) {
      const done = before.get(name);
      repeating ||= done === undefined || !succeeded(done);
      if (!repeating) continue;
      if (name !== "loop" && !open) {
        tasks.set(name, { kind: "excluded" });
        continue;
      }
      const end = await playTask(id, name);
      open = succeeded(end) && !(end.kind === "answered" && end.result.task_values["approved"] === false);
    }
    return tasks;
  };
  return {
    runs: () => [...all].map(([id, { run, token }]) => ({ id, token, parameters: run.parameters })),
    start: (parameters = {}) => add(parameters, ""),
    play,
    again: playTask,
    playAll: async () => {
      for (let played = 0; ; played += 1) {
        const waiting = [...all.values()].find(({ run, tasks }) => tasks.size === 0 && !run.ended);
        if (waiting === undefined) return played;
        await play(waiting.run.runId);
      }
    },
    beside: (stage, parameters, person) => {
      const context = contextOf(parameters);
      const own = "1";
      const getRun: Jobs["getRun"] = async (id) => {
        if (id !== own) return jobs.getRun(id);
        const [any] = all.values();
        if (any === undefined) throw new Error("no job run yet");
        return { ...any.run, runId: own, creator: person, parameters };
      };
      const workspace = { ...context.workspace, jobs: { ...context.workspace.jobs, ...jobs, getRun } };
      const task = { jobId: "8", jobRunId: own, parameters };
      return stage({ ...context, workspace, job: task }, parameters["run_id"] ?? "", 1);
    },
    refuse: (how) => {
      refusal = how;
    },
  };
}

function succeeded(end: TaskEnd): boolean {
  return end.kind === "excluded" || (end.kind === "answered" && end.result.status !== "FAILED");
}
