import { expect, it } from "vitest";
import { deepShare } from "../whole/deep-share.ts";
import { expectReasons, playFive } from "./five-fixes-case.ts";

it("a plan of five fixes of which two are useful ends with just those, 8 times in 10", async () => {
  const seeds = deepShare(Array.from({ length: 300 }, (_, seed) => seed));
  let justThose = 0;
  for (const seed of seeds) {
    const end = await playFive(seed, "bisect");
    expectReasons(end.changes);
    expect(end.ablation).toBeLessThanOrEqual(1);
    if (end.justThose) justThose += 1;
  }
  // A sixth of the seeds scatters more.
  expect(justThose / seeds.length).toBeGreaterThanOrEqual(seeds.length < 300 ? 0.7 : 0.8);
});
