import { parseSpace } from "../../lib/space/document.ts";
import type { Arm, TrialAnswer } from "../../lib/gate/trial.ts";
import type { Asker } from "../asking/asking.ts";
import { isKept } from "../change-words.ts";
import { reasonOf } from "../ending/lessons-of-run.ts";
import type { Keeping } from "./keep-record.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { OpenRun } from "../open-run.ts";
import { keptOutcomes } from "./outcome-rows.ts";
import { netOnFirstPairs, provesGain, showsGain } from "./own-gain.ts";
import { answerOf } from "./standing.ts";
import { type GroupOutcome, type TrialFix, trialFixesOf, withFixes } from "./trial-run.ts";
import { attemptInTrial, storedAttempt } from "./trial-numbers.ts";
import { writeWorking } from "./trial-space.ts";

/** Each question is asked until it was right or wrong twice, as far as the budget goes; else once. */
const mostRounds = 3;

/**
 * Which fixes of a kept group the gain does not need. A fix that shares questions with others, and shows no gain on those that it alone
 * declares, may have ridden along: it is taken out for a try, and where the shared questions that had gained stay right without it, it is
 * dropped. What this may cost is one evaluation's questions.
 * @returns the outcomes that changed, and dev-best without these fixes
 */
export async function ablate(
  run: OpenRun,
  ask: Asker,
  firstTrial: number,
  rows: readonly ChangeRow[],
): Promise<{ readonly dropped: readonly GroupOutcome[]; readonly steps: Keeping["steps"] }> {
  const outcomes = keptOutcomes(rows);
  const questions = new Map(run.exam.questions.map((question) => [question.id, question]));
  const original = await run.state.spaces.list({ run_id: run.run.run_id, role: "production" });
  const base = original[0] === undefined ? null : parseSpace(original[0].serialized_space);
  // What was dropped is stored at once: rows that say so are of a process that was killed after its ablation.
  if (base === null || rows.some(isAblated)) return { dropped: [], steps: [] };
  const earlier = (await run.state.changes.list({ run_id: run.run.run_id })).filter(
    (row) => isKept(row) && row.iteration_number < run.loop,
  );
  const answers = await confirmingAnswers(run, rows);
  let current: TrialFix[] = [...trialFixesOf(earlier), ...outcomes.map((one) => one.fix)];
  let budget = run.exam.questions.filter((question) => question.split === "visible").length;
  const dropped: GroupOutcome[] = [];
  let trial = firstTrial;
  for (const outcome of suspects(outcomes)) {
    const { fix } = outcome;
    const own = answers.get(fix.changeId) ?? [];
    const others = current.filter((one) => one !== fix);
    const alone = fix.targets.filter((target) => !others.some((other) => other.targets.includes(target)));
    const without = withFixes(base, others);
    if (provesGain(alone, own) || without.refused.size > 0) continue;
    const gained = gainedOf(fix.targets, own);
    const most = mostRounds * gained.length <= budget ? mostRounds : 1;
    if (most * gained.length > budget) continue;
    const working = await writeWorking(run, without.document, `without ${fix.words}`);
    const firstAttempt = storedAttempt(trial, 1);
    trial += 1;
    let open = gained.map((questionId) => ({ questionId, right: 0, wrong: 0 }));
    const enough = Math.ceil(most / 2);
    for (let round = 0; open.length > 0 && open.every((one) => one.wrong < enough); round += 1) {
      const space = { spaceId: working.space_id, spaceDigest: working.digest };
      const asks = open.flatMap(({ questionId }) => {
        const question = questions.get(questionId);
        return question === undefined
          ? []
          : [{ question, ...space, arm: "candidate" as const, attempt: firstAttempt + round }];
      });
      budget -= asks.length;
      const right = new Set(
        (await ask(asks)).filter((row) => answerOf(row) === "right").map((row) => row.benchmark_id),
      );
      open = open
        .map((one) => (right.has(one.questionId) ? { ...one, right: one.right + 1 } : { ...one, wrong: one.wrong + 1 }))
        .filter((one) => one.right < enough);
    }
    if (open.length > 0) continue;
    current = others;
    dropped.push({
      ...outcome,
      status: "REVERTED",
      validation: "NO_CHANGE",
      reason: { kind: "adds_nothing", questions: gained },
      effect: 0,
    });
  }
  if (dropped.length === 0) return { dropped, steps: [] };
  run.report({ kind: "taken_back", loop: run.loop, fixes: dropped.map((one) => one.fix.words) });
  return {
    dropped,
    steps: [{ document: withFixes(base, current).document, reason: "fixes that add nothing dropped" }],
  };
}

/** Those of a fix's questions that by themselves show a gain; where none does, those that gained at all. */
function gainedOf(targets: readonly string[], answers: readonly TrialAnswer[]): string[] {
  const shown = targets.filter((target) => showsGain([target], answers));
  return shown.length > 0 ? shown : targets.filter((target) => netOnFirstPairs(target, answers) > 0);
}

function isAblated(row: ChangeRow): boolean {
  return row.status === "REVERTED" && reasonOf(row)?.kind === "adds_nothing";
}

/** The confirming answers of the trial that each fix was settled in, by change. */
async function confirmingAnswers(run: OpenRun, rows: readonly ChangeRow[]): Promise<Map<string, TrialAnswer[]>> {
  const stored = await run.state.attempts.list({
    run_id: run.run.run_id,
    iteration_number: run.loop,
    arms: ["confirm_best", "confirm_working"],
  });
  return new Map(
    rows.map((row) => {
      const answers = stored.flatMap((one): TrialAnswer[] => {
        const attempt = attemptInTrial(Number(row.group_id ?? 0), one.attempt);
        if (attempt === null) return [];
        // Only the two arms asked for.
        return [{ questionId: one.benchmark_id, arm: one.arm as Arm, attempt, answer: answerOf(one) }];
      });
      return [row.change_id, answers];
    }),
  );
}

/** Kept fixes, those first that are the likeliest to have ridden along: fewest questions of their own, later in the plan. */
function suspects(outcomes: readonly GroupOutcome[]): GroupOutcome[] {
  return outcomes.toReversed().toSorted((one, other) => one.fix.targets.length - other.fix.targets.length);
}
