import { afterAll, beforeAll, expect, it } from "vitest";
import { deepShare } from "../whole/deep-share.ts";
import { openShared, playTwoRuns, type Shared } from "./two-runs-case.ts";

let shared: Shared;
beforeAll(async () => {
  shared = await openShared();
}, 120_000);
afterAll(() => shared.close());

it("of two runs on one space at the same time one works and the other names it; a dead holder's late writes are fenced off (100 pairs)", async () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  for (const seed of deepShare(seeds)) await expect(playTwoRuns(shared, seed)).resolves.toBe("settled");
});
