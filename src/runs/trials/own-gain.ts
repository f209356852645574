import { mcnemarOneSided } from "../../lib/gate/mcnemar.ts";
import type { TrialAnswer } from "../../lib/gate/trial.ts";
import type { Targeted } from "./fix-groups.ts";

/** Pairs and net wins that tell a fix that helped from one that rode along with a group. */
const firstPairs = 5;
const netWinsWanted = 3;
/** Of the test that asks whether a fix's gain stands by itself, as the gate's. */
const level = 0.05;

/** Net questions gained on the fix's own targets. */
export function ownEffect(fix: Targeted, gains: Readonly<Record<string, number>>): number {
  return fix.targets.reduce((sum, target) => sum + (gains[target] ?? 0), 0);
}

/** Pairs won less pairs lost by a question on the first five of a trial. */
export function netOnFirstPairs(questionId: string, answers: readonly TrialAnswer[]): number {
  let net = 0;
  for (let pair = 1; pair <= firstPairs; pair += 1) {
    const on = (arm: string): string | undefined =>
      answers.find((one) => one.questionId === questionId && one.arm === arm && one.attempt === pair)?.answer;
    if (on("confirm_working") === "right" && on("confirm_best") === "wrong") net += 1;
    if (on("confirm_working") === "wrong" && on("confirm_best") === "right") net -= 1;
  }
  return net;
}

/** Whether net wins on these questions show that a fix helped. */
export function showsGain(questionIds: readonly string[], answers: readonly TrialAnswer[]): boolean {
  return questionIds.reduce((sum, id) => sum + netOnFirstPairs(id, answers), 0) >= netWinsWanted;
}

/** Whether the pairs on these questions prove by themselves that a fix helped. */
export function provesGain(questionIds: readonly string[], answers: readonly TrialAnswer[]): boolean {
  let [wins, losses] = [0, 0];
  for (const { questionId, arm, attempt, answer } of answers) {
    if (arm !== "confirm_working" || !questionIds.includes(questionId)) continue;
    const best = answers.find(
      (one) => one.questionId === questionId && one.arm === "confirm_best" && one.attempt === attempt,
    )?.answer;
    if (answer === "right" && best === "wrong") wins += 1;
    if (answer === "wrong" && best === "right") losses += 1;
  }
  return wins > losses && mcnemarOneSided(wins, losses) <= level;
}

/** Parts a kept group into fixes whose own targets gained, on their first five pairs, and fixes whose targets did not. */
export function gainOnOwnTargets<T extends Targeted>(
  group: readonly T[],
  gains: Readonly<Record<string, number>>,
  answers: readonly TrialAnswer[],
): { readonly worthIt: readonly T[]; readonly idle: readonly T[] } {
  const gained = (fix: T): boolean =>
    showsGain(
      fix.targets.filter((target) => gains[target] !== undefined),
      answers,
    );
  return { worthIt: group.filter(gained), idle: group.filter((fix) => !gained(fix)) };
}
