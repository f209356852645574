import type { Promotion } from "../../lib/gate/promotion.ts";
import { textsIn } from "../../lib/report/texts/texts-in.ts";
import type { RunOutcome, RunStatus } from "../../lib/state/words.ts";
import { isKept } from "../change-words.ts";
import { cleanUpClones } from "./clean-up.ts";
import { finalExam } from "./final-exam.ts";
import { storeLessons } from "./lessons-of-run.ts";
import type { OpenRun } from "../open-run.ts";
import { promote } from "./promote.ts";
import { writeRunFiles } from "./run-files.ts";

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
  status: RunStatus,
  reason: string,
  recordUsage: () => Promise<void>,
): Promise<Ended> {
  const runId = run.run.run_id;
  const promotion = status === "FAILED" || status === "STOPPED" ? null : await finalExam(run);
  await recordUsage();
  await storeLessons(run);
  if (promotion !== null) await storePromotion(run, promotion);
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
  const words = textsIn(run.settings.locale);
  run.report({ kind: "run_ended", status, outcome, reason: words.stopReasons[reason] ?? reason });
  const { files } = await writeRunFiles(run, runId);
  await run.state.leases.release(run.lease);
  return { status, outcome, files };
}

async function outcomeOf(
  run: OpenRun,
  reason: string,
  kept: number,
  promotion: Promotion | null,
): Promise<RunOutcome | null> {
  // What a failed run kept was never put to its last exam.
  if (reason === "stage_failed") return null;
  if (reason === "exam_not_evaluable") return "EXAM_NOT_FIT";
  if (reason === "too_few_valid_answers") return "INDECISIVE";
  if (kept === 0) {
    const changes = await run.state.changes.list({ run_id: run.run.run_id });
    return changes.some((row) => row.validation_status === "INDECISIVE") ? "INDECISIVE" : "NO_PROVEN_CHANGE";
  }
  if (run.settings.promote === "auto" && promotion?.verdict === "PROMOTE") {
    const written = await promote(run, run.run, run.run.triggered_by);
    if (written.conflicts.length > 0) return "CONFLICT";
  }
  return promotion?.verdict === "REJECT" ? "NO_PROVEN_CHANGE" : "IMPROVED";
}

async function storePromotion(run: OpenRun, promotion: Promotion): Promise<void> {
  const texts = textsIn("en");
  await run.state.promotions.replace(run.run.run_id, [
    ...promotion.rules.map((rule) => ({
      rule: rule.rule,
      required: rule.required,
      observed: rule.observed,
      verdict: rule.verdict,
      note: [texts.rules[rule.rule].note, ...rule.questions].join("; "),
    })),
    {
      rule: "decision",
      required: null,
      observed: null,
      verdict: promotion.verdict,
      note: texts.verdicts[promotion.verdict] ?? null,
    },
  ]);
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
