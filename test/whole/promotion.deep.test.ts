import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deepShare } from "./deep-share.ts";
import { type Ground, openGround } from "./fixture.ts";
import { editWhilePromoting, playedStory, promoteEditUndo, type Story } from "./promotion-case.ts";
import { untouchedUntilPromoted } from "./untouched-case.ts";

const seeds = Array.from({ length: 100 }, (_, index) => index + 1);

let ground: Ground;
let story: Story & AsyncDisposable;
beforeAll(async () => {
  ground = await openGround();
  story = await playedStory(ground);
}, 120_000);
afterAll(async () => {
  await story[Symbol.asyncDispose]();
  await ground[Symbol.asyncDispose]();
});

/** Every seed is played, whatever became of those before it. */
async function wrongOf(play: (seed: number) => Promise<void>): Promise<string[]> {
  const wrong: string[] = [];
  for (const seed of deepShare(seeds)) {
    await play(seed).catch((error: unknown) => {
      wrong.push(`seed ${String(seed)}: ${String(error).slice(0, 900)}`);
    });
  }
  return wrong;
}

describe("over a hundred seeds", () => {
  it("promoted, edited by a person at day 14, taken back: their edits stay, ours are gone, overlap is a conflict", async () => {
    expect(await wrongOf((seed) => promoteEditUndo(story, seed))).toEqual([]);
  }, 900_000);

  it("edited at any call of a promotion: what does not overlap is there at the end, what does stays as it is", async () => {
    expect(await wrongOf((seed) => editWhilePromoting(story, seed))).toEqual([]);
  }, 900_000);

  it("in a run with faults nobody writes production before it is promoted, and a person's edit at any step outlives it", async () => {
    expect(await wrongOf((seed) => untouchedUntilPromoted(ground, seed))).toEqual([]);
  }, 3_000_000);
});
