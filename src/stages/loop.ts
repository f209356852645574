import { reaches, type Stop, whetherToStop } from "../lib/gate/stop.ts";
import { type Exceeded, reasonOf } from "../lib/forecast/limits.ts";
import { mostLoops } from "../lib/settings/settings.ts";
import type { StageRow } from "../lib/state/tables/stages.ts";
import type { StageName } from "../lib/state/words.ts";
import { wilson } from "../lib/scoring/interval.ts";
import { baselineTrouble, isIndecisive } from "../runs/asking/baseline-trouble.ts";
import { createAsker, type WantedAsk } from "../runs/asking/asking.ts";
import { isKept } from "../runs/change-words.ts";
import { lacksRoom } from "../runs/budget/lacks-room.ts";
import { budgetEnd, budgetEndBefore, outOfBudget } from "../runs/budget/out-of-budget.ts";
import { cleanUpClones } from "../runs/ending/clean-up.ts";
import { isTooEasy, tooEasy } from "../runs/exam/too-easy.ts";
import { type Ended, endRun } from "../runs/ending/end-run.ts";
import { approvalExpired, endsUndecided } from "../runs/approval/give-up-plans.ts";
import { closeUnbegun, failureOfRun } from "../runs/jobs/job-close.ts";
import { finishKeeping } from "../runs/trials/keep-record.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { reportPath, writeRunFiles } from "../runs/ending/run-files.ts";
import { currentStanding } from "../runs/trials/run-standing.ts";
import { answerOf } from "../runs/trials/standing.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { type NextStarted, startNextLoop, startSameLoop } from "../runs/jobs/start-next.ts";
import { stopRequested } from "../runs/asking/stop-request.ts";
import { isOutOfTime, loopGoesOnLater, newestRow, unfinishedValues } from "../runs/asking/time-limit.ts";
import { unlessWaiting } from "../runs/approval/unless-waiting.ts";
import { usageRecorder } from "../runs/asking/usage-record.ts";
import { stageProgram } from "./program.ts";

/**
 * Ends the loop whatever happened before it: starts the next one, or ends the run with its last exam, lessons, decision table and
 * promotion. A target counts as reached only by a full evaluation of the visible exam on dev-best. In a job whose stage ran out of time it
 * starts the same loop again.
 */
export async function loop(context: RunContext, runId: string, number: number): Promise<StageResult> {
  const inJob = (context.job?.jobRunId ?? null) !== null;
  const begun = inJob ? await context.state.runs.get(runId) : null;
  if (begun !== null && begun.exam_digest === null) return closeUnbegun(context, begun, number);
  const record = (): Promise<StageResult> => recordStage(context, "loop", runId, number, endLoop);
  const result = await unlessWaiting(context, "loop", runId, number, record);
  // Told to stop among its own questions, it ends the run without them.
  if (result.task_values["stopped"] === true) return record();
  if (begun === null || result.status !== "SKIPPED" || result.task_values["run_status"] !== "FAILED") return result;
  return { ...result, status: "FAILED", error: failureOfRun(begun) };
}

async function endLoop(run: OpenRun): Promise<StageWork> {
  if (run.run.completed_at !== null) return finishEnding(run);
  await finishKeeping(run);
  const recordUsage = usageRecorder(run);
  try {
    if (await isToGoOn(run)) return await goOn(run, "same");
    const stop = await decideOrEnd(run);
    await run.state.iterations.upsert({
      run_id: run.run.run_id,
      iteration_number: run.loop,
      status: stop.kind === "end" && stop.status === "FAILED" ? "FAILED" : "COMPLETED",
      completed_at: run.clock.now().toISOString(),
    });
    if (stop.kind === "end") return ended(run, await endRun(run, stop.status, stop.reason, recordUsage));
    await recordUsage();
    return await goOn(run, "next");
  } catch (thrown) {
    if (!isOutOfTime(thrown)) {
      // What cannot be written any more must not hide the first error.
      await recordUsage().catch(() => undefined);
      throw thrown;
    }
    await recordUsage();
    return goOn(run, "same");
  }
}

