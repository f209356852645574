import { describe, expect, it } from "vitest";
import { EnhancerError } from "../core/errors.ts";
import { createCatalog } from "./catalog.ts";
import type { Http, HttpRequest } from "./http.ts";
import { whoAmI } from "./identity.ts";
import { createFiles } from "./files.ts";
import { createJobs } from "./jobs.ts";
import { createServing } from "./serving.ts";
import { createSpaces } from "./spaces.ts";
import { createWarehouses } from "./warehouses.ts";

/** An HTTP function that answers from a list and keeps what it was asked. */
function fake(...answers: readonly unknown[]): { http: Http; calls: HttpRequest[] } {
  const calls: HttpRequest[] = [];
  const http: Http = (request) => {
    const next = answers[Math.min(calls.length, answers.length - 1)];
    calls.push(request);
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return { http, calls };
}

const missing = new EnhancerError({ code: "NOT_FOUND", message: "gone", remedy: "check" });
const space = { space_id: "s1", title: "t", warehouse_id: "w", parent_path: "/Users/a", create_time: "2026" };

describe("spaces", () => {
  it("are read with their configuration and etag", async () => {
    const { http, calls } = fake({ ...space, serialized_space: '{"version":2}', etag: "e1" });
    expect(await createSpaces(http).get("s1")).toEqual({
      spaceId: "s1",
      title: "t",
      description: "",
      warehouseId: "w",
      parentPath: "/Users/a",
      etag: "e1",
      serializedSpace: '{"version":2}',
    });
    expect(calls[0]).toMatchObject({ path: "/api/2.0/genie/spaces/s1", query: { include_serialized_space: true } });
  });

  it.each([{}, { serialized_space: "" }])(
    "whose configuration is hidden say which permission is missing",
    async (body) => {
      const error = await createSpaces(fake({ ...space, ...body }).http)
        .get("s1")
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "PERMISSION_DENIED", remedy: expect.stringContaining("CAN EDIT") });
    },
  );

  it("are changed by PATCH, repeated only when no etag guards them", async () => {
    const { http, calls } = fake(space);
    const spaces = createSpaces(http);
    await spaces.update("s1", { serializedSpace: "{}", etag: "e1" });
    await spaces.update("s1", { title: "new" });
    expect(calls[0]).toMatchObject({ method: "PATCH", idempotent: false });
    expect(JSON.parse(JSON.stringify(calls[0]?.body))).toEqual({ serialized_space: "{}", etag: "e1" });
    expect(calls[1]).toMatchObject({ method: "PATCH", idempotent: true });
    expect(JSON.parse(JSON.stringify(calls[1]?.body))).toEqual({ title: "new" });
  });

  it("are created with what was given and nothing else", async () => {
    const { http, calls } = fake(space);
    await createSpaces(http).create({ title: "t", warehouseId: "w", serializedSpace: "{}" });
    expect(calls[0]?.method).toBe("POST");
    expect(calls[0]?.idempotent).toBeUndefined();
    expect(JSON.parse(JSON.stringify(calls[0]?.body))).toEqual({
      title: "t",
      warehouse_id: "w",
      serialized_space: "{}",
    });
  });

  it("are listed over all pages", async () => {
    const { http, calls } = fake(
      { spaces: [space], next_page_token: "p2" },
      { spaces: [{ ...space, space_id: "s2" }], next_page_token: "" },
    );
    expect((await createSpaces(http).list()).map((item) => item.spaceId)).toEqual(["s1", "s2"]);
    expect(calls[1]?.query).toMatchObject({ page_token: "p2" });
  });

  it("that are gone count as trashed, other errors do not", async () => {
    await expect(createSpaces(fake(missing).http).trash("s1")).resolves.toBeUndefined();
    const denied = new EnhancerError({ code: "PERMISSION_DENIED", message: "no", remedy: "ask" });
    await expect(createSpaces(fake(denied).http).trash("s1")).rejects.toBe(denied);
  });

  it("tell who may do what", async () => {
    const { http } = fake({
      object_id: "/genie/s1",
      access_control_list: [
        { user_name: "a@x", all_permissions: [{ permission_level: "CAN_MANAGE", inherited: false }] },
        { group_name: "users", all_permissions: [{ permission_level: "CAN_RUN", inherited: true }] },
        { service_principal_name: "app", all_permissions: [{ permission_level: "CAN_EDIT" }] },
      ],
    });
    expect(await createSpaces(http).permissions("s1")).toEqual([
      { principal: "a@x", kind: "user", level: "CAN_MANAGE", inherited: false },
      { principal: "users", kind: "group", level: "CAN_RUN", inherited: true },
      { principal: "app", kind: "service-principal", level: "CAN_EDIT", inherited: false },
    ]);
  });
});

