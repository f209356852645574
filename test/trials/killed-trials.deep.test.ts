import { expect, it } from "vitest";
import { deepShare } from "../whole/deep-share.ts";
import { planOfSeed } from "./five-fixes-case.ts";
import { killAndGoOn, undisturbedTrials } from "./killed-trials-case.ts";

/** Plans whose trials come to everything: groups kept whole and in parts, vetoed and halved, and fixes dropped in the end. */
const cases = [
  { seed: 4, strategy: "bisect" },
  { seed: 7, strategy: "bisect" },
  { seed: 3, strategy: "sequential" },
] as const;

it.each(cases)(
  "trials of plan $seed ($strategy) killed after each of their calls to the outside go on to the same end",
  async ({ seed, strategy }) => {
    const world = planOfSeed(seed, strategy);
    const { end, calls } = await undisturbedTrials(world);
    const wrong: string[] = [];
    for (const point of deepShare(calls.slice(1).map((_, index) => index + 1))) {
      await killAndGoOn(world, point, end).catch((error: unknown) => {
        wrong.push(`after call ${String(point)} (${calls[point - 1] ?? ""}): ${String(error).slice(0, 600)}`);
      });
    }
    expect(wrong).toEqual([]);
  },
);
