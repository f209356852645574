import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { StageRow } from "../../lib/state/tables/stages.ts";
import { type StageName, stageNames } from "../../lib/state/words.ts";
import type { RunContext, StageResult } from "../run-context.ts";
import { earlierIsUnfinished, newestRow, unfinishedValues } from "../asking/time-limit.ts";
import { budgetEndBefore, budgetValues } from "../budget/out-of-budget.ts";

type Values = StageResult["task_values"];

/** What a stage of a job finds when it begins. */
export type JobStanding =
  | { readonly kind: "work" }
  /** Its stage, or the job run, broke off before and is repaired: the run is to be taken up again. */
  | { readonly kind: "broken" }
  | { readonly kind: "nothing"; readonly message: string; readonly values: Values };

/** The record of one loop as a job's task finds it. */
export type LoopRecord = {
  readonly run: RunRow;
  readonly loops: readonly IterationRow[];
  /** Of this loop, in order of beginning. */
  readonly stages: readonly StageRow[];
};

/**
 * Looks, before anything is claimed, whether a task of a job has anything to do. A task may run again (a retry, a repair) when others have
 * long gone on with the run: claiming the space then would cut them off.
 */
export async function jobStanding(
  context: Pick<RunContext, "state" | "job">,
  stage: StageName,
  runId: string,
  loop: number,
): Promise<JobStanding> {
  const jobRunId = context.job?.jobRunId ?? null;
  const run = jobRunId === null ? null : await context.state.runs.get(runId);
  if (jobRunId === null || run === null) return { kind: "work" };
  const [loops, stages] = await Promise.all([
    context.state.iterations.list(runId),
    context.state.stages.list(runId, { iteration_number: loop }),
  ]);
  const found = standingOf({ run, loops, stages }, stage, loop, jobRunId);
  if (found.kind !== "nothing" || stage !== "plan") return found;
  // The job's condition on approval reads it: nothing to do here means nothing to apply.
  return { ...found, values: { ...found.values, approved: false } };
}

/** The rules behind {@link jobStanding}, in the order in which they apply. */
export function standingOf(
  { run, loops, stages }: LoopRecord,
  stage: StageName,
  loop: number,
  jobRunId: string,
): JobStanding {
  const own = loops.find((row) => row.iteration_number === loop);
  const later = loops.find(
    (row) => row.iteration_number > loop && row.status !== "SKIPPED" && (row.status !== "PENDING" || isElsewhere(row)),
  );
  if (later !== undefined) return movedOn(run, later);
  if (own !== undefined && isElsewhere(own, jobRunId) && (stage !== "orchestrator" || wasHere(stages, jobRunId))) {
    return movedOn(run, own);
  }
  if (stage === "orchestrator") {
    const waited = own?.status === "PENDING" && own.job_run_id === jobRunId;
    return waited && run.completed_at !== null ? over(run) : { kind: "work" };
  }
  if (stage === "loop") {
    return run.completed_at !== null && !brokeOff(stages, "loop") ? over(run) : { kind: "work" };
  }
  if (run.completed_at !== null || run.status === "FAILED" || run.status === "STOPPED") {
    const failed = run.status === "FAILED" || run.status === "STOPPED";
    const repaired = brokeOff(stages, stage) || (run.status === "FAILED" && neverBegan(stages, stage));
    return failed && repaired ? { kind: "broken" } : over(run);
  }
  if (earlierIsUnfinished(stages, stage)) {
    const message = "An earlier stage of this loop reached its time limit: the loop goes on in a new job run.";
    return { kind: "nothing", message, values: unfinishedValues };
  }
  const exceeded = budgetEndBefore(stages, stage);
  if (exceeded !== null) {
    const message = "The run has used up what it may use: its loop stage ends it.";
    return { kind: "nothing", message, values: budgetValues(exceeded) };
  }
  return { kind: "work" };
}

/** Whether a job run, if given another one than that, works on the loop or is to. */
function isElsewhere(row: IterationRow, jobRunId: string | null = null): boolean {
  return row.job_run_id !== null && row.job_run_id !== jobRunId;
}

/** What the orchestrator of a job run leaves in its stage's row. */
export function startedBy(jobRunId: string): string {
  return JSON.stringify({ job_run_id: jobRunId });
}

function wasHere(stages: readonly StageRow[], jobRunId: string): boolean {
  return stages.some((row) => row.stage_name === "orchestrator" && row.input_json === startedBy(jobRunId));
}

/** Killed in the middle, or failed. */
function brokeOff(stages: readonly StageRow[], stage: StageName): boolean {
  const status = newestRow(stages, stage)?.status;
  return status === "RUNNING" || status === "FAILED";
}

/** Killed before it could leave a row: it is its turn, and there is none. */
function neverBegan(stages: readonly StageRow[], stage: StageName): boolean {
  const before = stageNames.slice(0, stageNames.indexOf(stage));
  const ended = (name: StageName): boolean => ["COMPLETED", "SKIPPED"].includes(newestRow(stages, name)?.status ?? "");
  return newestRow(stages, stage) === undefined && before.every(ended);
}

function movedOn(run: RunRow, row: IterationRow): JobStanding {
  const where = row.job_run_id === null ? "elsewhere" : `in job run ${row.job_run_id}`;
  return {
    kind: "nothing",
    message: `Nothing to do: run ${run.run_id} goes on with loop ${String(row.iteration_number)} ${where}.`,
    values: {
      run_status: run.status,
      next_loop: row.iteration_number,
      ...(row.job_run_id === null ? {} : { next_job_run_id: row.job_run_id }),
    },
  };
}

function over(run: RunRow): JobStanding {
  const message = `Nothing to do: run ${run.run_id} has ended (${run.status}).`;
  return { kind: "nothing", message, values: { run_status: run.status, outcome: run.outcome ?? "" } };
}
