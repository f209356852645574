import { describe, expect, it } from "vitest";
import { testWorkspace } from "../test-workspace.ts";
import { jobBench, notebook } from "./job-bench.fixture.ts";

describe("jobs", () => {
  it("have 64-bit ids that stand as numbers in JSON", async () => {
    const workspace = await testWorkspace();
    const headers = { authorization: `Bearer ${workspace.tokens.token}` };
    const text = async (method: string, path: string, body?: unknown): Promise<string> =>
      await (
        await workspace.app.request(`/api/2.1/jobs/${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
      ).text();
    const child = /^\{"job_id":(\d+)\}$/u.exec(await text("POST", "create", { name: "child" }))?.[1] ?? "";
    expect(BigInt(child)).toBeGreaterThan(2n ** 53n);
    expect(BigInt(child)).toBeLessThan(2n ** 63n);
    const run = { task_key: "run", run_job_task: { job_id: child } };
    const each = { task_key: "each", for_each_task: { inputs: "[]", task: run } };
    await text("POST", "reset", { job_id: child, new_settings: { name: "child", tasks: [run, each] } });
    const got = await text("GET", `get?job_id=${child}`);
    expect(got.match(new RegExp(`"job_id":${child}[,}]`, "gu"))).toHaveLength(3);
    workspace.close();
  });

  it("are listed by name, newest first, without tasks unless asked for", async () => {
    const bench = await jobBench();
    for (const name of ["one", "two", "ONE"]) await bench.create({ name, tasks: [notebook("a")] });
    const list = async (query: string): Promise<unknown[]> =>
      (await bench.call("GET", `list?${query}`)).body.jobs as unknown[];
    expect(await list("name=One")).toMatchObject([{ settings: { name: "ONE" } }, { settings: { name: "one" } }]);
    expect(await list("limit=1")).not.toMatchObject([{ settings: { tasks: [{}] } }]);
    expect(await list("limit=1&expand_tasks=true")).toMatchObject([{ settings: { tasks: [{ task_key: "a" }] } }]);
  });

  it("say whom they run as only when one is asked for by its id", async () => {
    const bench = await jobBench();
    const job = await bench.create({ name: "one", tasks: [notebook("a")] });
    const { body } = await bench.call("GET", `get?job_id=${job}`);
    expect(body).toMatchObject({ run_as_user_name: body.creator_user_name });
    const [listed] = (await bench.call("GET", "list")).body.jobs as unknown[];
    expect(listed).not.toHaveProperty("run_as_user_name");
  });

  it("keep members they know nothing of", async () => {
    const bench = await jobBench();
    const settings = {
      name: "a",
      tags: { team: "x" },
      schedule: { quartz_cron_expression: "0 0 0 * * ?", timezone_id: "UTC" },
      environments: [{ environment_key: "e", spec: { environment_version: "4" } }],
      tasks: [notebook("a", { environment_key: "e", description: "first", disable_auto_optimization: true })],
    };
    const { body } = await bench.call("GET", `get?job_id=${await bench.create(settings)}`);
    expect(body.settings).toEqual({ ...settings, max_concurrent_runs: 1, format: "MULTI_TASK" });
  });

  it("are updated entry by entry, removed, and unknown afterwards", async () => {
    const bench = await jobBench();
    const job = await bench.create({
      name: "a",
      queue: { enabled: true },
      parameters: [{ name: "p", default: "1" }],
      tasks: [notebook("a"), notebook("b")],
    });
    const update = {
      job_id: job,
      new_settings: { name: "b", tasks: [notebook("b", { max_retries: 2 }), notebook("c")] },
      fields_to_remove: ["queue", "tasks/a"],
    };
    expect((await bench.call("POST", "update", update)).status).toBe(200);
    const { body } = await bench.call("GET", `get?job_id=${job}`);
    expect(body.settings).toMatchObject({
      name: "b",
      parameters: [{ name: "p" }],
      tasks: [{ task_key: "b", max_retries: 2 }, { task_key: "c" }],
    });
    expect(body.settings.queue).toBeUndefined();
    const wrong = { job_id: job, new_settings: { max_concurrent_runs: -1 } };
    expect(await bench.call("POST", "update", wrong)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("max_concurrent_runs") },
    });
    expect((await bench.call("POST", "delete", { job_id: job })).status).toBe(200);
    expect((await bench.call("GET", `get?job_id=${job}`)).status).toBe(404);
    expect((await bench.call("POST", "run-now", { job_id: job })).body.error_code).toBe("RESOURCE_DOES_NOT_EXIST");
  });

  const condition = (key: string): unknown => ({
    task_key: key,
    condition_task: { op: "EQUAL_TO", left: "a", right: "b" },
  });
  const on = (key: string, outcome?: string): unknown => ({
    depends_on: [{ task_key: key, ...(outcome === undefined ? {} : { outcome }) }],
  });
  const wait = (name: string, more: unknown): unknown => notebook(name, more as Record<string, unknown>);
  it.each([
    [501, "sql_task", { tasks: [{ task_key: "q", sql_task: {} }] }],
    [
      501,
      "spark_python_task",
      { tasks: [{ task_key: "q", for_each_task: { inputs: "[]", task: { task_key: "x", spark_python_task: {} } } }] },
    ],
    [501, "git_source", { git_source: { git_url: "https://x" } }],
    [501, "GIT", { tasks: [{ task_key: "q", notebook_task: { notebook_path: "a", source: "GIT" } }] }],
    [400, "none", { tasks: [{ task_key: "q" }] }],
    [
      400,
      "notebook_task and condition_task",
      { tasks: [{ ...notebook("q"), condition_task: { op: "EQUAL_TO", left: "", right: "" } }] },
    ],
    [400, "unknown task 'z'", { tasks: [wait("a", on("z"))] }],
    [400, "outcome", { tasks: [notebook("a"), wait("b", on("a", "true"))] }],
    [400, "lead back", { tasks: [wait("a", on("b")), wait("b", on("a"))] }],
    [400, "defined twice", { tasks: [notebook("a"), notebook("a")] }],
    [
      400,
      "defined twice",
      {
        parameters: [
          { name: "p", default: "" },
          { name: "p", default: "" },
        ],
      },
    ],
    [400, "condition task", { tasks: [{ task_key: "q", for_each_task: { inputs: "[]", task: condition("x") } }] }],
    [400, "environment 'e'", { tasks: [notebook("a", { environment_key: "e" })] }],
    [400, "nobody@example.com", { run_as: { user_name: "nobody@example.com" } }],
    [
      400,
      "{{job.naem}}",
      { tasks: [{ task_key: "q", condition_task: { op: "EQUAL_TO", left: "{{job.naem}}", right: "" } }] },
    ],
    [
      400,
      "{{tasks.z.values.v}}",
      { tasks: [{ task_key: "q", for_each_task: { inputs: "{{tasks.z.values.v}}", task: notebook("x") } }] },
    ],
    [400, "op", { tasks: [{ task_key: "q", condition_task: { op: "LIKE", left: "", right: "" } }] }],
    [400, "task key", { tasks: [notebook("a b")] }],
  ])("are refused with %i, naming %s", async (status, words, settings) => {
    const bench = await jobBench();
    const reply = await bench.call("POST", "create", { name: "a", ...settings });
    expect([reply.status, reply.body.message]).toEqual([status, expect.stringContaining(words)]);
    expect((await bench.call("GET", "list")).body.jobs).toEqual([]);
  });

  it("may wait for the outcome of a condition", async () => {
    const bench = await jobBench();
    expect(await bench.create({ tasks: [condition("c"), wait("b", on("c", "true"))] })).toMatch(/^\d+$/u);
  });
});
