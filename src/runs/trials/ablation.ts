import { parseSpace } from "../../lib/space/document.ts";
import type { Asker } from "../asking/asking.ts";
import { isKept } from "../change-words.ts";
import type { Keeping } from "./keep-record.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { OpenRun } from "../open-run.ts";
import { currentStanding } from "./run-standing.ts";
import { keptOutcomes } from "./outcome-rows.ts";
import { answerOf } from "./standing.ts";
import { type GroupOutcome, type TrialFix, trialFixesOf, withFixes } from "./trial-run.ts";
import { storedAttempt } from "./trial-numbers.ts";
import { writeWorking } from "./trial-space.ts";

/**
 * Which fixes of a kept group the gain does not need. A fix that shares all its questions with others may have ridden along: it is taken
 * out for a try, its questions are asked once, and where all stay right it is dropped. What this may cost is one evaluation's questions.
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
  if (base === null) return { dropped: [], steps: [] };
  const earlier = (await run.state.changes.list({ run_id: run.run.run_id })).filter(
    (row) => isKept(row) && row.iteration_number < run.loop,
  );
  let current: TrialFix[] = [...trialFixesOf(earlier), ...outcomes.map((one) => one.fix)];
  let budget = run.exam.questions.filter((question) => question.split === "visible").length;
  const dropped: GroupOutcome[] = [];
  let trial = firstTrial;
  for (const outcome of suspects(outcomes)) {
    const { fix } = outcome;
    const others = current.filter((one) => one !== fix);
    const shared = fix.targets.every((target) => others.some((other) => other.targets.includes(target)));
    const without = withFixes(base, others);
    if (!shared || fix.targets.length > budget || without.refused.size > 0) continue;
    const working = await writeWorking(run, without.document, `without ${fix.words}`);
    const asks = fix.targets.flatMap((target) => {
      const question = questions.get(target);
      if (question === undefined) return [];
      const attempt = storedAttempt(trial, 1);
      return [{ question, spaceId: working.space_id, spaceDigest: working.digest, arm: "candidate" as const, attempt }];
    });
    budget -= asks.length;
    trial += 1;
    const standing = (await currentStanding(run)).questions;
    const wasRight = fix.targets.filter((target) => (standing.get(target)?.right ?? 0) > 0);
    const answers = (await ask(asks)).filter((row) => wasRight.includes(row.benchmark_id));
    if (answers.some((row) => answerOf(row) !== "right")) continue;
    current = others;
    dropped.push({
      ...outcome,
      status: "REVERTED",
      validation: "NO_CHANGE",
      reason: { kind: "adds_nothing", questions: wasRight },
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

/** Kept fixes, those first that are the likeliest to have ridden along: fewest questions of their own, later in the plan. */
function suspects(outcomes: readonly GroupOutcome[]): GroupOutcome[] {
  return outcomes.toReversed().toSorted((one, other) => one.fix.targets.length - other.fix.targets.length);
}
