import { expect, it } from "vitest";
import { planOfSeed } from "./five-fixes-case.ts";
import { killAndGoOn, undisturbedTrials } from "./killed-trials-case.ts";

it("trials killed at twenty of their calls to the outside go on to the same end, and ask nothing twice that was stored", async () => {
  const world = planOfSeed(4, "bisect");
  const { end, calls } = await undisturbedTrials(world);
  expect(end.open).toBe(0);
  expect(end.decisions.some(({ error_message: reason }) => reason?.includes("adds_nothing"))).toBe(true);
  for (let point = 1; point < calls.length; point += Math.ceil(calls.length / 20)) {
    await killAndGoOn(world, point, end);
  }
});
