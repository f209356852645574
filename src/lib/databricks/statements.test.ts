import { afterEach, describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { seededRandom } from "../core/random.ts";
import type { HttpRequest } from "./http.ts";
import { answer, type LoopbackServer, startLoopbackServer } from "./loopback-server.fixture.ts";
import { createPolicy } from "./policy.ts";
import { createRunStatement, type StatementOptions } from "./statements.ts";
import { createTransport, type Transport } from "./transport.ts";

const columns = [
  { name: "n", type_name: "DECIMAL", type_text: "DECIMAL(38,10)", type_precision: 38, type_scale: 10, position: 0 },
  { name: "이름", type_name: "STRING", type_text: "STRING", position: 1 },
];
const manifest = { schema: { columns }, total_row_count: 2, truncated: false };
const succeeded = (result: unknown, more: object = {}): unknown => ({
  statement_id: "st1",
  status: { state: "SUCCEEDED" },
  manifest: { ...manifest, ...more },
  result,
});
const state = (name: string, more: object = {}): unknown => ({ statement_id: "st1", status: { state: name, ...more } });

let transport: Transport = createTransport();
let server: LoopbackServer | undefined;

afterEach(async () => {
  transport.close();
  await server?.close();
  server = undefined;
});

function setUp(respond: (request: HttpRequest, count: number) => unknown) {
  const clock = manualClock();
  const calls: HttpRequest[] = [];
  let statements = 0;
  let seconds = 0;
  const run = createRunStatement({
    http: (request) => {
      calls.push(request);
      const answered = respond(request, calls.length);
      return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered);
    },
    transport,
    policy: createPolicy({ clock, random: seededRandom(3), pace: 1 }),
    clock,
    pollMs: 250,
    tags: () => ({ stage: "score" }),
    onStatement: () => {
      statements += 1;
    },
    onEnded: (ran) => {
      seconds += ran;
    },
  });
  return {
    calls,
    clock,
    statements: () => statements,
    seconds: () => seconds,
    run: (sql = "SELECT 1", options: Partial<StatementOptions> = {}) =>
      run(sql, { warehouseId: "w1", timeoutMs: 60_000, ...options }),
  };
}

it("marks a statement for the query history", async () => {
  const warehouse = setUp(() => succeeded({ data_array: [] }));
  await warehouse.run();
  expect(warehouse.calls[0]?.body).toMatchObject({ query_tags: [{ key: "stage", value: "score" }] });
});

describe("a statement's result", () => {
  it("is every cell as exact text, with the columns' types", async () => {
    const rows = [
      ["12345678901234567890.1234567890", "김"],
      [null, ""],
    ];
    const warehouse = setUp(() => succeeded({ data_array: rows }));
    const outcome = await warehouse.run();
    expect(outcome).toEqual({
      kind: "rows",
      statementId: "st1",
      result: {
        columns: [
          { name: "n", typeName: "DECIMAL", typeText: "DECIMAL(38,10)", precision: 38, scale: 10 },
          { name: "이름", typeName: "STRING", typeText: "STRING" },
        ],
        rows,
        totalRowCount: 2,
        truncated: false,
      },
    });
    expect(warehouse.statements()).toBe(1);
  });

  it("without rows has its columns all the same", async () => {
    const outcome = await setUp(() => succeeded(undefined, { total_row_count: 0 })).run();
    expect(outcome).toMatchObject({ kind: "rows", result: { rows: [], columns: [{ name: "n" }, { name: "이름" }] } });
  });

  it("is put together from all its chunks", async () => {
    const warehouse = setUp((request) => {
      const chunk = /chunks\/(\d)$/u.exec(request.path)?.[1];
      if (chunk === "1") return { data_array: [["2", "b"]], next_chunk_index: 2 };
      if (chunk === "2") return { data_array: [["3", "c"]] };
      return succeeded({ data_array: [["1", "a"]], next_chunk_index: 1 }, { truncated: true, total_row_count: 3 });
    });
    const outcome = await warehouse.run();
    expect(outcome).toMatchObject({ kind: "rows", result: { truncated: true, totalRowCount: 3 } });
    expect(outcome.kind === "rows" ? outcome.result.rows.map(([n]) => n) : []).toEqual(["1", "2", "3"]);
  });

  it("too large to come inline is fetched by links, without our credentials, a stale link renewed", async () => {
    const storage = await startLoopbackServer();
    server = storage;
    transport = createTransport(storage.caPem);
    storage.handle = (call, response) => {
      if (call.path === "/stale") answer(response, 403, "<Error>expired</Error>");
      else answer(response, 200, [[call.path, "x"]]);
    };
    const link = (path: string, next?: number): unknown => ({
      external_links: [
        { external_link: `${storage.host}${path}`, ...(next === undefined ? {} : { next_chunk_index: next }) },
      ],
    });
    const warehouse = setUp((request) => {
      if (request.path.endsWith("chunks/0")) return link("/renewed", 1);
      if (request.path.endsWith("chunks/1")) return link("/second");
      // The disposition is ours to read back.
      const { disposition } = request.body as { disposition: string };
      if (disposition === "EXTERNAL_LINKS") return succeeded(link("/stale", 1));
      return state("FAILED", { error: { error_code: "BAD_REQUEST", message: "Inline byte limit exceeded." } });
    });
    const outcome = await warehouse.run();
    expect(outcome.kind === "rows" ? outcome.result.rows : outcome).toEqual([
      ["/renewed", "x"],
      ["/second", "x"],
    ]);
    expect(storage.calls.every((call) => call.headers.authorization === undefined)).toBe(true);
  });
});

