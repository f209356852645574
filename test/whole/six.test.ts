import { describe, expect, it } from "vitest";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openGround, pathOf, play, six } from "./fixture.ts";
import { endingOf, expectSettled } from "./sound-end.ts";

const digests = new Set<string | undefined>();

describe("a run over six questions", () => {
  it("goes from two right answers to six, keeps what that needs, and ends with its record and files", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ space_id, benchmarks: pathOf(six.exam) });
    const runId = await play(player);
    await expectSettled(player, runId);
    expect(ground.spaceIds().length).toBe(3);
    expect(await endingOf(player, runId)).toMatchObject({
      status: "TARGET_REACHED",
      outcome: "IMPROVED",
      initial: 2 / 6,
      final: 1,
    });
    const { context } = player;
    const stages = await context.state.stages.list(runId);
    expect(stages.map((row) => row.stage_name)).toEqual(["orchestrator", "score", "plan", "apply", "validate", "loop"]);
    expect(new Set(stages.map((row) => row.status))).toEqual(new Set(["COMPLETED"]));
    const summary: unknown = JSON.parse(await readFile(join(ground.outDir, runId, "summary.json"), "utf8"));
    expect(summary).toMatchObject({
      status: "TARGET_REACHED",
      score: { initial: { correct: 2, n: 6 }, final: { correct: 6, n: 6 } },
    });
    expect(player.events.at(-1)).toMatchObject({ kind: "stage_finished", stage: "loop" });
    digests.add((await context.state.spaces.latest(runId, "dev_best"))?.digest);
  });

  it("trashes its clones where it may promote by itself, and leaves them to a person by default", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({
      space_id,
      benchmarks: pathOf(six.exam),
      cleanup_on_success: "promote",
    });
    const runId = await play(player);
    expect(ground.spaceIds()).toEqual([space_id]);
    await expectSettled(player, runId);
    digests.add((await player.context.state.spaces.latest(runId, "dev_best"))?.digest);
  });

  it("brings the same space to the same bytes every time", () => {
    expect(digests.size).toBe(1);
    expect([...digests][0]).toMatch(/^[0-9a-f]{64}$/u);
  });
});
