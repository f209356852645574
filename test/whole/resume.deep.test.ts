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
    for (const point of deepShare(story.writes.slice(1).map((_, index) => index + 1))) {
      await killAndResume(ground, point, story.ending).catch((error: unknown) => {
        wrong.push(`after write ${String(point)} (${story.writes[point - 1] ?? ""}): ${String(error).slice(0, 600)}`);
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