describe("a statement's way", () => {
  it("is polled until it ends", async () => {
    const states = ["PENDING", "RUNNING", "RUNNING"];
    const warehouse = setUp(() => (states.length > 0 ? state(states.shift() ?? "") : succeeded({ data_array: [] })));
    expect((await warehouse.run()).kind).toBe("rows");
    expect(warehouse.calls.map((call) => call.method)).toEqual(["POST", "GET", "GET", "GET"]);
    expect(warehouse.clock.monotonic()).toBeCloseTo(250 + 375 + 562.5);
    expect(warehouse.seconds()).toBeCloseTo(1.1875);
  });

  it("sends what it was given, without the last semicolon", async () => {
    const warehouse = setUp(() => succeeded({ data_array: [] }));
    const parameters = [
      { name: "day", value: "2026-01-01", type: "DATE" },
      { name: "none", value: null },
    ];
    await warehouse.run("SELECT ';' ;\n", { parameters, rowLimit: 100 });
    expect(warehouse.calls[0]?.body).toMatchObject({
      statement: "SELECT ';' ",
      warehouse_id: "w1",
      row_limit: 100,
      on_wait_timeout: "CONTINUE",
      parameters: [{ name: "day", value: "2026-01-01", type: "DATE" }, { name: "none" }],
    });
  });

  it("ends as data when it fails", async () => {
    const message = "[UNRESOLVED_COLUMN] no such column. SQLSTATE: 42703";
    const warehouse = setUp(() => state("FAILED", { error: { error_code: "BAD_REQUEST", message } }));
    expect(await warehouse.run()).toEqual({
      kind: "failed",
      statementId: "st1",
      errorCode: "BAD_REQUEST",
      message,
      sqlState: "42703",
    });
    expect(warehouse.calls).toHaveLength(1);
  });

  it("is tried again when the warehouse itself was in trouble, and then told as it is", async () => {
    const busy = state("FAILED", { error: { error_code: "TEMPORARILY_UNAVAILABLE", message: "starting" } });
    const recovering = setUp((_request, count) => (count < 3 ? busy : succeeded({ data_array: [] })));
    expect((await recovering.run()).kind).toBe("rows");
    const staying = setUp(() => busy);
    expect(await staying.run()).toMatchObject({ kind: "failed", errorCode: "TEMPORARILY_UNAVAILABLE" });
    expect(staying.calls).toHaveLength(3);
    const writing = setUp(() => busy);
    await writing.run("COMMENT ON TABLE t IS 'x'", { repeatable: false });
    expect(writing.calls).toHaveLength(1);
  });

  it("is cancelled by us when its time is over", async () => {
    let cancelled = false;
    const warehouse = setUp((request) => {
      if (request.path.endsWith("/cancel")) {
        cancelled = true;
        return {};
      }
      return state(cancelled ? "CANCELED" : "RUNNING");
    });
    expect(await warehouse.run("SELECT 1", { timeoutMs: 3_000 })).toEqual({
      kind: "cancelled",
      statementId: "st1",
      by: "us",
    });
  });

  it("that ignores being cancelled is not waited for", async () => {
    const warehouse = setUp(() => state("RUNNING"));
    expect(await warehouse.run("SELECT 1", { timeoutMs: 3_000 })).toMatchObject({ kind: "cancelled", by: "us" });
  });

  it("may be cancelled by the platform", async () => {
    expect(await setUp(() => state("CANCELED")).run()).toMatchObject({ kind: "cancelled", by: "platform" });
  });

  it("is cancelled when the caller gives up", async () => {
    const controller = new AbortController();
    const warehouse = setUp((request) => {
      if (request.method === "GET") controller.abort();
      return state("RUNNING");
    });
    await expect(warehouse.run("SELECT 1", { signal: controller.signal })).rejects.toMatchObject({
      code: "INTERRUPTED",
    });
    expect(warehouse.calls.at(-1)?.path).toBe("/api/2.0/sql/statements/st1/cancel");
  });

  it("passes on what is wrong with the call", async () => {
    const denied = new EnhancerError({ code: "PERMISSION_DENIED", message: "no", remedy: "ask" });
    await expect(setUp(() => denied).run()).rejects.toBe(denied);
    await expect(setUp(() => ({ nonsense: true })).run()).rejects.toMatchObject({ code: "BAD_RESPONSE" });
    await expect(setUp(() => succeeded({ data_array: ["row"] })).run()).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});
