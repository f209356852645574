import { describe, expect, it } from "vitest";
import { expectDemoHolds, tellDemo } from "./demo-story.ts";

describe("the demo, from its poor space to its target", () => {
  it.each([1, 2, 3])(
    "seed %i: starts under one half, reaches its target by five kinds of fixes, and each of them was proven",
    async (seed) => {
      const story = await tellDemo(seed);
      expectDemoHolds(story);
      expect(story.final).toBeGreaterThanOrEqual(0.9);
      // What is held out differs by seed, and with it what the space can learn: other seeds are asked for the mean alone.
      expect(story.missesAfter.length).toBeLessThanOrEqual(story.missesBefore.length / 2);
    },
    300_000,
  );
});
