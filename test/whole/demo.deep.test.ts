import { describe, expect, it } from "vitest";
import { expectDemoHolds, type Story, tellDemo } from "./demo-story.ts";

const seeds = Array.from({ length: 20 }, (_, index) => index + 4);
const stories: Story[] = [];

describe("the demo over many seeds", () => {
  it.each(seeds)("seed %i holds", async (seed) => {
    const story = await tellDemo(seed);
    stories.push(story);
    expectDemoHolds(story);
  });

  it("starts near the same score whatever the seed", () => {
    const scores = stories.map((story) => story.initial);
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThan(0.25);
  });
});
