import { afterAll, beforeAll, expect, it } from "vitest";
import { openShared, playTwoRuns, type Shared } from "./two-runs-case.ts";

let shared: Shared;
beforeAll(async () => {
  shared = await openShared();
}, 120_000);
afterAll(() => shared.close());

it("of two runs on one space at the same time one works and the other names it; a dead holder's late writes are fenced off (10 pairs)", async () => {
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  for (const seed of seeds) await expect(playTwoRuns(shared, seed)).resolves.toBe("settled");
});
