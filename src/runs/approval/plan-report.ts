import type { Exam } from "../../lib/exam/question.ts";
import { pairsFor } from "../../lib/gate/next-step.ts";
import { guardSet, type Trial } from "../../lib/gate/trial.ts";
import type { Locale } from "../../lib/report/locale.ts";
import type { FixReport, ForecastReport, PlanReport } from "../../lib/report/plan-report.ts";
import { diffSpaces } from "../../lib/space/diff.ts";
import { parseSpace } from "../../lib/space/document.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { wordsOf } from "./approval-words.ts";
import { plannedRows } from "./plan-basis.ts";
import type { RunContext } from "../run-context.ts";
import { currentStanding } from "../trials/run-standing.ts";
import { trialFixesOf, withFixes } from "../trials/trial-run.ts";
import { wordsOnFixes } from "./words-on-fixes.ts";

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
  const iteration = (await state.iterations.list(run.run_id)).findLast((row) => row.plan_digest !== null);
  if (iteration === undefined) return null;
  const { iteration_number: loop, plan_digest, approval_expires_at: expiresAt } = iteration;
  const own = changes.filter((row) => row.iteration_number === loop);
  const planned = plannedRows(own);
  const { best, questions } = await currentStanding({ state, run, exam, loop });
  const { steps } = withFixes(parseSpace(best.serialized_space), trialFixesOf(planned));
  const digest = plan_digest ?? "";
  const said = wordsOnFixes(
    planned.map((row) => row.change_id),
    await wordsOf(context, run.run_id, loop),
    digest,
  );
  const fixes = planned.map((row): FixReport => {
    const step = steps.get(row.change_id);
    const word = said.get(row.change_id);
    return {
      number: row.position ?? 0,
      changeId: row.change_id,
      changeType: row.change_type,
      words: words(row),
      ...evidenceOf(row, exam),
      diff: step === undefined ? [] : diffSpaces(step.before, step.after),
      word: word === undefined ? null : { decision: word.decision, by: word.decidedBy, comment: word.comment },
    };
  });
  const targets = [...new Set(fixes.flatMap((fix) => fix.targets.map((target) => target.id)))];
  const guards = guardSet(targets, questions);
  const forecast = forecastOf({ targets, guards, calibration: questions, alpha: 0.05 });
  return { loop, digest, expiresAt, fixes, blocked: own.length - planned.length, forecast };
}

/** As if every target became right in the first try, which asks the most. */
function forecastOf(trial: Trial): ForecastReport {
  const { targets, guards } = trial;
  const pairs = targets.length === 0 ? 0 : pairsFor(targets, trial);
  return { screen: targets.length, guard: guards.length, confirm: targets.length * pairs * 2 };
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
