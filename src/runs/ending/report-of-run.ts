import { isFlaky, usuallyRight } from "../../lib/gate/calibration.ts";
import type { Exam } from "../../lib/exam/question.ts";
import { describeFix } from "../../lib/space/apply-fix.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { ChangeReport, LoopReport, QuestionReport, RunReport, ScoreLine } from "../../lib/report/run-report.ts";
import { wilson } from "../../lib/scoring/interval.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { PromotionRow } from "../../lib/state/tables/promotions.ts";
import { baselineRepeats } from "../asking/baseline.ts";
import { isKept } from "../change-words.ts";
import { platformReport } from "./disagreements-of-run.ts";
import { storedFitness } from "../exam/fitness-of-run.ts";
import { storedForecast } from "../budget/stored-forecast.ts";
import { choicesOfRun } from "./choices-of-run.ts";
import { baselineStandings } from "./baseline-standings.ts";
import { evaluationOf } from "./final-exam.ts";
import { blockedWords, lessonReports } from "./lesson-reports.ts";
import { failureOf, fixOf, reasonOf } from "./lessons-of-run.ts";
import { moneyOfRun } from "./money-of-run.ts";
import { nextSteps } from "./next-steps.ts";
import { promotionOf } from "./stored-promotion.ts";
import { correctionsOf } from "../exam/corrections-of-run.ts";
import { findRun } from "../open-run.ts";
import { examRows } from "../exam/stored-exam.ts";
import { planReport } from "../approval/plan-report.ts";
import type { RunContext } from "../run-context.ts";
import type { Standing } from "../trials/standing.ts";

/** Reads a run's whole story off the state tables. */
export async function reportOf(context: RunContext, runId: string): Promise<RunReport> {
  const { state } = context;
  const run = await findRun(context, runId);
  const loaded = await examRows(state, run);
  const exam: Exam = loaded ?? { digest: run.exam_digest ?? "", source: run.benchmark_source ?? "", questions: [] };
  const [iterations, changes, attempts, snapshots, lines, stages] = await Promise.all([
    state.iterations.list(run.run_id),
    state.changes.list({ run_id: run.run_id }),
    state.attempts.list({ run_id: run.run_id }),
    state.spaces.list({ run_id: run.run_id, role: "production" }),
    state.promotions.list(run.run_id),
    state.stages.list(run.run_id, { stage_name: "orchestrator" }),
  ]);
  const plan = (told: PlanInput): ReturnType<typeof planReport> => planReport(context, run, exam, told);
  return reportFrom({
    run,
    exam,
    iterations,
    changes,
    attempts,
    lines,
    plan,
    workspaceName: context.workspaceName,
    production: snapshots[0]?.serialized_space ?? null,
    fitness: storedFitness(stages),
  });
}

type PlanInput = Parameters<typeof planReport>[3];

/** What a report is made of. */
export type RunStory = {
  readonly run: RunRow;
  readonly exam: Exam;
  readonly iterations: readonly IterationRow[];
  readonly changes: readonly ChangeRow[];
  readonly attempts: readonly AttemptRow[];
  readonly lines: readonly PromotionRow[];
  /** Production's configuration as it was cloned. */
  readonly production: string | null;
  readonly workspaceName: string;
  /** What the orchestrator found in the exam; left out where nobody wants to tell it. */
  readonly fitness?: RunReport["fitness"];
  readonly plan: (told: PlanInput) => Promise<RunReport["plan"]>;
  /** Only the first repeat of the baseline is there yet. */
  readonly provisional?: boolean;
};

