import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Call, faultFree, type FaultKind, playWithFaults } from "./fault-case.ts";
import { type Ground, openGround, six } from "./fixture.ts";

let ground: Ground;
let story: Awaited<ReturnType<typeof faultFree>>;
beforeAll(async () => {
  ground = await openGround();
  story = await faultFree(ground);
});
afterAll(() => ground[Symbol.asyncDispose]());

/** The others run in the deep suite. */
const kinds: readonly FaultKind[] = ["500", "cut after"];

/** One call of every stage, another route for each kind of fault, so that all kinds together meet nearly all routes. */
function sample(kind: FaultKind): Call[] {
  const stages = [...Map.groupBy(story.calls, (call) => call.stage).values()];
  return stages.flatMap((calls, index) => calls[(kinds.indexOf(kind) + index) % calls.length] ?? []);
}

describe("a run in which a call of every stage goes wrong", () => {
  it("makes external calls in all six stages", () => {
    expect(new Set(story.calls.map((call) => call.stage)).size).toBe(6);
    expect(story.ending).toMatchObject({ status: "TARGET_REACHED" });
  });

  it.each(kinds)(
    "%s: ends right, or stops clean and goes on",
    async (kind) => {
      const faults = sample(kind).map((call) => ({ call, kind }));
      const stops = await playWithFaults(ground, faults, story.ending);
      expect(stops).toBeLessThanOrEqual(faults.length);
    },
    120_000,
  );
});

describe("a connection", () => {
  it("whose closing is answered with nonsense is given up all the same", async () => {
    const player = await ground.connect({ space_id: await ground.makeSpace(six.space) });
    await player.context.state.migrate();
    await ground.fault({ route: "/sql/1.0/warehouses/{id}", kind: "malformed" });
    await expect(player[Symbol.asyncDispose]()).resolves.toBeUndefined();
    await ground.clearFaults();
  }, 20_000);
});