/** A stage before this one ran out of time, and nobody wants the run to end all the same. */
async function isToGoOn(run: OpenRun): Promise<boolean> {
  return run.run.status !== "FAILED" && !(await stopRequested(run)) && (await loopGoesOnLater(run));
}

/** Starts the next loop, or this one again. Where the platform refuses, the run ends with what it has. */
async function goOn(run: OpenRun, which: "next" | "same"): Promise<StageWork> {
  const started = await (which === "next" ? startNextLoop(run) : startSameLoop(run));
  if (started.kind === "refused") {
    await run.state.runs.update(run.run.run_id, { error_code: "NEXT_LOOP_REFUSED", error_message: started.reason });
    run.report({ kind: "problem", message: started.reason });
    // Nothing would go on with what this stage leaves: it takes the time it needs.
    return ended(run, await endRun({ ...run, deadline: null }, "BLOCKED", "next_loop_refused", usageRecorder(run)));
  }
  const next_loop = which === "next" ? run.loop + 1 : run.loop;
  const same = which === "same" ? unfinishedValues : {};
  const at = started.kind === "started" ? { next_job_run_id: started.jobRunId } : {};
  return {
    status: which === "same" ? "SKIPPED" : "COMPLETED",
    values: { run_status: "NEEDS_ANOTHER_LOOP", next_loop, ...at, ...same },
    message: wordsOf(started, next_loop),
  };
}

function wordsOf(started: NextStarted, number: number): string {
  if (started.kind === "started") {
    const { jobRunId, pageUrl } = started;
    return `Loop ${String(number)} goes on in job run ${jobRunId}${pageUrl === null ? "" : `: ${pageUrl}`}`;
  }
  return `Loop ${String(number)} waits to be started.`;
}

/** A run that failed makes its job's last task fail too: else the platform would call the job run a success. */
async function ended(run: OpenRun, { status, outcome, files }: Ended): Promise<StageWork> {
  const report = reportPath(run, files);
  const work: StageWork = {
    status: "COMPLETED",
    values: { run_status: status, outcome: outcome ?? "" },
    ...(report === undefined ? {} : { report_html: report }),
  };
  if (status !== "FAILED" || (run.job?.jobRunId ?? null) === null) return work;
  const row = await run.state.runs.get(run.run.run_id);
  return { ...work, error: failureOfRun(row ?? run.run) };
}

/** The run's row says how it ended, and this stage was killed before it had done the rest. */
async function finishEnding(run: OpenRun): Promise<StageWork> {
  await cleanUpClones(run, run.run.outcome);
  const { files } = await writeRunFiles(run, run.run.run_id);
  await run.state.leases.release(run.lease);
  return ended(run, { status: run.run.status, outcome: run.run.outcome, files });
}

type End =
  | Stop
  | {
      readonly kind: "end";
      readonly status: "FAILED" | "BLOCKED" | "STOPPED" | "TARGET_REACHED" | "BUDGET_EXHAUSTED";
      readonly reason: string;
    };

/** A limit that is used up among the loop stage's own questions ends the run too. */
async function decideOrEnd(run: OpenRun): Promise<End> {
  try {
    return await decide(run);
  } catch (thrown) {
    const exceeded = budgetEnd(thrown);
    if (exceeded === null) throw thrown;
    return exhausted(exceeded);
  }
}

function exhausted(exceeded: Exceeded): End {
  return { kind: "end", status: "BUDGET_EXHAUSTED", reason: reasonOf(exceeded) };
}

