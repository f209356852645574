import { exactPower, repairedChance } from "./power.ts";
import { usualPairs } from "./trial.ts";

/** What an exam of so many visible questions can show. */
export type ExamPower = {
  readonly questions: number;
  /** Share of the score that one question is. */
  readonly step: number;
  /** Half the width of the 95 % interval of a score near one half, measured once: smaller differences are noise. */
  readonly margin: number;
  /** How likely the confirming test proves a fix of so many questions that are nearly always wrong, with the fewest and with the most pairs. */
  readonly effects: readonly { readonly effect: number; readonly fewest: number; readonly most: number }[];
};

/** A question that is nearly always wrong today. */
const brokenChance = 0.03;
const level = 0.05;
const largestEffect = 4;
const normalQuantile = 1.959964;

/** The power of an exam, before anything is asked. */
export function examPower(questions: number): ExamPower {
  const chances = { best: brokenChance, working: repairedChance };
  const effects = Array.from({ length: Math.min(largestEffect, questions) }, (_, index) => {
    const repaired = Array.from({ length: index + 1 }, () => chances);
    return {
      effect: index + 1,
      fewest: exactPower(repaired, usualPairs.fewest, level),
      most: exactPower(repaired, usualPairs.most, level),
    };
  });
  const z2 = normalQuantile ** 2;
  const margin = questions === 0 ? 1 : (normalQuantile * Math.sqrt(questions / 4 + z2 / 4)) / (questions + z2);
  return { questions, step: questions === 0 ? 1 : 1 / questions, margin, effects };
}