describe("a model", () => {
  const request = {
    endpoint: "databricks-m",
    system: "s",
    prompt: "p",
    schemaName: "plan",
    schema: { type: "object" },
    maxTokens: 50,
  };
  const reply = (content: unknown, finish: string | null = "stop"): unknown => ({
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: finish }],
    usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
  });

  it.each([
    ["text", '{"a":1}'],
    [
      "blocks",
      [
        { type: "reasoning", summary: [] },
        { type: "text", text: '{"a"' },
        { type: "text", text: ":1}" },
      ],
    ],
  ])("answers in %s", async (_kind, content) => {
    const { http, calls } = fake(reply(content));
    expect(await createServing(http).chat(request)).toEqual({ text: '{"a":1}', tokens: { prompt: 11, completion: 3 } });
    expect(calls[0]).toMatchObject({ path: "/serving-endpoints/databricks-m/invocations", idempotent: true });
    expect(calls[0]?.body).toMatchObject({
      max_tokens: 50,
      response_format: { type: "json_schema", json_schema: { name: "plan", schema: { type: "object" }, strict: true } },
    });
  });

  it.each([
    ["cut", '{"a":', "length"],
    ["empty", "", "stop"],
    ["only thoughts", [{ type: "reasoning" }], "stop"],
    ["null", null, "content_filter"],
  ])("whose answer is %s gave none, but it still cost", async (_what, content, finish) => {
    const costs: unknown[] = [];
    const serving = createServing(fake(reply(content, finish)).http, (tokens) => costs.push(tokens));
    await expect(serving.chat(request)).rejects.toMatchObject({ code: "BAD_RESPONSE", retryable: true });
    expect(costs).toEqual([{ prompt: 11, completion: 3 }]);
  });

  it("that says nothing of tokens counts as none", async () => {
    const { http } = fake({ choices: [{ message: { content: "{}" } }] });
    expect((await createServing(http).chat(request)).tokens).toEqual({ prompt: 0, completion: 0 });
  });

  it("is ready or not, in the platform's words", async () => {
    const { http } = fake({
      name: "m",
      task: "llm/v1/chat",
      state: { ready: "NOT_READY", config_update: "IN_PROGRESS" },
    });
    expect(await createServing(http).describeEndpoint("m")).toEqual({
      name: "m",
      ready: false,
      state: "NOT_READY, IN_PROGRESS",
      task: "llm/v1/chat",
    });
  });
});

