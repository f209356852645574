import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import { decidePlan } from "../../src/runs/approval/decide-plan.ts";
import type { PlanDecision } from "../../src/runs/approval/plan-decision.ts";
import { apply } from "../../src/stages/apply.ts";
import { decide as decideStage } from "../../src/stages/decide.ts";
import { validate } from "../../src/stages/validate.ts";
import { type Ground, openGround, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { playedJob } from "./job-runs.ts";
import { endingOf, expectSettled, rowOf } from "./sound-end.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

async function connect(settings: Readonly<Record<string, unknown>> = {}): Promise<Player> {
  const space_id = await ground.makeSpace(six.space);
  return ground.connect({ space_id, benchmarks: pathOf(six.exam), approval: "manual", ...settings });
}

async function decide(player: Player, runId: string, order: Partial<PlanDecision> = {}): Promise<void> {
  const whole = {
    decision: "APPROVE",
    fixes: [],
    comment: null,
    decidedBy: "ann",
    channel: "cli",
    jobId: null,
  } as const;
  await decidePlan(player.context, await rowOf(player, runId), { ...whole, ...order });
}

async function changesOf({ context }: Player, runId: string, loop: number): Promise<ChangeRow[]> {
  return context.state.changes.list({ run_id: runId, iteration_number: loop });
}

it("a run waits with its plan, keeps its space meanwhile, and once approved ends as one that asked nobody", async () => {
  await using player = await connect();
  const { context } = player;
  const runId = await play(player);
  const status = async (): Promise<unknown[]> => {
    const run = await rowOf(player, runId);
    return [run.status, run.reason];
  };
  expect(await status()).toEqual(["AWAITING_APPROVAL", null]);
  expect(await readFile(join(ground.outDir, runId, "plan.md"), "utf8")).toContain("\n### 7. Add the synonym");
  const lease = await context.state.leases.get(`space:${context.settings.space_id ?? ""}`);
  const seconds = (Date.parse(lease?.expires_at ?? "") - context.clock.now().getTime()) / 1000;
  expect(seconds / 86_400).toBeGreaterThan(13.9);

  // Neither another run nor a stage by itself comes between.
  await expect(play(player)).rejects.toThrow(`is held by ${runId}`);
  for (const stage of [apply, validate]) expect(await stage(context, runId, 1)).toMatchObject({ status: "SKIPPED" });
  const stages = await context.state.stages.list(runId);
  expect(stages.map((row) => row.stage_name)).toEqual(["orchestrator", "score", "plan"]);

  // Whoever comes too late finds the run ended; taken up once more it asks again.
  const { fence } = await rowOf(player, runId);
  const late = { run_id: runId, iteration_number: 1, approval_expires_at: "2026-01-05T09:00:00.000Z" };
  await context.state.withFence(fence).iterations.upsert(late);
  await resume(player, runId);
  expect(await status()).toEqual(["STOPPED", "approval_expired"]);
  await resume(player, runId);
  expect(await status()).toEqual(["AWAITING_APPROVAL", null]);

  await decide(player, runId);
  await resume(player, runId);
  await expectSettled(player, runId);
  expect(await endingOf(player, runId)).toMatchObject({
    status: "TARGET_REACHED",
    outcome: "IMPROVED",
    initial: 2 / 6,
    final: 1,
  });
}, 120_000);

it("a fix that a person rejects is never tried and not proposed again", async () => {
  await using player = await connect({ max_iterations: 2 });
  const runId = await play(player);
  const rejected = (await changesOf(player, runId, 1)).find((row) => row.change_type === "add_filter");
  await decide(player, runId, { decision: "REJECT", fixes: [String(rejected?.position)], comment: "too broad" });
  await decide(player, runId);
  await resume(player, runId);
  const [first, second] = await Promise.all([1, 2].map((loop) => changesOf(player, runId, loop)));
  expect(first?.find((row) => row.change_id === rejected?.change_id)).toMatchObject({
    status: "REJECTED",
    decided_by: "ann",
    before_json: null,
  });
  const again = second?.filter((row) => row.fix_json === rejected?.fix_json) ?? [];
  expect(again.map((row) => row.status)).toEqual(again.map(() => "BLOCKED"));
  expect((await endingOf(player, runId)).kept.join()).not.toContain("large franchises");
  const lessons = await readFile(join(ground.outDir, runId, "lessons.md"), "utf8");
  expect(lessons).toContain("Rejected by ann: too broad");
}, 120_000);

it("a plan is refused once the exam or the space changed, and the run then plans anew and asks again", async () => {
  const benchmarks = join(ground.outDir, "own.exam.json");
  await copyFile(pathOf(six.exam), benchmarks);
  await using player = await connect({ benchmarks });
  const { context } = player;
  const production = context.settings.space_id ?? "";
  const runId = await play(player);
  await decide(player, runId);
  await writeFile(benchmarks, (await readFile(benchmarks, "utf8")).replace("How many units", "How many pieces"));
  const before = await context.state.spaces.latest(runId, "dev_working");
  await expect(resume(player, runId)).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("the exam changed since; nothing of it is applied") as string,
  });
  expect(await rowOf(player, runId)).toMatchObject({ status: "FAILED", error_code: "CONFLICT" });
  expect((await context.state.spaces.latest(runId, "dev_working"))?.digest).toBe(before?.digest);

  await resume(player, runId);
  expect(await rowOf(player, runId)).toMatchObject({ status: "AWAITING_APPROVAL", error_code: null });
  const [, second] = await context.state.iterations.list(runId);
  expect(second?.plan_digest).not.toBeNull();
  await decide(player, runId);
  const { serializedSpace, etag } = await context.workspace.spaces.get(production);
  const edited = serializedSpace.replace("Answer with a table", "Answer with one table");
  expect(edited).not.toBe(serializedSpace);
  await context.workspace.spaces.update(production, { serializedSpace: edited, ...(etag === null ? {} : { etag }) });
  await expect(resume(player, runId)).rejects.toThrow("the production space changed since");
}, 120_000);

