import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectSix, expectStopAndGoOn } from "./budget-case.ts";
import { deepShare } from "./deep-share.ts";
import { openGround, play, six } from "./fixture.ts";
import { playedJob } from "./job-runs.ts";
import { rowOf } from "./sound-end.ts";

describe("a run stopped by max_questions at any place", () => {
  it.each(deepShare([18, 19, 20, 22, 30, 40, 50, 60, 70, 80]))("%i goes on with a higher limit", async (max) => {
    await using ground = await openGround();
    await expectStopAndGoOn(ground, max);
  });
});

describe("a run with a limit", () => {
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
});
