import { expect, it } from "vitest";
import { openGround, pathOf, play, six } from "../whole/fixture.ts";
import { endingOf, expectSettled } from "../whole/sound-end.ts";

it("takes six questions from two right answers to six with state and answers on Spark", async () => {
  await using ground = await openGround({ engine: "spark", environment: process.env });
  const space_id = await ground.makeSpace(six.space);
  await using player = await ground.connect({ space_id, benchmarks: pathOf(six.exam) });
  const runId = await play(player);
  await expectSettled(player, runId);
  expect(await endingOf(player, runId)).toMatchObject({
    status: "TARGET_REACHED",
    outcome: "IMPROVED",
    initial: 2 / 6,
    final: 1,
  });
  const stages = await player.context.state.stages.list(runId);
  expect(new Set(stages.map((row) => row.status))).toEqual(new Set(["COMPLETED"]));
}, 900_000);
