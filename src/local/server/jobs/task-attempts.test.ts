import { describe, expect, it } from "vitest";
import { after, jobBench, notebook, raised, results, untilStopped } from "./job-bench.fixture.ts";

const attempts = (run: { tasks: { attempt_number: number; state: { result_state: string } }[] }): unknown =>
  run.tasks.map((task) => [task.attempt_number, task.state.result_state]);

describe("attempts at a task", () => {
  it("go on until one succeeds, each with a run id and a token of its own", async () => {
    const bench = await jobBench({ a: ({ context }) => (context.attempt < 2 ? raised : undefined) }, { speed: 0 });
    const run = await bench.run([notebook("a", { max_retries: 3, min_retry_interval_millis: 5000 })]);
    expect(attempts(run)).toEqual([
      [0, "FAILED"],
      [1, "FAILED"],
      [2, "SUCCESS"],
    ]);
    expect(run.state.result_state).toBe("SUCCESS");
    expect(new Set(bench.started.map(({ token }) => token)).size).toBe(3);
    expect(new Set(run.tasks.map((task: { run_id: string }) => task.run_id)).size).toBe(3);
  });

  it("end when there are as many retries as allowed, and downstream tasks are skipped once", async () => {
    const bench = await jobBench({ a: () => raised, b: () => {}, c: () => {} });
    const run = await bench.run([
      notebook("a", { max_retries: 1 }),
      notebook("b", after("a")),
      notebook("c", { ...after("b"), run_if: "ALL_DONE" }),
    ]);
    expect(attempts(run)).toEqual([
      [0, "FAILED"],
      [0, "UPSTREAM_FAILED"],
      [0, "SUCCESS"],
      [1, "FAILED"],
    ]);
    expect(run.state.result_state).toBe("SUCCESS_WITH_FAILURES");
  });

  it("wait between one and the next, at the workspace's speed", async () => {
    const bench = await jobBench({ a: ({ context }) => (context.attempt === 0 ? raised : undefined) }, { speed: 10 });
    const id = await bench.runNow(
      await bench.create({ tasks: [notebook("a", { max_retries: 1, min_retry_interval_millis: 1000 })] }),
    );
    await bench.clock.step(99);
    expect((await bench.get(id)).tasks[1].state.life_cycle_state).toBe("WAITING_FOR_RETRY");
    await bench.clock.step(1);
    expect((await bench.ended(id)).state.result_state).toBe("SUCCESS");
  });

  it.each([
    [{}, [[0, "TIMEDOUT"]]],
    [
      { retry_on_timeout: true },
      [
        [0, "TIMEDOUT"],
        [1, "TIMEDOUT"],
      ],
    ],
  ])("are stopped at the task's timeout, and retried only if the task says so: %j", async (more, expected) => {
    const bench = await jobBench({ a: untilStopped });
    const task = notebook("a", { timeout_seconds: 60, max_retries: 1, ...more });
    const id = await bench.runNow(await bench.create({ tasks: [task] }));
    await bench.clock.step(0);
    await bench.clock.step(59_999);
    expect((await bench.get(id)).tasks[0].state.life_cycle_state).toBe("RUNNING");
    await bench.clock.step(1);
    await bench.clock.step(60_000);
    const run = await bench.ended(id);
    expect(attempts(run)).toEqual(expected);
    expect(run.state).toMatchObject({ result_state: "TIMEDOUT", user_cancelled_or_timedout: true });
    expect(run.tasks[0]).toMatchObject({
      execution_duration: 60_000,
      state: { state_message: "Timed out after 60 seconds." },
    });
  });

  it("are stopped with the run at the job's timeout, and not retried", async () => {
    const bench = await jobBench({ a: untilStopped, b: () => {}, c: () => {} });
    const tasks = [
      notebook("a", { max_retries: 5, retry_on_timeout: true }),
      notebook("b", after("a")),
      notebook("c", { ...after("a"), run_if: "ALL_DONE" }),
    ];
    const id = await bench.runNow(await bench.create({ tasks, timeout_seconds: 10 }));
    await bench.clock.step(0);
    await bench.clock.step(10_000);
    const run = await bench.ended(id);
    expect(results(run)).toEqual({ a: "TIMEDOUT", b: "UPSTREAM_FAILED", c: "TIMEDOUT" });
    expect(run.state.result_state).toBe("TIMEDOUT");
    expect(bench.started).toHaveLength(1);
  });

  it("that are cancelled alone leave the run going: cleaning up runs, the rest is skipped", async () => {
    const bench = await jobBench({ a: untilStopped, b: () => {}, clean: () => {} });
    const tasks = [
      notebook("a", { max_retries: 2 }),
      notebook("b", after("a")),
      notebook("clean", { ...after("a"), run_if: "AT_LEAST_ONE_FAILED" }),
    ];
    const id = await bench.runNow(await bench.create({ tasks }));
    await bench.clock.step(0);
    await bench.call("POST", "runs/cancel", { run_id: (await bench.get(id)).tasks[0].run_id });
    const run = await bench.ended(id);
    expect(results(run)).toEqual({ a: "CANCELED", b: "UPSTREAM_CANCELED", clean: "SUCCESS" });
    expect(run.state.result_state).toBe("CANCELED");
  });
});
