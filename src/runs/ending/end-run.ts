import { reasonOf } from "../../lib/forecast/limits.ts";
import { decidePromotion, type Promotion } from "../../lib/gate/promotion.ts";
import { stopReasonInWords } from "../../lib/report/stop-reason.ts";
import type { RunOutcome, RunStatus } from "../../lib/state/words.ts";
import { askPlatformsOpinion } from "../asking/platform-opinion.ts";
import { isKept } from "../change-words.ts";
import { examNotFit } from "../exam/exam-not-fit.ts";
import { tooEasy } from "../exam/too-easy.ts";
import { cleanUpClones } from "./clean-up.ts";
import { finalExam, lastEvaluation } from "./final-exam.ts";
import { storeLessons } from "./lessons-of-run.ts";
import type { OpenRun } from "../open-run.ts";
import { mayBePromoted } from "./production-record.ts";
import { promote } from "./promote.ts";
import { promotionFacts } from "./promotion-facts-of-run.ts";
import { writeRunFiles } from "./run-files.ts";
import { promotionLines, promotionOf } from "./stored-promotion.ts";

export type Ended = {
  readonly status: RunStatus;
  readonly outcome: RunOutcome | null;
  /** Paths of the run's files, by name. */
  readonly files: Readonly<Record<string, string>>;
};

/**
 * Ends a run: last exam and decision table, lessons, promotion as the setting says, files, clean-up, and the space is free again.
 * @param recordUsage called when the last question is asked, so that the files tell the whole cost
 */
export async function endRun(
  run: OpenRun,
  wantedStatus: RunStatus,
  wantedReason: string,
  recordUsage: () => Promise<void>,
): Promise<Ended> {
  const runId = run.run.run_id;
  const isToMeasure = wantedStatus !== "FAILED" && wantedStatus !== "STOPPED" && wantedStatus !== "BUDGET_EXHAUSTED";
  if (isToMeasure) await askOpinionOfEvaluated(run);
  const isBroken = wantedStatus === "FAILED" || wantedStatus === "STOPPED";
  // What is in production already was decided on before: it is not examined against itself.
  const decided = isBroken ? null : await decidedBefore(run);
  const exam = isBroken || decided !== null ? null : await finalExam(run);
  const lacking = exam?.lacking ?? null;
  // Without its last exam a run is not at its end, whatever came before: it can be taken up once it may use more.
  const status = lacking === null ? wantedStatus : "BUDGET_EXHAUSTED";
  const reason = lacking === null || wantedStatus === "BUDGET_EXHAUSTED" ? wantedReason : reasonOf(lacking);
  await recordUsage();
  await storeLessons(run);
  const promotion = exam === null ? decided : decidePromotion(await promotionFacts(run, exam));
  if (exam !== null && promotion !== null) await run.state.promotions.replace(runId, promotionLines(promotion));
  const changes = await run.state.changes.list({ run_id: runId });
  const kept = changes.filter(isKept).length;
  const outcome = await outcomeOf(run, reason, kept, promotion);
  const held = heldOutShares(
    await run.state.attempts.list({ run_id: runId, arms: ["holdout_production", "holdout_best"] }),
  );
  const completed = run.clock.now();
  await run.state.runs.update(runId, {
    status,
    outcome,
    reason,
    iterations_completed: run.loop,
    total_changes_applied: changes.filter((row) => row.applied_successfully === true).length,
    completed_at: completed.toISOString(),
    duration_seconds: (completed.getTime() - new Date(run.run.started_at).getTime()) / 1000,
    ...(status === "FAILED" || reason === "next_loop_refused" ? {} : { error_code: null, error_message: null }),
    holdout_initial: held.production,
    holdout_final: held.best,
  });
  await cleanUpClones(run, outcome);
  run.report({ kind: "run_ended", status, outcome, reason: stopReasonInWords(reason, run.settings.locale) });
  const { files } = await writeRunFiles(run, runId);
  await run.state.leases.release(run.lease);
  return { status, outcome, files };
}

/** The decision of a run that was killed while it promoted, and was taken up again. */
async function decidedBefore(run: OpenRun): Promise<Promotion | null> {
  const runId = run.run.run_id;
  return (await mayBePromoted(run, runId)) ? promotionOf(await run.state.promotions.list(runId)) : null;
}

/** Genie's own opinion of the configuration that was evaluated last, where the scorer asks for it. */
async function askOpinionOfEvaluated(run: OpenRun): Promise<void> {
  const best = await run.state.spaces.latest(run.run.run_id, "dev_best");
  const evaluation = await lastEvaluation(run);
  if (best !== null && evaluation?.digest === best.digest) await askPlatformsOpinion(run, best);
}

/** The exam could not be measured by: nothing can be judged, or there was nothing to improve. */
const notFitReasons: ReadonlySet<string> = new Set(["exam_not_evaluable", examNotFit, tooEasy]);

async function outcomeOf(
  run: OpenRun,
  reason: string,
  kept: number,
  promotion: Promotion | null,
): Promise<RunOutcome | null> {
  // What a failed run kept was never put to its last exam.
  if (reason === "stage_failed") return null;
  if (notFitReasons.has(reason)) return "EXAM_NOT_FIT";
  if (reason === "too_few_valid_answers") return "INDECISIVE";
  if (kept === 0) {
    const changes = await run.state.changes.list({ run_id: run.run.run_id });
    return changes.some((row) => row.validation_status === "INDECISIVE") ? "INDECISIVE" : "NO_PROVEN_CHANGE";
  }
  if (run.settings.promote === "auto" && promotion?.verdict === "PROMOTE") {
    const written = await promote(run, run.run, { actor: run.run.triggered_by, comment: "promote: auto" });
    if (written.conflicts.length > 0) return "CONFLICT";
  }
  if (promotion?.rules.some((rule) => rule.rule === "edits_merge" && rule.verdict === "FAIL") === true)
    return "CONFLICT";
  return promotion?.verdict === "REJECT" ? "NO_PROVEN_CHANGE" : "IMPROVED";
}

type HeldOut = {
  readonly arm: string;
  readonly split: string | null;
  readonly benchmark_id: string;
  readonly passed: boolean;
};

/** Share of held-out questions right in at least two of three asks on each arm; null where none was asked. */
function heldOutShares(rows: readonly HeldOut[]): { production: number | null; best: number | null } {
  const share = (arm: string): number | null => {
    const questions = [
      ...Map.groupBy(
        rows.filter((row) => row.arm === arm && row.split === "held_out"),
        (row) => row.benchmark_id,
      ).values(),
    ];
    if (questions.length === 0) return null;
    return questions.filter((asks) => asks.filter((row) => row.passed).length >= 2).length / questions.length;
  };
  return { production: share("holdout_production"), best: share("holdout_best") };
}
