import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import { type Ground, openGround, pathOf, type Player, six } from "./fixture.ts";
import { type PlayedJob, playedJob, type TaskEnd } from "./job-runs.ts";
import { endingOf, expectSettled, expectSoundRecord, rowOf } from "./sound-end.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

type Scene = AsyncDisposable & { readonly player: Player; readonly job: PlayedJob };

async function openScene(settings: Readonly<Record<string, unknown>> = {}): Promise<Scene> {
  const space_id = await ground.makeSpace(six.space);
  const player = await ground.connect({
    space_id,
    benchmarks: pathOf(six.exam),
    max_changes_per_iteration: 2,
    max_iterations: 2,
    ...settings,
  });
  const job = playedJob(() => player.context);
  return { player, job, [Symbol.asyncDispose]: () => player[Symbol.asyncDispose]() };
}

function valuesOf(end: TaskEnd | undefined): unknown {
  return end?.kind === "answered" ? { status: end.result.status, ...end.result.task_values } : end;
}

async function onlyRun({ context }: Player): Promise<string> {
  const [run, ...others] = await context.state.runs.list({ space_id: context.settings.space_id ?? "" });
  expect(others).toEqual([]);
  return run?.run_id ?? "";
}

describe("a job that starts its own next loop", () => {
  it("takes one job run a loop, passing on its parameters, and no repeated task starts another", async () => {
    await using scene = await openScene();
    const { player, job } = scene;
    const first = job.start({ space_id: "s", locale: "en" });
    const ends = await job.play(first);
    const runId = await onlyRun(player);
    const [, second] = job.runs();
    expect(second).toMatchObject({
      token: `${runId}-2`,
      parameters: { run_id: runId, loop: "2", space_id: "s", locale: "en" },
    });
    expect(valuesOf(ends.get("loop"))).toMatchObject({
      status: "COMPLETED",
      run_status: "NEEDS_ANOTHER_LOOP",
      next_job_run_id: second?.id,
    });
    // Repeated while the next loop is only waiting, and again once it is over.
    expect(valuesOf(await job.again(first, "loop"))).toMatchObject({ status: "SKIPPED", next_job_run_id: second?.id });
    const fence = (await rowOf(player, runId)).fence;
    await job.playAll();
    expect(job.runs().length).toBeGreaterThan(1);
    expect((await rowOf(player, runId)).fence).toBeGreaterThan(fence);
    for (const task of ["orchestrator", "score", "validate", "loop"] as const) {
      expect(valuesOf(await job.again(first, task)), task).toMatchObject({ status: "SKIPPED" });
    }
    const runs = job.runs().length;
    await expectSettled(player, runId);
    expect(await rowOf(player, runId)).toMatchObject({ status: "MAX_LOOPS", outcome: "IMPROVED" });
    const loops = await player.context.state.iterations.list(runId);
    expect(loops.map((row) => row.job_run_id)).toEqual(job.runs().map(({ id }) => id));
    expect(await job.playAll()).toBe(0);
    expect(job.runs().length).toBe(runs);
  }, 60_000);

  it("ends BLOCKED with the reason in its record and files when the platform refuses", async () => {
    await using scene = await openScene();
    const { player, job } = scene;
    const message = "No CAN MANAGE RUN on job 7.";
    job.refuse(new EnhancerError({ code: "PERMISSION_DENIED", message, remedy: "Grant it." }));
    const ends = await job.play(job.start());
    const runId = await onlyRun(player);
    expect(valuesOf(ends.get("loop"))).toMatchObject({ status: "COMPLETED", run_status: "BLOCKED" });
    const run = await rowOf(player, runId);
    expect(run).toMatchObject({ status: "BLOCKED", reason: "next_loop_refused", error_code: "NEXT_LOOP_REFUSED" });
    expect(run.error_message).toContain(message);
    expect(await readFile(join(ground.outDir, runId, "report.md"), "utf8")).toContain(message);
    await expectSettled(player, runId);
  }, 60_000);
});

describe("a job that leaves its next loop to others", () => {
  it("takes the waiting run up when it is started again, and has nothing to do once that has ended", async () => {
    await using scene = await openScene({ self_start: "off" });
    const { player, job } = scene;
    for (const number of [1, 2]) await job.play(job.start({ loop: String(number) }));
    const runId = await onlyRun(player);
    expect(await rowOf(player, runId)).toMatchObject({ status: "MAX_LOOPS", iterations_completed: 2 });
    const last = await job.play(job.start({ loop: "3" }));
    expect([...last.values()].map((end) => (end.kind === "answered" ? end.result.status : end.kind))).toEqual([
      "SKIPPED",
      "SKIPPED",
      "SKIPPED",
      "excluded",
      "excluded",
      "SKIPPED",
    ]);
  }, 60_000);
});

describe("a job run in which a stage fails", () => {
  it("ends the run with its files and fails; repaired, it comes to the same end", async () => {
    await using scene = await openScene({ max_changes_per_iteration: 20 });
    const { player, job } = scene;
    await ground.fault({
      method: "POST",
      route: "/api/2.0/genie/spaces/*/start-conversation",
      nth: 5,
      kind: "status",
      status: 403,
    });
    const id = job.start();
    const ends = await job.play(id);
    const runId = await onlyRun(player);
    expect(ends.get("score")).toMatchObject({ kind: "failed", error: { code: "PERMISSION_DENIED" } });
    expect(ends.get("loop")).toMatchObject({
      kind: "answered",
      result: { status: "FAILED", task_values: { run_status: "FAILED" }, error: { code: "PERMISSION_DENIED" } },
    });
    await expectSoundRecord(player, runId);
    expect(await readFile(join(ground.outDir, runId, "lessons.md"), "utf8")).toContain("#");
    await ground.reset();
    await job.play(id);
    expect(await onlyRun(player)).toBe(runId);
    await expectSettled(player, runId);
    expect(await endingOf(player, runId)).toMatchObject({ status: "TARGET_REACHED", final: 1 });
  }, 60_000);

  it("says that there is nothing to end when its orchestrator failed before there was a run", async () => {
    await using scene = await openScene({ llm_endpoint: "" });
    const ends = await scene.job.play(scene.job.start());
    expect(ends.get("orchestrator")).toMatchObject({ kind: "failed", error: { code: "SETTINGS_INVALID" } });
    expect(ends.get("loop")).toMatchObject({ kind: "failed", error: { code: "NOT_FOUND" } });
  });

  it("ends the run when its orchestrator failed after that, and begins no second one when it is repaired", async () => {
    await using scene = await openScene({ max_changes_per_iteration: 20 });
    const { player, job } = scene;
    const holder = await player.context.state.leases.acquire(
      `space:${player.context.settings.space_id ?? ""}`,
      "somebody",
      600,
    );
    const id = job.start();
    const ends = await job.play(id);
    expect(ends.get("loop")).toMatchObject({
      kind: "answered",
      result: { status: "FAILED", error: { code: "LEASE_HELD" } },
    });
    const runId = await onlyRun(player);
    expect(await rowOf(player, runId)).toMatchObject({ status: "FAILED", error_code: "LEASE_HELD" });
    await player.context.state.leases.release(holder);
    expect(valuesOf(await job.again(id, "orchestrator"))).toMatchObject({ status: "COMPLETED", run_id: runId });
    expect(await onlyRun(player)).toBe(runId);
  });
});
