import { describe, expect, it } from "vitest";
import { after, jobBench, notebook, raised, results, untilStopped } from "./job-bench.fixture.ts";

const condition = (left: string, op: string, right: string): Record<string, unknown> => ({
  condition_task: { op, left, right },
});
const met = (key: string, outcome: string): Record<string, unknown> => ({ depends_on: [{ task_key: key, outcome }] });
const forEach = (inputs: string, task: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  for_each_task: { inputs, task, ...more },
});

describe("condition tasks", () => {
  it.each([
    ["true", { no: "EXCLUDED", yes: "SUCCESS", later: "SUCCESS" }],
    ["false", { no: "SUCCESS", yes: "EXCLUDED", later: "EXCLUDED" }],
  ])("send the run one way: %s", async (approved, expected) => {
    const bench = await jobBench({
      plan: ({ onTaskValue }) => onTaskValue("approved", approved),
      yes: () => {},
      no: () => {},
      later: () => {},
      loop: () => {},
    });
    const run = await bench.run([
      notebook("plan"),
      { task_key: "approved", ...condition("{{tasks.plan.values.approved}}", "EQUAL_TO", "true"), ...after("plan") },
      notebook("yes", met("approved", "true")),
      notebook("no", met("approved", "false")),
      notebook("later", after("yes")),
      notebook("loop", { ...after("plan", "later"), run_if: "ALL_DONE" }),
    ]);
    expect(results(run)).toEqual({ plan: "SUCCESS", approved: "SUCCESS", ...expected, loop: "SUCCESS" });
    expect(run.state.result_state).toBe("SUCCESS");
    expect(run.tasks[1]).toMatchObject({
      condition_task: { left: "{{tasks.plan.values.approved}}", outcome: approved },
      resolved_values: { condition_task: { left: approved, right: "true" } },
    });
  });

  it("fail for operands that are no numbers", async () => {
    const bench = await jobBench();
    const run = await bench.run([{ task_key: "c", ...condition("a", "LESS_THAN", "1"), max_retries: 3 }]);
    expect(run.tasks).toMatchObject([
      { state: { result_state: "FAILED", state_message: expect.stringContaining("'a' is not one") } },
    ]);
  });
});

describe("for each tasks", () => {
  it("run the nested task once per element, so many at a time", async () => {
    let now = 0;
    let most = 0;
    const bench = await jobBench({
      make: ({ onTaskValue }) =>
        onTaskValue("spaces", [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }, { id: "e" }]),
      one: async () => {
        now += 1;
        most = Math.max(most, now);
        await bench.clock.sleep(10);
        now -= 1;
      },
    });
    const nested = {
      task_key: "one",
      notebook_task: { notebook_path: "/n/one", base_parameters: { id: "{{input.id}}", all: "{{input}}" } },
    };
    const job = await bench.create({
      tasks: [
        notebook("make"),
        { task_key: "each", ...forEach("{{tasks.make.values.spaces}}", nested, { concurrency: 2 }), ...after("make") },
      ],
    });
    const id = await bench.runNow(job);
    for (let turn = 0; turn < 5; turn += 1) await bench.clock.step(10);
    const run = await bench.ended(id);
    expect(bench.started.slice(1).map(({ parameters }) => parameters)).toEqual(
      [..."abcde"].map((each) => ({ id: each, all: `{"id":"${each}"}` })),
    );
    expect([most, results(run)]).toEqual([2, { make: "SUCCESS", each: "SUCCESS" }]);
    const each = (await bench.call("GET", `runs/get?run_id=${run.tasks[1].run_id}`)).body;
    expect(each.iterations).toHaveLength(5);
    expect(each.tasks).toHaveLength(1);
    expect(each.tasks[0].for_each_task.stats.task_run_stats).toMatchObject({
      total_iterations: 5,
      succeeded_iterations: 5,
    });
  });

  it("go on after an iteration that failed, and fail themselves", async () => {
    const bench = await jobBench({ one: ({ parameters }) => (parameters["i"] === "2" ? raised : undefined) });
    const nested = {
      task_key: "one",
      max_retries: 1,
      notebook_task: { notebook_path: "/n/one", base_parameters: { i: "{{input}}" } },
    };
    const run = await bench.run([{ task_key: "each", ...forEach("[1, 2, 3]", nested) }]);
    expect(bench.started.map(({ parameters }) => parameters["i"])).toEqual(["1", "2", "2", "3"]);
    expect(run.tasks).toMatchObject([
      { state: { result_state: "FAILED", state_message: expect.stringContaining("1 of 3 iterations") } },
    ]);
    expect(run.tasks[0].for_each_task.stats.task_run_stats).toMatchObject({
      failed_iterations: 1,
      total_iterations: 3,
    });
  });

  it("fail for inputs that are no array, and succeed for none", async () => {
    const bench = await jobBench({ one: () => {} });
    const run = await bench.run([
      { task_key: "text", ...forEach("a, b", notebook("one")) },
      { task_key: "none", ...forEach("[]", notebook("one")) },
    ]);
    expect(results(run)).toEqual({ text: "FAILED", none: "SUCCESS" });
  });
});

