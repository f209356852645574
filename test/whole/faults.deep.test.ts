import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deepShare } from "./deep-share.ts";
import { faultFree, type FaultKind, faultKinds, playWithFaults } from "./fault-case.ts";
import { type Ground, openGround } from "./fixture.ts";

let ground: Ground;
let story: Awaited<ReturnType<typeof faultFree>>;
beforeAll(async () => {
  ground = await openGround();
  story = await faultFree(ground);
});
afterAll(() => ground[Symbol.asyncDispose]());

describe("a run in which one call goes wrong", () => {
  it.each(Object.keys(faultKinds) as FaultKind[])(
    "%s: at each route of each stage it ends right, or stops clean and goes on",
    async (kind) => {
      const wrong: string[] = [];
      for (const call of deepShare(story.calls)) {
        await playWithFaults(ground, [{ call, kind }], story.ending).catch((error: unknown) => {
          wrong.push(
            `${kind} at ${call.stage} ${call.method} ${call.route} (${String(call.nth)}): ${String(error).slice(0, 900)}`,
          );
        });
      }
      expect(wrong).toEqual([]);
    },
    1_800_000,
  );
});
