import { expect, it } from "vitest";
import { expectReasons, playFive } from "./five-fixes-case.ts";

const seeds = 36;

// The looser bound for so few seeds; 300 are played in the deep suite. A batch cannot part the useful fixes from a harmful one.
it.each([
  ["bisect", 0.7],
  ["sequential", 0.6],
  ["batch", 0.2],
] as const)(
  "with %s each fix of a plan ends kept or reverted, and one that lacked proof says what it needed",
  async (strategy, atLeast) => {
    let justThose = 0;
    for (let seed = 0; seed < seeds; seed += 1) {
      const end = await playFive(seed, strategy);
      expectReasons(end.changes);
      expect(end.ablation).toBeLessThanOrEqual(1);
      if (end.justThose) justThose += 1;
    }
    expect(justThose / seeds).toBeGreaterThanOrEqual(atLeast);
  },
);
