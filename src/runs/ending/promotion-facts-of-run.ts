import { isFlaky } from "../../lib/gate/calibration.ts";
import type { ApprovalFacts, CostFacts, FinalQuestion, PromotionFacts } from "../../lib/gate/promotion-facts.ts";
import { wilson } from "../../lib/scoring/interval.ts";
import { isBundleFolder } from "../../lib/space/bundle-folder.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import { wordsOf } from "../approval/approval-words.ts";
import { requiredOf } from "../approval/plan-basis.ts";
import { personOf, voicesOn } from "../approval/words-on-fixes.ts";
import { baselineRepeats } from "../asking/baseline.ts";
import { isKept } from "../change-words.ts";
import { unfitQuestions } from "../exam/fitness-of-run.ts";
import type { OpenRun } from "../open-run.ts";
import { answerOf } from "../trials/standing.ts";
import { baselineStandings } from "./baseline-standings.ts";
import { dryMerge } from "./dry-merge.ts";
import { evaluationOf, type FinalExam } from "./final-exam.ts";
import { moneyOfRun } from "./money-of-run.ts";

/** What the decision table is made of: the last exam's answers, the run's rows, and production as it is now. */
export async function promotionFacts(run: OpenRun, exam: FinalExam): Promise<PromotionFacts> {
  const runId = run.run.run_id;
  const [changes, iterations, snapshots, attempts, orchestrator, production] = await Promise.all([
    run.state.changes.list({ run_id: runId }),
    run.state.iterations.list(runId),
    run.state.spaces.list({ run_id: runId, role: "production" }),
    run.state.attempts.list({ run_id: runId, arms: ["baseline", "evaluation"] }),
    run.state.stages.list(runId, { stage_name: "orchestrator" }),
    run.workspace.spaces.get(run.run.space_id, run.signal),
  ]);
  const kept = changes.filter(isKept);
  const now = parseSpace(production.serializedSpace);
  const best = parseSpace(exam.best.serialized_space);
  const [cloned] = snapshots;
  const base = cloned === undefined ? now : parseSpace(cloned.serialized_space);
  const baseline = [...baselineStandings(run.exam, attempts, baselineRepeats).values()];
  const on = (arm: string): AttemptRow[] => exam.rows.filter((row) => row.arm === arm);
  return {
    targetScore: run.settings.target_score,
    finalScore: scoreOf(run, attempts, exam.best.digest),
    kept: kept.length,
    questions: questionsOf(run, exam),
    flaky: baseline.length === 0 ? null : { count: baseline.filter(isFlaky).length, n: baseline.length },
    medianSeconds: { production: medianSeconds(on("holdout_production")), best: medianSeconds(on("holdout_best")) },
    production: cloned?.digest === spaceDigest(now) ? "unchanged" : "changed",
    unfitQuestions: unfitQuestions(orchestrator),
    merge: dryMerge(base, best, now),
    cost: costOf(run, iterations),
    approvals: await approvalsOf(run, iterations, kept),
    bundleFolder: isBundleFolder(production.parentPath) ? production.parentPath : null,
    isAutomatic: run.settings.promote === "auto",
  };
}

function questionsOf(run: OpenRun, { rows, lacking }: FinalExam): FinalQuestion[] {
  if (lacking !== null) return [];
  const byArm = Map.groupBy(rows, (row) => `${row.arm} ${row.benchmark_id}`);
  return run.exam.questions.map((question) => ({
    questionId: question.id,
    split: question.split,
    mustPass: question.mustPass,
    production: (byArm.get(`holdout_production ${question.id}`) ?? []).map(answerOf),
    best: (byArm.get(`holdout_best ${question.id}`) ?? []).map(answerOf),
  }));
}

/** The last full evaluation, if it was of the configuration that is to be promoted: of an earlier one it says nothing. */
function scoreOf(run: OpenRun, attempts: readonly AttemptRow[], digest: string): PromotionFacts["finalScore"] {
  const evaluation = evaluationOf(run.exam, attempts);
  if (evaluation?.digest !== digest) return null;
  const [low, high] = wilson(evaluation.correct, evaluation.n);
  return { correct: evaluation.correct, n: evaluation.n, low, high };
}

function costOf(run: OpenRun, iterations: readonly IterationRow[]): CostFacts {
  const sum = (column: "questions_asked" | "llm_tokens_used"): number =>
    iterations.reduce((total, row) => total + (row[column] ?? 0), 0);
  const { max_questions, max_tokens, max_cost } = run.settings;
  return {
    questions: sum("questions_asked"),
    tokens: sum("llm_tokens_used"),
    money: moneyOfRun(run.run, iterations),
    most: { questions: max_questions, tokens: max_tokens, money: max_cost },
  };
}

/** Of the loops whose plan was put to people, those that something was kept of. */
async function approvalsOf(
  run: OpenRun,
  iterations: readonly IterationRow[],
  kept: readonly ChangeRow[],
): Promise<ApprovalFacts> {
  const byLoop = Map.groupBy(kept, (row) => row.iteration_number);
  const asked = iterations.filter((row) => row.plan_digest !== null && byLoop.has(row.iteration_number));
  if (asked.length === 0) return { kind: "not_asked" };
  const words = await wordsOf(run, run.run.run_id);
  const people = new Map<string, string>();
  const lacking = asked.filter((loop) => {
    const ids = (byLoop.get(loop.iteration_number) ?? []).map((row) => row.change_id);
    const own = words.filter((word) => word.iteration_number === loop.iteration_number);
    const approving = [...voicesOn(ids, own, loop.plan_digest ?? "").values()].map((voices) =>
      voices.filter((voice) => voice.decision === "APPROVE"),
    );
    for (const { by } of approving.flat()) if (by !== null) people.set(personOf(by), by);
    return approving.length < ids.length || approving.some((voices) => voices.length < requiredOf(loop));
  });
  return {
    kind: "asked",
    required: Math.max(...asked.map(requiredOf)),
    approvedBy: [...people.values()].toSorted(),
    lacking: lacking.map((loop) => loop.iteration_number),
  };
}

function medianSeconds(rows: readonly AttemptRow[]): number | null {
  const seconds = rows.flatMap((row) => row.response_time_seconds ?? []).toSorted((one, other) => one - other);
  const middle = seconds.length >> 1;
  if (seconds.length === 0) return null;
  return seconds.length % 2 === 1
    ? (seconds[middle] ?? null)
    : ((seconds[middle - 1] ?? 0) + (seconds[middle] ?? 0)) / 2;
}
