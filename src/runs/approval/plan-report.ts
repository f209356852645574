import type { Exam } from "../../lib/exam/question.ts";
import { forecastOfPlan, type PlanFacts } from "../../lib/forecast/plan-forecast.ts";
import { pairsFor } from "../../lib/gate/next-step.ts";
import { guardSet, usualPairs } from "../../lib/gate/trial.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { FixReport, PlanReport } from "../../lib/report/plan-report.ts";
import type { Settings } from "../../lib/settings/settings.ts";
import { addedCharacters } from "../../lib/space/canonical.ts";
import { diffSpaces } from "../../lib/space/diff.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { wordsOf } from "./approval-words.ts";
import { editNotes, plannedRows, requiredOf } from "./plan-basis.ts";
import { measuredIn } from "../budget/measured.ts";
import { pricesOf } from "../budget/prices-of.ts";
import type { RunContext } from "../run-context.ts";
import { settingsAsBegun } from "../settings-as-begun.ts";
import { currentStanding } from "../trials/run-standing.ts";
import { trialFixesOf, withFixes } from "../trials/trial-run.ts";
import { approvalsOf, voicesOn, wordsOnFixes } from "./words-on-fixes.ts";

type Told = {
  /** Of the whole run. */
  readonly changes: readonly ChangeRow[];
  readonly words: (row: ChangeRow) => Readonly<Record<Locale, string>>;
};

/** The plan that a run waits with; null when it does not wait. */
export async function planReport(
  context: RunContext,
  run: RunRow,
  exam: Exam,
  { changes, words }: Told,
): Promise<PlanReport | null> {
  if (run.status !== "AWAITING_APPROVAL") return null;
  const { state } = context;
  const settings = settingsAsBegun(context.settings, run);
  const iteration = (await state.iterations.list(run.run_id)).findLast((row) => row.plan_digest !== null);
  if (iteration === undefined) return null;
  const { iteration_number: loop, plan_digest, approval_expires_at: expiresAt } = iteration;
  const digest = plan_digest ?? "";
  const own = changes.filter((row) => row.iteration_number === loop);
  const planned = plannedRows(own);
  const ids = planned.map((row) => row.change_id);
  const [{ best, questions }, said, measured] = await Promise.all([
    currentStanding({ state, run, exam, loop }),
    wordsOf(context, run.run_id, loop),
    measuredIn(context, run),
  ]);
  const { steps } = withFixes(parseSpace(best.serialized_space), trialFixesOf(planned));
  const voices = voicesOn(ids, said, digest);
  const required = requiredOf(iteration);
  const fixes = planned.map((row): FixReport => {
    const step = steps.get(row.change_id);
    return {
      number: row.position ?? 0,
      changeId: row.change_id,
      changeType: row.change_type,
      fix: JSON.parse(row.fix_json ?? "{}") as FixReport["fix"],
      words: words(row),
      ...evidenceOf(row, exam),
      diff: step === undefined ? [] : diffSpaces(step.before, step.after),
      characters: step === undefined ? null : addedCharacters(step.before, step.after),
      edits: editNotes(row),
      said: voices.get(row.change_id) ?? [],
    };
  });
  const targets = [...new Set(fixes.flatMap((fix) => fix.targets.map((target) => target.id)))];
  const trial = {
    targets,
    guards: guardSet(targets, questions),
    calibration: questions,
    alpha: 0.05,
    pairs: { fewest: settings.confirm_pairs, most: Math.max(settings.confirm_pairs, usualPairs.most) },
  };
  return {
    loop,
    digest,
    expiresAt,
    fixes,
    blocked: own.length - planned.length,
    approvals: approvalsOf(voices, required),
    undecided: ids.length - wordsOnFixes(ids, said, digest, required).size,
    forecast: forecastOfPlan({
      targets: targets.length,
      guards: trial.guards.length,
      pairs: targets.length === 0 ? 0 : pairsFor(targets, trial),
      ...paceOf(settings),
      measured,
    }),
  };
}

/** How fast the run may ask, and what that costs. */
function paceOf(settings: Settings): Pick<PlanFacts, "perMinute" | "concurrent" | "prices" | "currency"> {
  const { questions_per_minute: perMinute, quota_share, batch, genie_concurrent, currency } = settings;
  return {
    perMinute: perMinute === null ? null : perMinute * quota_share,
    concurrent: batch ? genie_concurrent : 1,
    prices: pricesOf(settings),
    currency,
  };
}

type Evidence = {
  readonly reasoning?: string;
  readonly failures?: readonly { readonly questionId: string; readonly category: string; readonly words: string }[];
};

function evidenceOf(row: ChangeRow, exam: Exam): Pick<FixReport, "reasoning" | "targets"> {
  const { reasoning = "", failures = [] } = JSON.parse(row.evidence_json ?? "{}") as Evidence;
  const targets = JSON.parse(row.targets_json ?? "[]") as string[];
  return {
    reasoning,
    targets: targets.map((id) => {
      const failure = failures.find((one) => one.questionId === id);
      return {
        id,
        question: exam.questions.find((one) => one.id === id)?.question ?? "",
        category: failure?.category ?? null,
        problem: failure?.words ?? null,
      };
    }),
  };
}