/** The report that these rows make. */
export async function reportFrom(story: RunStory): Promise<RunReport> {
  const { run, exam, iterations, changes, attempts, lines, provisional = false } = story;
  const repeats = provisional ? 1 : baselineRepeats;
  const start = baselineStandings(exam, attempts, repeats);
  const promotion = promotionOf(lines);
  const isPromoted = changes.some((row) => row.status === "PROMOTED");
  const isLocal = story.workspaceName === "local";
  const evaluation = evaluationOf(exam, attempts);
  const document = story.production === null ? null : parseSpace(story.production);
  const words = (row: ChangeRow): Readonly<Record<Locale, string>> => {
    const fix = fixOf(row);
    const plain = row.change_value ?? row.change_type;
    return fix === null
      ? { en: plain, ko: plain }
      : { en: describeFix(fix, "en", document), ko: describeFix(fix, "ko", document) };
  };
  const visible = exam.questions.filter((question) => question.split === "visible").length;
  const initial =
    start.size === 0
      ? null
      : scoreLine([...start.values()].filter(usuallyRight).length, visible, repeats, notEvaluable(start));
  const final = evaluation === null ? initial : scoreLine(evaluation.correct, evaluation.n, 1, notEvaluable(start));
  return {
    runId: run.run_id,
    status: run.status,
    outcome: run.outcome,
    workspace: story.workspaceName,
    space: { id: run.space_id, title: run.space_name ?? run.space_id },
    startedAt: run.started_at,
    completedAt: run.completed_at,
    targetScore: run.target_score,
    stopReason: run.reason,
    problem: run.error_message,
    exam: {
      digest: exam.digest,
      source: exam.source,
      n: exam.questions.length,
      visible,
      heldOut: exam.questions.length - visible,
      timeZone: timeZoneOf(run),
    },
    score: { initial, final },
    heldOut: { initial: heldOut(exam, attempts, "holdout_production"), final: heldOut(exam, attempts, "holdout_best") },
    flaky: [...start.values()].filter(isFlaky).length,
    loops: iterations
      .filter((row) => row.score !== null)
      .map((row): LoopReport => {
        const own = changes.filter((change) => change.iteration_number === row.iteration_number);
        return {
          number: row.iteration_number,
          score: row.score,
          low: row.score_low,
          high: row.score_high,
          decision: row.decision,
          proposed: own.length,
          kept: own.filter(isKept).length,
          reverted: own.filter((change) => change.status === "REVERTED").length,
          blocked: own.filter((change) => change.status === "BLOCKED").length,
          questionsAsked: row.questions_asked ?? 0,
          topFailureCategory: row.top_failure_category,
        };
      }),
    changes: changes.map((row) => changeReport(row, words(row))),
    questions: exam.questions.map((question) => questionReport(question, attempts)),
    corrections: correctionsOf({ run_id: run.run_id, isLocal: story.workspaceName === "local" }, exam, attempts),
    lessons: lessonReports(changes.map((row) => ({ row, words: words(row), failure: failureOf(row, attempts) }))),
    spaces: { production: run.space_id, devBest: run.dev_best_space_id, devWorking: run.dev_working_space_id },
    cost: {
      questions: sum(iterations.map((row) => row.questions_asked)),
      statements: sum(iterations.map((row) => row.statements_run)),
      modelCalls: sum(iterations.map((row) => row.llm_calls)),
      tokens: sum(iterations.map((row) => row.llm_tokens_used)),
      seconds: run.duration_seconds ?? 0,
      warehouseSeconds: sum(iterations.map((row) => row.warehouse_seconds)),
      money: moneyOfRun(run, iterations),
    },
    forecast: storedForecast(run.forecast_json),
    provisional,
    platform: platformReport(run, attempts),
    promotion,
    fitness: story.fitness ?? null,
    plan: await story.plan({ changes, words }),
    next: nextSteps(run, promotion, isPromoted, isLocal),
    choices: choicesOfRun(run, promotion, isPromoted, isLocal),
  };
}

/** As the run was started with: whoever renders its files later may have other settings. */
function timeZoneOf({ settings_json }: RunRow): string {
  const { session_time_zone = "UTC" } = JSON.parse(settings_json ?? "{}") as { session_time_zone?: string };
  return session_time_zone;
}

function notEvaluable(start: ReadonlyMap<string, Standing>): number {
  return [...start.values()].filter(
    ({ attempts }) => attempts.length > 0 && attempts.every((row) => row.verdict === "NOT_EVALUABLE"),
  ).length;
}

function scoreLine(correct: number, n: number, repeats: number, spoilt: number): ScoreLine {
  const [low, high] = wilson(correct, n);
  return { correct, n, repeats, notEvaluable: spoilt, low, high };
}

function heldOut(
  exam: Exam,
  attempts: readonly AttemptRow[],
  arm: AttemptRow["arm"],
): { correct: number; n: number } | null {
  const rows = attempts.filter((row) => row.arm === arm && row.split === "held_out");
  if (rows.length === 0) return null;
  const ids = exam.questions.filter((question) => question.split === "held_out").map((question) => question.id);
  const right = ids.filter((id) => rows.filter((row) => row.benchmark_id === id && row.passed).length >= 2);
  return { correct: right.length, n: ids.length };
}

function changeReport(row: ChangeRow, words: Readonly<Record<Locale, string>>): ChangeReport {
  return {
    changeId: row.change_id,
    loop: row.iteration_number,
    changeType: row.change_type,
    fixCategory: row.fix_category,
    status: row.status,
    validation: row.validation_status,
    words,
    targets: JSON.parse(row.targets_json ?? "[]") as string[],
    effect: row.effect,
    characters: row.characters,
    blockedBecause: blockedWords(row),
    reason: reasonOf(row),
    reasoning: (JSON.parse(row.evidence_json ?? "{}") as { reasoning?: string }).reasoning ?? "",
  };
}

function questionReport(question: Exam["questions"][number], attempts: readonly AttemptRow[]): QuestionReport {
  const own = attempts.filter((row) => row.benchmark_id === question.id);
  const count = (arm: AttemptRow["arm"]): { correct: number; n: number } | null => {
    const rows = own.filter((row) => row.arm === arm);
    return rows.length === 0 ? null : { correct: rows.filter((row) => row.passed).length, n: rows.length };
  };
  const last = own.findLast((row) => row.arm === "holdout_best" || row.arm === "evaluation" || row.arm === "baseline");
  const failed = last?.passed === false ? last : null;
  return {
    id: question.id,
    question: question.question,
    split: question.split,
    initial: count("baseline") ?? count("holdout_production"),
    final: count("holdout_best"),
    failureCategory: failed?.failure_category ?? null,
    failureReason: failed?.failure_reason ?? null,
    verdict: last?.verdict ?? null,
  };
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