it("in a job, decide records who started it and goes on in one job run: the next loop asks anew, until it is told to stop", async () => {
  await using player = await connect({ max_iterations: 2 });
  const job = playedJob(() => player.context);
  const waiting = job.start({ approval: "manual", locale: "en" });
  const ends = await job.play(waiting);
  expect([...ends].map(([name, end]) => [name, end.kind])).toContainEqual(["apply", "excluded"]);
  const [run] = await player.context.state.runs.list({ space_id: player.context.settings.space_id ?? "" });
  const runId = run?.run_id ?? "";
  expect(run).toMatchObject({ status: "AWAITING_APPROVAL" });

  const order = { run_id: runId, decision: "reject", enhance_job_id: "7", comment: "not now" };
  const rejecting = await job.beside(decideStage, order, "ann@example.com");
  expect(rejecting).toMatchObject({ status: "COMPLETED", task_values: { rejected: 7, undecided: 0 } });
  await expect(job.beside(decideStage, order, "bob@example.com")).rejects.toThrow("its status is NEEDS_ANOTHER_LOOP");
  const [, next, ...more] = job.runs();
  expect(more).toEqual([]);
  expect(next).toMatchObject({ parameters: { run_id: runId, loop: "1", approval: "manual", locale: "en" } });
  // The job run that waited is told to end its loop once more, as a repair does.
  expect(await job.again(waiting, "loop")).toMatchObject({ result: { status: "SKIPPED" } });
  await job.play(next?.id ?? "");
  const planned = (await changesOf(player, runId, 1)).filter((row) => row.status !== "BLOCKED");
  expect(new Set(planned.map((row) => `${row.status} by ${row.decided_by ?? ""}: ${row.error_message ?? ""}`))).toEqual(
    new Set(["REJECTED by ann@example.com: not now"]),
  );
  await job.playAll();
  expect(await rowOf(player, runId)).toMatchObject({ status: "AWAITING_APPROVAL", iterations_completed: 1 });

  await job.beside(decideStage, { run_id: runId, decision: "STOP", enhance_job_id: "7" }, "ann@example.com");
  await job.playAll();
  expect(await rowOf(player, runId)).toMatchObject({ status: "STOPPED", reason: "asked_to_stop" });
}, 120_000);
