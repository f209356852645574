import { isFlaky, usuallyRight } from "../lib/gate/calibration.ts";
import { wilson } from "../lib/scoring/interval.ts";
import { createAsker, type WantedAsk } from "../runs/asking/asking.ts";
import { baselineRepeats } from "../runs/asking/baseline.ts";
import { askPlatformsOpinion } from "../runs/asking/platform-opinion.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { currentStanding, type RunStanding } from "../runs/trials/run-standing.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { tallyOf, topCategory } from "../runs/trials/tally-rows.ts";
import { withUsage } from "../runs/budget/with-usage.ts";
import { provisionalReport } from "../runs/ending/provisional-report.ts";
import { stageProgram } from "./program.ts";

/**
 * Asks the visible exam. In the first loop every question three times on dev-best, which is production as it was cloned: the start
 * score and the measured noise. Later loops ask nothing: what validate kept already says how each question stands.
 */
export function score(context: RunContext, runId: string, loop: number): Promise<StageResult> {
  return recordStage(context, "score", runId, loop, async (run): Promise<StageWork> => {
    if (loop === 1) await withUsage(run, () => askBaseline(run));
    const standing = await currentStanding(run);
    const recorded = await run.state.iterations.get(runId, loop);
    // Once measured it stands: a stage that runs again would see what later stages kept.
    if (recorded?.score == null) await recordScore(run, standing);
    const { correct, n } = standing;
    return { status: loop === 1 ? "COMPLETED" : "SKIPPED", values: { score: correct / Math.max(1, n), correct, n } };
  });
}

async function askBaseline(run: OpenRun): Promise<void> {
  const best = await run.state.spaces.latest(run.run.run_id, "dev_best");
  if (best === null) throw new Error("no snapshot of dev-best");
  const visible = run.exam.questions.filter((question) => question.split === "visible");
  const asks: WantedAsk[] = [];
  for (let attempt = 1; attempt <= baselineRepeats; attempt += 1) {
    for (const question of visible) {
      asks.push({ question, spaceId: best.space_id, spaceDigest: best.digest, arm: "baseline", attempt });
    }
  }
  const provisional = provisionalReport(run, visible.length);
  try {
    await createAsker(run, provisional.observe)(asks);
  } finally {
    await provisional.written();
  }
  await askPlatformsOpinion(run, best);
}

async function recordScore(run: OpenRun, standing: RunStanding): Promise<void> {
  const { correct, n } = standing;
  const [low, high] = wilson(correct, n);
  const share = n === 0 ? 0 : correct / n;
  const tally = tallyOf(standing.questions);
  const earlier = await run.state.iterations.get(run.run.run_id, run.loop - 1);
  const calibration = [...standing.questions.values()].map(({ questionId, asked, right }) => ({
    questionId,
    asked,
    right,
  }));
  if (run.loop === 1) {
    const initial = [...standing.questions.values()].filter(usuallyRight).length;
    await run.state.runs.update(run.run.run_id, { initial_score: n === 0 ? null : initial / n });
  }
  await run.state.iterations.upsert({
    run_id: run.run.run_id,
    iteration_number: run.loop,
    status: "RUNNING",
    score: share,
    score_delta: earlier?.score === undefined || earlier.score === null ? null : share - earlier.score,
    score_low: low,
    score_high: high,
    total_benchmarks: n,
    ...tally,
    repeats: baselineRepeats,
    top_failure_category: topCategory(standing.questions),
    calibration_json: JSON.stringify({
      questions: calibration,
      flaky: calibration.filter(isFlaky).map((one) => one.questionId),
    }),
  });
  run.report({ kind: "scored", loop: run.loop, correct, n, low, high, full: false });
}

await stageProgram(import.meta, "score", score);
