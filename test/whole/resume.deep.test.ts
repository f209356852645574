import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deepShare } from "./deep-share.ts";
import { type Ground, openGround } from "./fixture.ts";
import { interruptAndResume, killAndResume, undisturbed } from "./resume-case.ts";

let ground: Ground;
let story: Awaited<ReturnType<typeof undisturbed>>;
beforeAll(async () => {
  ground = await openGround();
  story = await undisturbed(ground);
});
afterAll(() => ground[Symbol.asyncDispose]());

describe("a run killed after each of its writes in turn", () => {
  it("comes to the same end every time", async () => {
    const wrong: string[] = [];
    for (const point of deepShare(story.steps.slice(1).map((_, index) => index + 1))) {
      await killAndResume(ground, point, story.ending).catch((error: unknown) => {
        wrong.push(`after write ${String(point)} (${story.steps[point - 1] ?? ""}): ${String(error).slice(0, 600)}`);
      });
    }
    expect(wrong).toEqual([]);
  }, 1_800_000);
});

describe("a run killed at fifty of its calls to the outside", () => {
  it("comes to the same end, and asks no question twice", async () => {
    const { ending, steps } = await undisturbed(ground, "calls");
    // Not before its first row: nobody knows of it then, and the next run is another one.
    const points = Array.from({ length: 50 }, (_, place) => Math.floor(((place + 1) * (steps.length - 10)) / 51) + 8);
    const wrong: string[] = [];
    for (const point of deepShare(points)) {
      await killAndResume(ground, point, ending, "calls").catch((error: unknown) => {
        wrong.push(`after call ${String(point)} (${steps[point - 1] ?? ""}): ${String(error).slice(0, 600)}`);
      });
    }
    expect(wrong).toEqual([]);
  }, 1_800_000);
});

describe("a run interrupted at every fifth of its events", () => {
  it("comes to the same end every time", async () => {
    const wrong: string[] = [];
    for (const events of deepShare(Array.from({ length: 26 }, (_, index) => index * 5 + 1))) {
      await interruptAndResume(ground, events, story.ending).catch((error: unknown) => {
        wrong.push(`after event ${String(events)}: ${String(error).slice(0, 600)}`);
      });
    }
    expect(wrong).toEqual([]);
  }, 1_800_000);
});
