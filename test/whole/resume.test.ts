import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { integerBelow, seededRandom } from "../../src/lib/core/random.ts";
import { type Ground, openGround } from "./fixture.ts";
import { interruptAndResume, killAndResume, undisturbed } from "./resume-case.ts";

let ground: Ground;
let story: Awaited<ReturnType<typeof undisturbed>>;
beforeAll(async () => {
  ground = await openGround();
  story = await undisturbed(ground);
});
afterAll(() => ground[Symbol.asyncDispose]());

const random = seededRandom("resume");

describe("a run that was killed", () => {
  it("makes its writes in an order in which the record goes first", () => {
    expect(story.ending).toMatchObject({ status: "TARGET_REACHED", final: 1 });
    expect(story.steps.indexOf("intents.begin")).toBeLessThan(story.steps.indexOf("spaces.create"));
  });

  it("between writing dev-best and storing what was kept, comes to the same end", async () => {
    // Only keeping announces itself and then, at once, the write it is about to make.
    const keeping = story.steps.findIndex((name, index) => name === "intents.begin" && story.steps[index + 1] === name);
    const written = story.steps.indexOf("spaces.update", keeping);
    expect(keeping).toBeGreaterThan(0);
    for (const index of [keeping, written]) await killAndResume(ground, index + 1, story.ending);
  }, 120_000);
});

describe("a run that was killed between an answer and the storing of it", () => {
  it("reads what Genie had answered back from the conversations, and asks each question once in all", async () => {
    const { ending, steps } = await undisturbed(ground, "calls");
    const answers = steps.flatMap((name, index) => (name === "workspace.ask" ? [index + 1] : []));
    // In the middle of the baseline: nothing of it is stored by then, since all is asked within the first half minute.
    await expect(killAndResume(ground, answers[7] ?? 0, ending, "calls")).resolves.toBeUndefined();
  }, 60_000);
});

describe("a run that was interrupted", () => {
  it("leaves a row that says so, and comes to the same end when it is taken up", async () => {
    const point = 3 + integerBelow(random, 100);
    await expect(interruptAndResume(ground, point, story.ending)).resolves.toBeUndefined();
  }, 120_000);
});
