import { type Stop, whetherToStop } from "../lib/gate/stop.ts";
import type { StageName } from "../lib/state/words.ts";
import { wilson } from "../lib/scoring/interval.ts";
import { baselineTrouble, isIndecisive } from "../runs/baseline-trouble.ts";
import { createAsker, type WantedAsk } from "../runs/asking.ts";
import { isKept } from "../runs/change-words.ts";
import { endRun } from "../runs/end-run.ts";
import { finishKeeping } from "../runs/keep-record.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { currentStanding } from "../runs/run-standing.ts";
import { answerOf } from "../runs/standing.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { stopRequested } from "../runs/stop-request.ts";
import { usageRecorder } from "../runs/usage-record.ts";
import { stageProgram } from "./program.ts";

/**
 * Ends the loop whatever happened before it: starts the next one, or ends the run with its last exam, lessons, decision table and
 * promotion. A target counts as reached only by a full evaluation of the visible exam on dev-best.
 */
export function loop(context: RunContext, runId: string, number: number): Promise<StageResult> {
  return recordStage(context, "loop", runId, number, async (run): Promise<StageWork> => {
    await finishKeeping(run);
    const recordUsage = usageRecorder(run);
    const stop = await decide(run);
    await run.state.iterations.upsert({
      run_id: runId,
      iteration_number: number,
      status: stop.kind === "end" && stop.status === "FAILED" ? "FAILED" : "COMPLETED",
      completed_at: run.clock.now().toISOString(),
    });
    if (stop.kind === "go_on") {
      await recordUsage();
      await startNext(run);
      return { status: "COMPLETED", values: { run_status: "NEEDS_ANOTHER_LOOP", next_loop: number + 1 } };
    }
    const ended = await endRun(run, stop.status, stop.reason, recordUsage);
    return { status: "COMPLETED", values: { run_status: ended.status, outcome: ended.outcome ?? "" } };
  });
}

type End =
  | Stop
  | { readonly kind: "end"; readonly status: "FAILED" | "BLOCKED" | "TARGET_REACHED"; readonly reason: string };

async function decide(run: OpenRun): Promise<End> {
  const runId = run.run.run_id;
  if (run.run.status === "FAILED") return { kind: "end", status: "FAILED", reason: "stage_failed" };
  if (await stopRequested(run)) return { kind: "end", status: "STOPPED", reason: "asked_to_stop" };
  const unfinished = await unfinishedStage(run);
  if (unfinished !== null) {
    const error_message = `Stage ${unfinished} of loop ${String(run.loop)} did not finish`;
    await run.state.runs.update(runId, { error_code: "INTERNAL", error_message });
    return { kind: "end", status: "FAILED", reason: "stage_failed" };
  }
  const trouble = await baselineTrouble(run);
  if (trouble !== null) return { kind: "end", status: "BLOCKED", reason: trouble };
  const standing = await currentStanding(run);
  const target = run.settings.target_score;
  const changes = await run.state.changes.list({ run_id: runId });
  const kept = changes.filter(isKept);
  const share = standing.correct / Math.max(1, standing.n);
  if (kept.length === 0 && share >= target) return { kind: "end", status: "TARGET_REACHED", reason: "too_easy" };

  const facts = {
    iteration: run.loop,
    maxIterations: run.settings.max_iterations,
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
  return whetherToStop({ ...facts, evaluatedScore });
}

/** The first stage of this loop that did not come to its end: killed, or failed without being able to say so. */
async function unfinishedStage(run: OpenRun): Promise<StageName | null> {
  const rows = await run.state.stages.list(run.run.run_id, { iteration_number: run.loop });
  const ended = (stage: StageName): boolean => {
    const last = rows.findLast((row) => row.stage_name === stage);
    return last?.status === "COMPLETED" || last?.status === "SKIPPED";
  };
  return (["score", "plan", "apply", "validate"] as const).find((stage) => !ended(stage)) ?? null;
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

/** The next loop's row stands before anything starts it, so that a lost answer to run-now is seen. */
async function startNext(run: OpenRun): Promise<void> {
  const next = run.loop + 1;
  const runId = run.run.run_id;
  await run.state.iterations.upsert({ run_id: runId, iteration_number: next, status: "PENDING" });
  await run.state.runs.update(runId, { status: "NEEDS_ANOTHER_LOOP", iterations_completed: run.loop });
  const jobId = run.settings.job_id;
  if (jobId === null) return;
  const { runId: jobRunId } = await run.workspace.jobs.runNow(
    {
      jobId,
      jobParameters: { run_id: runId, loop: String(next) },
      idempotencyToken: `${runId}-${String(next)}`,
    },
    run.signal,
  );
  await run.state.iterations.upsert({ run_id: runId, iteration_number: next, status: "PENDING", job_run_id: jobRunId });
}

await stageProgram(import.meta, "loop", loop);