async function decide(run: OpenRun): Promise<End> {
  const runId = run.run.run_id;
  if (run.run.status === "FAILED") return { kind: "end", status: "FAILED", reason: "stage_failed" };
  if (await stopRequested(run)) return { kind: "end", status: "STOPPED", reason: "asked_to_stop" };
  if (await endsUndecided(run, runId, run.loop)) return { kind: "end", status: "STOPPED", reason: approvalExpired };
  const rows = await run.state.stages.list(runId, { iteration_number: run.loop });
  const exceeded = budgetEndBefore(rows, "loop");
  if (exceeded !== null) return exhausted(exceeded);
  const unfinished = unfinishedStage(rows);
  if (unfinished !== null) {
    const { stage, row } = unfinished;
    const error_code = row?.error_code ?? "INTERNAL";
    const error_message = row?.error_message ?? `Stage ${stage} of loop ${String(run.loop)} did not finish`;
    await run.state.runs.update(runId, { error_code, error_message });
    return { kind: "end", status: "FAILED", reason: "stage_failed" };
  }
  const trouble = await baselineTrouble(run);
  if (trouble !== null) return { kind: "end", status: "BLOCKED", reason: trouble };
  const standing = await currentStanding(run);
  const target = run.settings.target_score;
  const changes = await run.state.changes.list({ run_id: runId });
  const kept = changes.filter(isKept);
  const share = standing.correct / Math.max(1, standing.n);
  if (kept.length === 0 && isTooEasy(share)) return { kind: "end", status: "TARGET_REACHED", reason: tooEasy };
  if (kept.length === 0 && reaches(share, target)) {
    return { kind: "end", status: "TARGET_REACHED", reason: "target_reached" };
  }

  const facts = {
    iteration: run.loop,
    maxIterations: Math.min(run.settings.max_iterations, mostLoops),
    targetScore: target,
    proposed: changes.filter((row) => row.iteration_number === run.loop && row.status !== "BLOCKED").length,
    kept: kept.filter((row) => row.iteration_number === run.loop).length,
    loopsWithoutGain: run.loop - Math.max(0, ...kept.map((row) => row.iteration_number)),
    stopRequested: false,
  };
  const withoutEvaluation = whetherToStop({ ...facts, evaluatedScore: null });
  // A full evaluation costs a question each, another loop many times that: it is made when the target is within the score's interval, or
  // when it closes the run.
  const within = facts.kept > 0 && wilson(standing.correct, standing.n)[1] >= target;
  const due = kept.length > 0 && (within || share >= target || withoutEvaluation.kind === "end");
  const evaluatedScore = due ? await evaluateBest(run) : null;
  const stop = whetherToStop({ ...facts, evaluatedScore });
  const usedUp = stop.kind === "go_on" ? run.budget.reached() : null;
  return usedUp === null ? stop : exhausted(usedUp);
}

/** The first stage of this loop that did not come to its end: killed, or failed without being able to say so. */
function unfinishedStage(
  rows: readonly StageRow[],
): { readonly stage: StageName; readonly row: StageRow | undefined } | null {
  for (const stage of ["orchestrator", "score", "plan", "apply", "validate"] as const) {
    const row = newestRow(rows, stage);
    if (row?.status !== "COMPLETED" && row?.status !== "SKIPPED") return { stage, row };
  }
  return null;
}

/** Every visible question once on dev-best. @returns correct ÷ visible questions, or null when too many answers were spoilt to say */
async function evaluateBest(run: OpenRun): Promise<number | null> {
  const best = await run.state.spaces.latest(run.run.run_id, "dev_best");
  if (best === null) throw new Error("no snapshot of dev-best");
  const visible = run.exam.questions.filter((question) => question.split === "visible");
  const asks = visible.map((question): WantedAsk => ({
    question,
    spaceId: best.space_id,
    spaceDigest: best.digest,
    arm: "evaluation",
    attempt: 1,
  }));
  const lacking = await lacksRoom(run, asks);
  if (lacking !== null) throw outOfBudget(run, lacking);
  const rows = await createAsker(run)(asks);
  if (isIndecisive(rows)) return null;
  const correct = rows.filter((row) => answerOf(row) === "right").length;
  const score = correct / Math.max(1, visible.length);
  const [low, high] = wilson(correct, visible.length);
  await run.state.runs.update(run.run.run_id, {
    final_score: score,
    best_score: Math.max(score, run.run.best_score ?? 0),
    score_improvement: run.run.initial_score === null ? null : score - run.run.initial_score,
  });
  run.report({ kind: "scored", loop: run.loop, correct, n: visible.length, low, high, full: true });
  return score;
}

await stageProgram(import.meta, "loop", loop);
