import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectSix, expectStopAndGoOn } from "./budget-case.ts";
import { openGround, play, resume, six } from "./fixture.ts";
import { rowOf } from "./sound-end.ts";

describe("a run with a limit", () => {
  it("ends before its first question where not even the baseline fits, and goes on with a higher limit", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using first = await connectSix(ground, space_id, { max_questions: 17 });
    const runId = await play(first);
    expect(await rowOf(first, runId)).toMatchObject({
      status: "BUDGET_EXHAUSTED",
      outcome: "NO_PROVEN_CHANGE",
      reason: "max_questions: 18 needed, 17 allowed",
    });
    expect(first.context.workspace.usage().questions).toBe(0);
    expect(ground.spaceIds()).toEqual([space_id]);
    const forecast = first.events.find((event) => event.kind === "forecast");
    expect(forecast).toMatchObject({ refused: { limit: "max_questions" } });
    const report = await readFile(join(ground.outDir, runId, "report.ko.md"), "utf8");
    expect(report).toContain("max_questions 부족");

    await using second = await connectSix(ground, space_id, { max_questions: 18 });
    await resume(second, runId);
    expect(await rowOf(second, runId)).toMatchObject({
      reason: "max_questions: 18 used, 18 allowed",
      initial_score: 2 / 6,
    });
    expect(second.context.workspace.usage().questions).toBe(18);
  });

  it.each([25])("of %i questions asks no more, and goes on without asking anything twice", async (max) => {
    await using ground = await openGround();
    await expectStopAndGoOn(ground, max);
  });

  it("without prices cannot be of money", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using player = await connectSix(ground, space_id, { max_cost: 1 });
    await expect(play(player)).rejects.toThrow(/no price is set/u);
  });
});

describe("a run's reports before its end", () => {
  it("are a forecast that is stored, and a provisional report after the first repeat", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using player = await connectSix(ground, space_id, { max_questions: 18 });
    const runId = await play(player);
    const kinds = player.events.map((event) => event.kind);
    expect(kinds.indexOf("forecast")).toBeLessThan(kinds.indexOf("asked"));
    const told = player.events.find((event) => event.kind === "provisional_report");
    expect(told).toMatchObject({ correct: 2, n: 6 });
    expect(kinds.indexOf("provisional_report")).toBeLessThan(kinds.indexOf("scored"));
    const { forecast_json } = await rowOf(player, runId);
    expect(JSON.parse(forecast_json ?? "{}")).toMatchObject({ visible: 6, questions: { baseline: 18 } });
    const summary = JSON.parse(await readFile(join(ground.outDir, runId, "summary.json"), "utf8")) as object;
    expect(summary).not.toHaveProperty("provisional");
  });
});
