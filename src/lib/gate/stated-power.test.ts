import { expect, it } from "vitest";
import { type Random, seededRandom } from "../core/random.ts";
import { estimatedChance, repairedChance } from "./power.ts";
import { type Drawn, playGate } from "./simulation.ts";
import { usualPairs } from "./trial.ts";

const seeds = 400;
const asked = 3;

/** A change that repairs the first of its targets and leaves the others; each chance is what the calibration makes it out to be. */
function change(rightBefore: readonly number[], pairs = usualPairs as { fewest: number; most: number }): Drawn {
  const calibration = new Map(
    rightBefore.map((right, index) => [`q${String(index)}`, { questionId: `q${String(index)}`, asked, right }]),
  );
  const chances = rightBefore.map((right, index) => {
    const best = estimatedChance(right, asked);
    return { best, working: index === 0 ? repairedChance : best };
  });
  return { chances, trial: { targets: [...calibration.keys()], guards: [], calibration, alpha: 0.05, pairs } };
}

/** A test in which every target moved, that was too small and says what it would have needed. */
function pairsItNeeds(random: Random, rightBefore: readonly number[]): number {
  for (;;) {
    const { reason, validation, gains } = playGate(random, change(rightBefore)).decision;
    const allMoved = Object.keys(gains).length === rightBefore.length;
    if (allMoved && validation === "UNDERPOWERED" && reason.kind === "not_proven" && reason.pairsNeeded !== null) {
      return reason.pairsNeeded;
    }
  }
}

it.each([[[1]], [[2]], [[1, 1]], [[1, 2]]])(
  "finds the repaired one of targets with %j right answers of three 8 times in 10, with the pairs that an underpowered test asked for",
  (rightBefore) => {
    const needed = pairsItNeeds(seededRandom(`first ${rightBefore.join()}`), rightBefore);
    expect(needed).toBeGreaterThan(usualPairs.fewest);
    const pairs = { fewest: needed, most: Math.max(needed, usualPairs.most) };
    let [runs, found] = [0, 0];
    for (let seed = 0; runs < seeds; seed += 1) {
      const { decision } = playGate(seededRandom(`again ${String(seed)}`), change(rightBefore, pairs));
      // What was stated was stated of these targets: a run in which other ones moved is another test.
      if (Object.keys(decision.gains).length < rightBefore.length) continue;
      runs += 1;
      if (decision.decision === "KEEP") found += 1;
    }
    expect(found / seeds).toBeGreaterThanOrEqual(0.75);
    expect(found / seeds).toBeLessThanOrEqual(0.85);
  },
);
