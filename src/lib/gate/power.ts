import { createMemory } from "../core/remembering.ts";
import { mcnemarOneSided } from "./mcnemar.ts";

/** A question's chance of a right answer on each arm. */
export type Chances = { readonly best: number; readonly working: number };

/** What a repaired question is taken to reach: the smallest effect the gate is asked to find is one such question. */
export const repairedChance = 0.95;

/** The chance of a right answer behind `right` of `asked`, pulled towards one half by one imagined pair of answers (Jeffreys). */
export function estimatedChance(right: number, asked: number): number {
  return (right + 0.5) / (asked + 1);
}

/**
 * The exact power of the pooled test: the chance that `pairs` fresh pairs on each question give a p-value of at most `alpha`.
 * The joint distribution of wins and losses is built by convolution, one pair at a time.
 */
export function exactPower(questions: readonly Chances[], pairs: number, alpha: number): number {
  return remembered(JSON.stringify([questions, pairs, alpha]), () => powerOf(questions, pairs, alpha));
}

/** Calibrations of three asks know few chances, so the same groups come again and again where the gate is simulated. */
const remembered = createMemory<number>(5_000);

function powerOf(questions: readonly Chances[], pairs: number, alpha: number): number {
  const size = questions.length * pairs + 1;
  let joint = new Float64Array(size * size);
  joint[0] = 1;
  let done = 0;
  for (const { best, working } of questions) {
    const win = working * (1 - best);
    const loss = best * (1 - working);
    for (let pair = 0; pair < pairs; pair += 1) {
      joint = addPair(joint, size, done, win, loss);
      done += 1;
    }
  }
  let power = 0;
  for (let wins = 0; wins < size; wins += 1) {
    for (let losses = 0; wins + losses < size; losses += 1) {
      const mass = joint[wins * size + losses] ?? 0;
      if (mass > 0 && wins > losses && mcnemarOneSided(wins, losses) <= alpha) power += mass;
    }
  }
  return power;
}

function addPair(
  joint: Float64Array,
  size: number,
  done: number,
  win: number,
  loss: number,
): Float64Array<ArrayBuffer> {
  const next = new Float64Array(size * size);
  const tie = 1 - win - loss;
  for (let wins = 0; wins <= done; wins += 1) {
    for (let losses = 0; wins + losses <= done; losses += 1) {
      const mass = joint[wins * size + losses] ?? 0;
      if (mass === 0) continue;
      const here = wins * size + losses;
      next[here] = (next[here] ?? 0) + mass * tie;
      next[here + size] = (next[here + size] ?? 0) + mass * win;
      next[here + 1] = (next[here + 1] ?? 0) + mass * loss;
    }
  }
  return next;
}
