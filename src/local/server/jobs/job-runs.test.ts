import { describe, expect, it } from "vitest";
import type { Keep } from "../keep.ts";
import { after, jobBench, notebook, results, untilStopped } from "./job-bench.fixture.ts";

const many = Array.from({ length: 50 }, (_, index) => index);

function keepIn(parts: Map<string, () => unknown>): Keep {
  return {
    read: async (name) => await Promise.resolve(parts.get(name)?.() ?? null),
    changed: (name, snapshot) => void parts.set(name, snapshot),
    flush: async () => await Promise.resolve(),
  };
}

describe("runs of a job", () => {
  it("queue at the limit and run one after another, in order", async () => {
    let now = 0;
    let most = 0;
    const bench = await jobBench({
      a: async () => {
        now += 1;
        most = Math.max(most, now);
        await bench.clock.sleep(1);
        now -= 1;
      },
    });
    const job = await bench.create({ max_concurrent_runs: 1, queue: { enabled: true }, tasks: [notebook("a")] });
    const ids = await Promise.all(many.map(async () => await bench.runNow(job)));
    expect((await bench.get(ids[1] ?? "")).status).toMatchObject({
      state: "QUEUED",
      queue_details: { code: "MAX_CONCURRENT_RUNS_REACHED" },
    });
    for (let turn = 0; turn < 2 * many.length; turn += 1) await bench.clock.step(1);
    const runs = await Promise.all(ids.map(async (id) => await bench.ended(id)));
    expect(runs.map((run) => run.state.result_state)).toEqual(many.map(() => "SUCCESS"));
    expect(bench.started.map(({ context }) => context.jobRunId)).toEqual(ids);
    expect(most).toBe(1);
    expect(runs[2]?.queue_duration).toBeGreaterThan(0);
  });

  it("are skipped at the limit where they do not queue", async () => {
    const bench = await jobBench({ a: untilStopped });
    const job = await bench.create({ max_concurrent_runs: 1, tasks: [notebook("a")] });
    const ids = await Promise.all(many.map(async () => await bench.runNow(job)));
    const states = await Promise.all(ids.map(async (id) => (await bench.get(id)).state.life_cycle_state));
    expect(states.slice(1)).toEqual(many.slice(1).map(() => "SKIPPED"));
    expect(await bench.get(ids[1] ?? "")).toMatchObject({
      state: { result_state: "MAXIMUM_CONCURRENT_RUNS_REACHED" },
      status: { termination_details: { code: "MAX_CONCURRENT_RUNS_EXCEEDED" } },
    });
    const waiting = await bench.runNow(job, { queue: { enabled: true } });
    await bench.call("POST", "runs/cancel-all", { job_id: job });
    expect((await bench.ended(ids[0] ?? "")).state.result_state).toBe("CANCELED");
    expect((await bench.ended(waiting)).state.result_state).toBe("CANCELED");
    expect(bench.started).toHaveLength(1);
  });

  it("are all skipped where the limit is none", async () => {
    const bench = await jobBench({ a: () => {} });
    const job = await bench.create({ max_concurrent_runs: 0, queue: { enabled: true }, tasks: [notebook("a")] });
    expect((await bench.get(await bench.runNow(job))).state.life_cycle_state).toBe("SKIPPED");
  });

  it("are the same for the same idempotency token, which is spent when the run is deleted", async () => {
    const bench = await jobBench({ a: () => {} });
    const job = await bench.create({ queue: { enabled: true }, tasks: [notebook("a")] });
    const token = { idempotency_token: "t".repeat(64) };
    const ids = await Promise.all(many.map(async () => await bench.runNow(job, token)));
    expect(new Set(ids).size).toBe(1);
    expect(await bench.runNow(job, { idempotency_token: "u" })).not.toBe(ids[0]);
    await bench.ended(ids[0] ?? "");
    expect((await bench.call("POST", "runs/delete", { run_id: ids[0] })).status).toBe(200);
    expect((await bench.call("GET", `runs/get?run_id=${ids[0]}`)).status).toBe(404);
    expect((await bench.call("POST", "run-now", { job_id: job, ...token })).status).toBe(400);
    const long = { job_id: job, idempotency_token: "t".repeat(65) };
    expect((await bench.call("POST", "run-now", long)).status).toBe(400);
  });

  it.each([
    [{ job_parameters: { none: "1" } }, "no parameter 'none'"],
    [{ only: ["z"] }, "no task 'z'"],
    [{ job_parameters: { p: "{{job.naem}}" } }, "{{job.naem}}"],
  ])("are refused for %j", async (more, words) => {
    const bench = await jobBench({ a: () => {} });
    const job = await bench.create({ tasks: [notebook("a")], parameters: [{ name: "p", default: "" }] });
    const reply = await bench.call("POST", "run-now", { job_id: job, ...more });
    expect([reply.status, reply.body.message]).toEqual([400, expect.stringContaining(words)]);
    expect((await bench.call("GET", "runs/list")).body.runs).toEqual([]);
  });

  it("run only the tasks that were asked for, as if the others had succeeded", async () => {
    const bench = await jobBench({ a: () => {}, b: () => {}, c: () => {} });
    const job = await bench.create({ tasks: [notebook("a"), notebook("b", after("a")), notebook("c", after("b"))] });
    const run = await bench.ended(await bench.runNow(job, { only: ["b"] }));
    expect(results(run)).toEqual({ a: "DISABLED", b: "SUCCESS", c: "DISABLED" });
    expect(run.state.result_state).toBe("SUCCESS");
  });

  it("stop their notebooks when they are cancelled, or when their job is deleted", async () => {
    const bench = await jobBench({ a: untilStopped, b: () => {} });
    const job = await bench.create({ max_concurrent_runs: 2, tasks: [notebook("a"), notebook("b", after("a"))] });
    const id = await bench.runNow(job);
    await bench.clock.step(0);
    await bench.call("POST", "runs/cancel", { run_id: id });
    const run = await bench.ended(id);
    expect(run).toMatchObject({
      state: { result_state: "CANCELED" },
      status: { termination_details: { code: "USER_CANCELED" } },
    });
    expect(results(run)).toEqual({ a: "CANCELED", b: "UPSTREAM_CANCELED" });
    const other = await bench.runNow(job);
    await bench.clock.step(0);
    expect((await bench.call("POST", "runs/delete", { run_id: other })).status).toBe(400);
    await bench.call("POST", "delete", { job_id: job });
    expect((await bench.ended(other)).state.result_state).toBe("CANCELED");
    expect(bench.started.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  it("are listed by job and by whether they have ended", async () => {
    const bench = await jobBench({ a: () => {}, b: untilStopped });
    const done = await bench.run([notebook("a")]);
    const job = await bench.create({ name: "going", tasks: [notebook("b")] });
    const going = await bench.runNow(job);
    const list = async (query: string): Promise<string[]> =>
      ((await bench.call("GET", `runs/list?${query}`)).body.runs as { run_id: string }[]).map((run) => run.run_id);
    expect(await list("active_only=true")).toEqual([going]);
    expect(await list("completed_only=true")).toEqual([done.run_id]);
    expect(await list(`job_id=${job}`)).toEqual([going]);
    expect(await list("")).toEqual([going, done.run_id]);
    await bench.stop();
  });

  it("cannot be submitted without a job", async () => {
    const bench = await jobBench();
    expect(await bench.call("POST", "runs/submit", { tasks: [] })).toMatchObject({
      status: 501,
      body: { message: expect.stringContaining("runs/submit") },
    });
  });

  it("that were under way when the workspace stopped or died ended with an internal error", async () => {
    const kept = new Map<string, () => unknown>();
    const first = await jobBench({ a: untilStopped }, { keep: keepIn(kept) });
    const job = await first.create({ queue: { enabled: true }, tasks: [notebook("a")] });
    const [going, queued] = [await first.runNow(job), await first.runNow(job)];
    await first.clock.step(0);

    const written = JSON.parse(JSON.stringify(kept.get("jobs")?.())) as unknown;
    const keep = keepIn(new Map([["jobs", () => written]]));
    const second = await jobBench({ a: () => {} }, { keep, start: 2 });
    for (const id of [going, queued]) {
      expect((await second.get(id)).state).toMatchObject({
        life_cycle_state: "INTERNAL_ERROR",
        result_state: "FAILED",
      });
    }
    expect((await second.get(going)).tasks[0].state.life_cycle_state).toBe("INTERNAL_ERROR");
    expect((await second.ended(await second.runNow(job))).state.result_state).toBe("SUCCESS");

    await first.stop();
    expect(first.started[0]?.signal.aborted).toBe(true);
    expect((await first.get(going)).state.life_cycle_state).toBe("INTERNAL_ERROR");
    expect((await first.get(queued)).state.life_cycle_state).toBe("INTERNAL_ERROR");
    expect((await first.call("POST", "run-now", { job_id: job })).status).toBe(503);
  });
});
