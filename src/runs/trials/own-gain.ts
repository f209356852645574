import type { TrialAnswer } from "../../lib/gate/trial.ts";
import type { Targeted } from "./fix-groups.ts";

/** Pairs and net wins that tell a fix that helped from one that rode along with a group. */
const firstPairs = 5;
const netWinsWanted = 3;

/** Net questions gained on the fix's own targets. */
export function ownEffect(fix: Targeted, gains: Readonly<Record<string, number>>): number {
  return fix.targets.reduce((sum, target) => sum + (gains[target] ?? 0), 0);
}

/** Parts a kept group into fixes whose own targets gained, on their first five pairs, and fixes whose targets did not. */
export function gainOnOwnTargets<T extends Targeted>(
  group: readonly T[],
  gains: Readonly<Record<string, number>>,
  answers: readonly TrialAnswer[],
): { readonly worthIt: readonly T[]; readonly idle: readonly T[] } {
  const net = (questionId: string): number => {
    let sum = 0;
    for (let pair = 1; pair <= firstPairs; pair += 1) {
      const on = (arm: string): string | undefined =>
        answers.find((one) => one.questionId === questionId && one.arm === arm && one.attempt === pair)?.answer;
      if (on("confirm_working") === "right" && on("confirm_best") === "wrong") sum += 1;
      if (on("confirm_working") === "wrong" && on("confirm_best") === "right") sum -= 1;
    }
    return sum;
  };
  const gained = (fix: T): boolean =>
    fix.targets.filter((target) => gains[target] !== undefined).reduce((sum, target) => sum + net(target), 0) >=
    netWinsWanted;
  return { worthIt: group.filter(gained), idle: group.filter((fix) => !gained(fix)) };
}
