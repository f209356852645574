import { describe, expect, it } from "vitest";
import { deepShare } from "./deep-share.ts";
import { expectDemoHolds, type Story, tellDemo } from "./demo-story.ts";

const seeds = Array.from({ length: 20 }, (_, index) => index + 4);
const stories: Story[] = [];

describe("the demo over many seeds", () => {
  it.each(deepShare(seeds))("seed %i holds", async (seed) => {
    const story = await tellDemo(seed);
    stories.push(story);
    expectDemoHolds(story);
  });

  it("teaches the space at least half of what the paraphrases missed, over all seeds", () => {
    const missed = (of: (story: Story) => readonly string[]): number =>
      stories.reduce((sum, story) => sum + of(story).length, 0);
    expect(missed((story) => story.missesAfter)).toBeLessThanOrEqual(missed((story) => story.missesBefore) / 2);
  });

  it("starts near the same score whatever the seed", () => {
    const scores = stories.map((story) => story.initial);
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThan(0.25);
  });
});
