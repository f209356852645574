import type { Random } from "../core/random.ts";
import type { Calibrated } from "./calibration.ts";
import { estimatedChance } from "./power.ts";
import { acceptance, drawChange, typicalExam } from "./simulation.ts";
import { usualPairs } from "./trial.ts";

/** What the gate finds on an exam: a change that repairs `effect` questions is kept with this probability. */
export type Detectable = { readonly effect: number; readonly probability: number };

/** Enough that a share near nine tenths is known to ± 2 points, two standard errors. */
const trials = 800;
const largestEffect = 5;

/**
 * Plays the whole gate over an exam, for changes that repair one to five questions that are nearly always wrong; none is kept without
 * a change (effect 0) more than 1 time in 100. The chances are the measured ones, or those docs/gate.md takes an exam to have.
 * @param exam the calibration of a run, or how many visible questions there are
 * @param pairs at least so many fresh pairs a target
 */
export function detectable(
  exam: readonly Calibrated[] | number,
  seed: string,
  pairs: number = usualPairs.fewest,
): Detectable[] {
  const chancesOf = (random: Random): number[] =>
    typeof exam === "number"
      ? typicalExam(random, exam)
      : exam.map(({ right, asked }) => estimatedChance(right, asked) * (right === 0 ? nearlyNever : 1));
  const repairable = typeof exam === "number" ? exam : exam.filter(({ right }) => right === 0).length;
  const effects = Array.from({ length: 1 + Math.min(largestEffect, repairable) }, (_, effect) => effect);
  return effects.map((effect) => {
    const { accepted } = acceptance(`${seed}/${String(effect)}`, trials, (random) =>
      drawChange(
        random,
        chancesOf(random),
        { fixed: effect, broken: 0 },
        { fewest: pairs, most: Math.max(pairs, usualPairs.most) },
      ),
    );
    return { effect, probability: accepted };
  });
}

/** A question never right in three asks is nearly always wrong; the estimate alone would let it be right one time in eight. */
const nearlyNever = 0.25;