describe("run job tasks", () => {
  const start = {
    parameters: [
      { name: "loop", default: "1" },
      { name: "who", default: "?" },
    ],
  };

  it("run another job with the parameters they give, those of this run winning, and wait for it", async () => {
    const bench = await jobBench({ one: ({ parameters }) => (parameters["loop"] === "3" ? raised : undefined) });
    const child = await bench.create({ name: "child", ...start, tasks: [notebook("one")] });
    const task = { run_job_task: { job_id: child, job_parameters: { loop: "{{input}}", who: "task" } } };
    const parent = { task_key: "each", ...forEach("[2, 3]", { task_key: "go", ...task }) };
    const run = await bench.run([parent], {
      parameters: [
        { name: "who", default: "parent" },
        { name: "own", default: "" },
      ],
    });
    expect(bench.started.map(({ parameters }) => parameters)).toEqual([
      { loop: "2", who: "parent" },
      { loop: "3", who: "parent" },
    ]);
    expect(results(run)).toEqual({ each: "FAILED" });
    const { iterations } = (await bench.call("GET", `runs/get?run_id=${run.tasks[0].run_id}`)).body;
    const output = (await bench.call("GET", `runs/get-output?run_id=${iterations[0].run_id}`)).body;
    expect(await bench.get(output.run_job_output.run_id)).toMatchObject({
      trigger: "RUN_JOB_TASK",
      state: { result_state: "SUCCESS" },
    });
  });

  it("cancel the run they wait for, when their own is cancelled", async () => {
    const bench = await jobBench({ one: untilStopped });
    const child = await bench.create({ tasks: [notebook("one")] });
    const id = await bench.runNow(await bench.create({ tasks: [{ task_key: "go", run_job_task: { job_id: child } }] }));
    while (bench.started.length === 0) await bench.clock.step(0);
    await bench.call("POST", "runs/cancel", { run_id: id });
    expect(results(await bench.ended(id))).toEqual({ go: "CANCELED" });
    const { runs } = (await bench.call("GET", `runs/list?job_id=${child}`)).body;
    expect(runs).toMatchObject([{ state: { result_state: "CANCELED" } }]);
  });

  it("cannot go round in a circle, nor deeper than three, nor to a job that is gone", async () => {
    const bench = await jobBench({ one: () => {} });
    const go = (job: string): unknown => ({ task_key: "go", run_job_task: { job_id: job } });
    const first = await bench.create({ tasks: [notebook("one")] });
    let job = first;
    for (let depth = 0; depth < 3; depth += 1) job = await bench.create({ tasks: [go(job)] });
    expect((await bench.ended(await bench.runNow(job))).state.result_state).toBe("SUCCESS");
    const deep = await bench.create({ tasks: [go(job)] });
    expect((await bench.ended(await bench.runNow(deep))).state.result_state).toBe("FAILED");
    await bench.call("POST", "reset", { job_id: first, new_settings: { tasks: [go(job)] } });
    expect((await bench.ended(await bench.runNow(job))).state.result_state).toBe("FAILED");
    const gone = await bench.run([go("5")]);
    expect(gone.tasks[0].state.state_message).toBe("Job 5 does not exist.");
  });

  it("fail when the other job is at its limit and does not queue", async () => {
    const bench = await jobBench({ one: untilStopped });
    const child = await bench.create({ tasks: [notebook("one")] });
    const blocking = await bench.runNow(child);
    const run = await bench.run([{ task_key: "go", run_job_task: { job_id: child } }]);
    expect(run.tasks[0].state).toMatchObject({
      result_state: "FAILED",
      state_message: expect.stringContaining("MAXIMUM_CONCURRENT"),
    });
    await bench.call("POST", "runs/cancel", { run_id: blocking });
    await bench.ended(blocking);
  });

  it("let the workspace stop while they wait for a run that is queued", async () => {
    const bench = await jobBench({ one: untilStopped });
    const child = await bench.create({ tasks: [notebook("one")], queue: { enabled: true } });
    await bench.runNow(child);
    const id = await bench.runNow(await bench.create({ tasks: [{ task_key: "go", run_job_task: { job_id: child } }] }));
    await bench.clock.step(0);
    await bench.stop();
    expect((await bench.get(id)).state.life_cycle_state).toBe("INTERNAL_ERROR");
  });
});
