import { deepShare } from "./deep-share.ts";
import { describe, it } from "vitest";
import { expectStopAndGoOn } from "./budget-case.ts";
import { openGround } from "./fixture.ts";

describe("a run stopped by max_questions at any place", () => {
  it.each(deepShare([18, 19, 20, 22, 30, 40, 50, 60, 70, 80]))("%i goes on with a higher limit", async (max) => {
    await using ground = await openGround();
    await expectStopAndGoOn(ground, max);
  });
});
