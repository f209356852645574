import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageResult } from "../../src/runs/run-context.ts";
import { watch } from "../../src/stages/watch.ts";
import { type Ground, openGround, pathOf, type Player } from "./fixture.ts";

let ground: Ground;
let player: Player;
let spaceId: string;
beforeAll(async () => {
  ground = await openGround({ samples: ["bakehouse", "tpch"] });
  spaceId = await ground.makeSpace("benchmarks/bakehouse.good.space.json");
  player = await ground.connect({
    space_id: spaceId,
    benchmarks: pathOf("benchmarks/bakehouse.json"),
    target_score: 0.9,
  });
});
afterAll(async () => {
  await player[Symbol.asyncDispose]();
  await ground[Symbol.asyncDispose]();
});

function watchIn(jobRunId: string): Promise<StageResult> {
  return watch({ ...player.context, job: { jobId: "8", jobRunId, parameters: {} } });
}

describe("watching a space", () => {
  it("scores it as it is, tells a drop from noise, and touches nothing", async () => {
    const { state } = player.context;
    const before = ground.spaceIds();
    const first = await watchIn("1");
    expect(first).toMatchObject({ status: "COMPLETED", task_values: { score: 1, previous: "", dropped: false } });
    // Repaired, it is the same watch: nothing is asked again.
    const asked = player.context.workspace.usage().questions;
    expect((await watchIn("1")).run_id).toBe(first.run_id);
    expect(player.context.workspace.usage().questions).toBe(asked);
    expect((await watchIn("2")).task_values).toMatchObject({ previous: 1, dropped: false });

    const poor = await readFile(pathOf("benchmarks/bakehouse.space.json"), "utf8");
    await player.context.workspace.spaces.update(spaceId, { serializedSpace: poor });
    const dropped = await watchIn("3");
    expect(dropped.task_values).toMatchObject({ previous: 1, dropped: true });
    expect(dropped.message).toContain("dropped");

    const rows = await state.runs.list({ space_id: spaceId });
    expect(rows.map((row) => [row.status, row.reason, row.outcome])).toEqual([
      ["MAX_LOOPS", "watch_dropped", null],
      ["TARGET_REACHED", "watch", null],
      ["TARGET_REACHED", "watch", null],
    ]);
    const row = await state.iterations.get(dropped.run_id, 1);
    expect(row?.score_delta).toBeLessThan(-0.2);
    expect(row).toMatchObject({ job_run_id: "3", repeats: 1, decision_reason: dropped.message });
    expect(ground.spaceIds()).toEqual(before);
    expect(await state.leases.get(`space:${spaceId}`)).toBeNull();
  }, 60_000);

  it("leaves a row that says why when it fails", async () => {
    await ground.fault({
      method: "POST",
      route: `/api/2.0/genie/spaces/${spaceId}/start-conversation`,
      kind: "status",
      status: 403,
    });
    await expect(watchIn("4")).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    const [row] = await player.context.state.runs.list({ space_id: spaceId, limit: 1 });
    expect(row).toMatchObject({ status: "FAILED", error_code: "PERMISSION_DENIED" });
  });
});
