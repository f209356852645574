import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectSix, expectStopAndGoOn } from "./budget-case.ts";
import { openGround, play, resume, six } from "./fixture.ts";
import { playedJob } from "./job-runs.ts";
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

  it("of tokens makes no further model call, and of money stops in the middle of the questions", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using frugal = await connectSix(ground, space_id, { max_tokens: 1 });
    const first = await play(frugal);
    expect(await rowOf(frugal, first)).toMatchObject({ status: "BUDGET_EXHAUSTED" });
    expect(frugal.context.workspace.usage().modelCalls).toBeLessThanOrEqual(1);

    await using cheap = await connectSix(ground, space_id, { max_cost: 20, price_question: 1, currency: "KRW" });
    const second = await play(cheap);
    const run = await rowOf(cheap, second);
    expect(run).toMatchObject({ status: "BUDGET_EXHAUSTED" });
    expect(cheap.context.workspace.usage().questions).toBeLessThanOrEqual(21);
    const summary = JSON.parse(await readFile(join(ground.outDir, second, "summary.json"), "utf8")) as {
      cost: { money: { amount: number; currency: string } | null; questions: number };
    };
    expect(summary.cost.money).toEqual({ amount: summary.cost.questions, currency: "KRW" });
  });

  it("is counted over a job's runs, and ends the job well", async () => {
    await using ground = await openGround();
    const space_id = await ground.makeSpace(six.space);
    await using player = await connectSix(ground, space_id, { max_questions: 30, job_id: "7" });
    const job = playedJob(() => player.context);
    const ends = await job.play(job.start({ space_id }));
    const [run] = await player.context.state.runs.list({ space_id });
    expect(run).toMatchObject({ status: "BUDGET_EXHAUSTED", reason: "max_questions: 30 used, 30 allowed" });
    expect(player.context.workspace.usage().questions).toBe(30);
    expect(ends.get("validate")).toMatchObject({
      result: { status: "SKIPPED", task_values: { out_of_budget: run?.reason } },
    });
    expect(ends.get("loop")).toMatchObject({
      result: { status: "COMPLETED", task_values: { run_status: "BUDGET_EXHAUSTED" } },
    });

    // Another job run of the same loop with the same limit asks nothing.
    await job.play(job.start({ run_id: run?.run_id ?? "", loop: "1" }));
    expect(player.context.workspace.usage().questions).toBe(30);
    expect(await rowOf(player, run?.run_id ?? "")).toMatchObject({ status: "BUDGET_EXHAUSTED" });
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
