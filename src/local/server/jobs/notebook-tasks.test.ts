import { describe, expect, it } from "vitest";
import { localPrincipal, localUser } from "../identity/users.ts";
import { after, jobBench, notebook, raised, results } from "./job-bench.fixture.ts";

describe("notebook tasks", () => {
  it("get base parameters, and job parameters in place of those of the same name", async () => {
    const bench = await jobBench({ a: () => {} });
    const base = {
      own: "{{task.name}} of {{job.name}}",
      loop: "7",
      job_run_id: "{{job.run_id}}",
      literal: "{{other.x}}",
    };
    const job = await bench.create({
      name: "enhance",
      parameters: [
        { name: "loop", default: "1" },
        { name: "day", default: "{{job.start_time.iso_date}}" },
        { name: "key", default: "{{task.name}}" },
      ],
      tasks: [{ task_key: "a", notebook_task: { notebook_path: "/n/a", base_parameters: base } }],
    });
    const run = await bench.ended(await bench.runNow(job, { job_parameters: { loop: "2" } }));
    const own = { own: "a of enhance", job_run_id: run.run_id, literal: "{{other.x}}" };
    expect(bench.started[0]).toMatchObject({
      path: "/disk/a",
      workspacePath: "/n/a",
      host: "https://127.0.0.1:1",
      caFile: "/ca.pem",
      parameters: { ...own, loop: "2", day: "2026-01-05", key: "a" },
      context: { jobId: job, jobRunId: run.run_id, taskRunId: run.tasks[0].run_id, taskKey: "a", attempt: 0 },
    });
    expect(run.job_parameters).toEqual([
      { name: "loop", default: "1", value: "2" },
      { name: "day", default: "{{job.start_time.iso_date}}", value: "2026-01-05" },
      { name: "key", default: "{{task.name}}", value: "{{task.name}}" },
    ]);
    expect(run.tasks[0].resolved_values).toEqual({ notebook_task: { base_parameters: { ...own, loop: "7" } } });
    expect(run.tasks[0].notebook_task.base_parameters).toEqual(base);
  });

  it("act as the job's run_as identity, else as its creator, with a token of their own each", async () => {
    const bench = await jobBench({ a: () => {}, b: () => {} });
    await bench.run([notebook("a"), notebook("b", after("a"))]);
    await bench.run([notebook("a")], { run_as: { service_principal_name: localPrincipal.name } });
    const users = bench.started.map(({ token }) => bench.tokens.check(`Bearer ${token}`).name);
    expect(users).toEqual([localUser.name, localUser.name, localPrincipal.name]);
    expect(bench.started.map(({ context }) => context.user)).toEqual(users);
    expect(new Set(bench.started.map(({ token }) => token)).size).toBe(3);
  });

  it("hand values on to later tasks, by reference and by name", async () => {
    const seen: unknown[] = [];
    const bench = await jobBench({
      a: ({ onTaskValue }) => {
        onTaskValue("approved", "true");
        onTaskValue("list", [1, 2]);
      },
      b: ({ taskValue, parameters }) => {
        seen.push(taskValue("a", "list"), taskValue("a", "none"), taskValue("z", "list"), parameters["p"]);
      },
    });
    const b = { notebook_path: "/n/b", base_parameters: { p: "{{tasks.a.values.approved}} {{tasks.a.result_state}}" } };
    await bench.run([notebook("a"), { task_key: "b", notebook_task: b, ...after("a") }]);
    expect(seen).toEqual([[1, 2], undefined, undefined, "true success"]);
  });

  it("give back what they exited with, and an error with its trace when they raise", async () => {
    const bench = await jobBench({
      a: () => ({ kind: "succeeded", exitValue: '{"run_id":"r"}', html: ["<b>report</b>"] }),
      b: ({ onOutput }) => {
        onOutput("line <1>\n");
        return raised;
      },
    });
    const run = await bench.run([notebook("a"), notebook("b")]);
    const [a, b] = run.tasks.map((task: { run_id: string }) => task.run_id);
    const output = async (id: string): Promise<unknown> =>
      (await bench.call("GET", `runs/get-output?run_id=${id}`)).body;
    expect(await output(a)).toMatchObject({
      metadata: { run_id: a, tasks: [{ task_key: "a" }], state: { result_state: "SUCCESS" } },
      notebook_output: { result: '{"run_id":"r"}', truncated: false },
    });
    expect(await output(b)).toMatchObject({ error: "ValueError: no", error_trace: "Traceback", notebook_output: {} });
    const page = async (id: string): Promise<string> =>
      (await bench.call("GET", `runs/export?run_id=${id}`)).body.views[0].content;
    expect(await page(a)).toContain("<b>report</b>");
    expect(await page(b)).toContain("line &lt;1&gt;");
    const whole = await bench.call("GET", `runs/get-output?run_id=${run.run_id}`);
    expect([whole.status, whole.body.message]).toEqual([400, expect.stringContaining("individual task run")]);
    expect(run.state).toMatchObject({
      result_state: "FAILED",
      state_message: "Task b failed with message: Workload failed, see run output for details",
    });
  });

  it.each([
    [
      "a notebook that is not there",
      { notebook_path: "/Workspace/n/none" },
      'notebook "/Workspace/n/none". Either it does not exist',
    ],
    [
      "a value nobody set",
      { notebook_path: "/n/a", base_parameters: { p: "{{tasks.a.values.v}}" } },
      "{{tasks.a.values.v}} could not be",
    ],
    ["a process that died", { notebook_path: "/n/dies" }, "was ended by SIGKILL"],
    ["a value that is too large", { notebook_path: "/n/large" }, "Task value 'v' is larger than 48 KiB."],
  ])("fail for %s", async (_why, task, words) => {
    const bench = await jobBench({
      a: () => {},
      dies: async () => await Promise.reject(new Error("The process was ended by SIGKILL.")),
      large: ({ onTaskValue }) => onTaskValue("v", "x".repeat(49 * 1024)),
    });
    const run = await bench.run([notebook("a"), { task_key: "b", notebook_task: task, ...after("a") }]);
    expect(results(run)).toEqual({ a: "SUCCESS", b: "FAILED" });
    expect(run.tasks[1].state.state_message).toContain(words);
  });

  it("take notebook_params only where the job has no parameters, and no parameters of other kinds of task", async () => {
    const bench = await jobBench({ a: () => {} });
    const task = { task_key: "a", notebook_task: { notebook_path: "/n/a", base_parameters: { p: "1", q: "2" } } };
    const job = await bench.create({ tasks: [task] });
    await bench.ended(await bench.runNow(job, { notebook_params: { p: "3" } }));
    expect(bench.started[0]?.parameters).toEqual({ p: "3", q: "2" });
    const other = await bench.create({ tasks: [task], parameters: [{ name: "x", default: "" }] });
    expect(await bench.call("POST", "run-now", { job_id: other, notebook_params: { p: "3" } })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("notebook_params") },
    });
    expect(await bench.call("POST", "run-now", { job_id: job, jar_params: ["a"] })).toMatchObject({
      status: 501,
      body: { error_code: "NOT_IMPLEMENTED", message: expect.stringContaining("jar_params") },
    });
  });
});