describe("jobs", () => {
  it("are started with all digits of their id, queued, and with a token that bears repeating", async () => {
    const { http, calls } = fake({ run_id: "9007199254740999", number_in_job: 1 });
    const jobs = createJobs(http);
    const run = { jobId: "9223372036854775807", jobParameters: { loop: "2" }, idempotencyToken: "r-2" };
    expect(await jobs.runNow(run)).toEqual({ runId: "9007199254740999" });
    expect(JSON.stringify(calls[0]?.body)).toBe(
      '{"job_id":9223372036854775807,"job_parameters":{"loop":"2"},"idempotency_token":"r-2","queue":{"enabled":true}}',
    );
    expect(calls[0]?.idempotent).toBe(true);
  });

  it("show a run with the tasks of all pages", async () => {
    const page = { run_id: 5, job_id: 6, state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS" } };
    const task = (key: string): unknown => ({ task_key: key, run_id: 7, state: { result_state: "SUCCESS" } });
    const parameters = [
      { name: "run_id", value: "r" },
      { name: "loop", default: "1" },
    ];
    const { http } = fake(
      { ...page, job_parameters: parameters, tasks: [task("score")], next_page_token: "n" },
      { ...page, job_parameters: parameters, tasks: [task("plan")] },
    );
    expect(await createJobs(http).getRun("5")).toMatchObject({
      runId: "5",
      jobId: "6",
      ended: true,
      resultState: "SUCCESS",
      parameters: { run_id: "r", loop: "1" },
      tasks: [{ key: "score" }, { key: "plan" }],
    });
  });

  it("are listed over all pages and read with their parameters", async () => {
    const one = {
      job_id: 6,
      settings: { name: "enhance", tags: { a: "b" }, parameters: [{ name: "p", default: "d" }] },
    };
    const { http, calls } = fake({ jobs: [one], next_page_token: "n" }, { jobs: [{ job_id: 7, settings: {} }] }, one);
    const jobs = createJobs(http);
    const enhance = { jobId: "6", name: "enhance", tags: { a: "b" }, parameters: { p: "d" } };
    expect(await jobs.list()).toEqual([enhance, { jobId: "7", name: "", tags: {}, parameters: {} }]);
    expect(calls[1]?.query).toMatchObject({ page_token: "n" });
    expect(await jobs.get("6")).toEqual(enhance);
  });

  it("tell a waiting run from an ended one", async () => {
    const { http } = fake({ run_id: 5, state: { life_cycle_state: "QUEUED" } });
    expect(await createJobs(http).getRun("5")).toMatchObject({ ended: false, resultState: null });
  });
});

describe("the rest of the workspace", () => {
  it("tells a table's columns in order", async () => {
    const { http, calls } = fake({
      full_name: "c.s.t",
      table_type: "VIEW",
      columns: [
        { name: "b", type_text: "decimal(18,2)", type_name: "DECIMAL", position: 1, nullable: false, comment: "금액" },
        { name: "a", type_text: "string", type_name: "STRING", position: 0 },
      ],
    });
    expect(await createCatalog(http).table("c.s.t")).toEqual({
      fullName: "c.s.t",
      tableType: "VIEW",
      comment: null,
      definition: null,
      properties: {},
      columns: [
        { name: "a", typeText: "string", typeName: "STRING", comment: null, nullable: true },
        { name: "b", typeText: "decimal(18,2)", typeName: "DECIMAL", comment: "금액", nullable: false },
      ],
    });
    expect(calls[0]?.path).toBe("/api/2.1/unity-catalog/tables/c.s.t");
  });

  it("tells a warehouse's state and starts it", async () => {
    const { http, calls } = fake({
      id: "w",
      name: "Pro",
      state: "STOPPED",
      warehouse_type: "PRO",
      enable_serverless_compute: true,
    });
    const warehouses = createWarehouses(http);
    expect(await warehouses.get("w")).toEqual({
      id: "w",
      name: "Pro",
      state: "STOPPED",
      warehouseType: "PRO",
      serverless: true,
      size: null,
    });
    await warehouses.start("w");
    expect(calls[1]).toMatchObject({ method: "POST", path: "/api/2.0/sql/warehouses/w/start" });
  });

  it("tells who we are", async () => {
    const { http } = fake({ id: "12", userName: "a@x", displayName: "A" });
    expect(await whoAmI(http)).toEqual({ id: "12", userName: "a@x", displayName: "A", groups: [] });
  });

  it("tells the newest run of a job that is under way, with all digits of its id", async () => {
    const { http, calls } = fake({ runs: [{ run_id: "2117773714505841067" }] });
    expect(await createJobs(http).activeRun("7")).toBe("2117773714505841067");
    expect(calls[0]?.query).toEqual({ job_id: "7", active_only: true, limit: 1 });
    expect(await createJobs(fake({}).http).activeRun("7")).toBeNull();
  });

  it("reads a volume's file as it stands, whatever is in it", async () => {
    const bytes = Uint8Array.of(0xbd, 0xc3, 0xc7, 0xe8);
    const { http, calls } = fake(bytes);
    expect(await createFiles(http).read("/Volumes/c/s/v/시험 1.yml")).toBe(bytes);
    expect(calls[0]).toMatchObject({
      path: "/api/2.0/fs/files/Volumes/c/s/v/%EC%8B%9C%ED%97%98%201.yml",
      answer: "bytes",
    });
  });

  it("that answers in another shape is a bad response naming the member", async () => {
    const error = await whoAmI(fake({ id: "12" }).http).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringContaining("userName") });
  });
});
