import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hono } from "hono";
import { systemClock } from "../../lib/core/clock.ts";
import { systemIds } from "../../lib/core/random.ts";
import { openCatalog } from "./catalog.ts";
import { openDuckDb } from "./duckdb.ts";
import type { Engine } from "./engine.ts";
import { createSqlService } from "./sql-service.ts";
import type { SqlService } from "./sql-service.ts";
import { statementRoutes } from "./statement-api.ts";

type Answer = {
  statement_id: string;
  error_code?: string;
  status: { state: string; error?: { error_code: string; message: string }; sql_state?: string };
  manifest: {
    total_row_count: number;
    total_chunk_count: number;
    truncated: boolean;
    schema: { columns: Record<string, unknown>[] };
  };
  result: Piece;
};
type Piece = {
  chunk_index: number;
  next_chunk_index?: number;
  next_chunk_internal_link?: string;
  data_array?: (string | null)[][];
  external_links?: { external_link: string; next_chunk_internal_link?: string }[];
};

const defaults = { catalog: "sandbox", schema: "default", timeZone: "UTC" };
let engine: Engine;
let service: SqlService;
let app: Hono;

beforeAll(async () => {
  engine = await openDuckDb({ folder: null, catalogs: ["sandbox", "main"] });
  service = createSqlService({
    engine,
    clock: systemClock,
    ids: systemIds,
    warehouses: [{ id: "w1", name: "local" }],
    defaults,
  });
  app = statementRoutes(service, { clock: systemClock });
});

afterAll(() => engine.close());

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Answer & Piece & { warehouses: unknown[] } }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await app.request(path, init);
  return { status: response.status, body: (await response.json()) as Answer & Piece & { warehouses: unknown[] } };
}

const submit = (statement: string, more: object = {}): Promise<{ status: number; body: Answer }> =>
  call("POST", "/api/2.0/sql/statements", { statement, warehouse_id: "w1", ...more });

describe("the Statement Execution API", () => {
  it("gives every cell as text beside a typed manifest", async () => {
    const { body } = await submit(
      "SELECT 1 AS a, CAST(1.5 AS DECIMAL(18,2)) AS b, TIMESTAMP '2024-05-01 00:03:11' AS c, NULL AS d, true AS e, sum(id) AS f FROM range(3)",
    );
    expect(body.status).toEqual({ state: "SUCCEEDED" });
    expect(body.result.data_array).toEqual([["1", "1.50", "2024-05-01T00:03:11.000Z", null, "true", "3"]]);
    expect(body.manifest.schema.columns.slice(0, 3)).toEqual([
      { name: "a", type_text: "INT", type_name: "INT", position: 0 },
      { name: "b", type_text: "DECIMAL(18,2)", type_name: "DECIMAL", position: 1, type_precision: 18, type_scale: 2 },
      { name: "c", type_text: "TIMESTAMP", type_name: "TIMESTAMP", position: 2 },
    ]);
    expect(body.manifest.schema.columns[5]).toMatchObject({ type_name: "LONG", type_text: "BIGINT" });
  });

  it("binds named parameters, and null when the value is left out", async () => {
    const parameters = [
      { name: "day", value: "2024-05-01", type: "DATE" },
      { name: "none", type: "INT" },
      { name: "text", value: "it's" },
    ];
    const { body } = await submit("SELECT :day + INTERVAL 1 DAY, :none, :text", { parameters });
    expect(body.result.data_array).toEqual([["2024-05-02", null, "it's"]]);
  });

  it("answers 200 and FAILED when the SQL is wrong", async () => {
    const { status, body } = await submit("SELECT * FROM nowhere");
    expect(status).toBe(200);
    expect(body.status).toMatchObject({ state: "FAILED", sql_state: "42P01", error: { error_code: "BAD_REQUEST" } });
    expect(body.status.error?.message).toMatch(/^\[TABLE_OR_VIEW_NOT_FOUND\] .*SQLSTATE: 42P01$/u);
  });

  it("cuts a result into chunks that lead to each other", async () => {
    const { body } = await submit("SELECT id FROM range(2500) ORDER BY id");
    expect(body.manifest).toMatchObject({ total_row_count: 2500, total_chunk_count: 3, truncated: false });
    const seen = [...(body.result.data_array ?? [])];
    for (let link = body.result.next_chunk_internal_link; link !== undefined;) {
      const { body: piece } = await call("GET", link);
      seen.push(...(piece.data_array ?? []));
      link = piece.next_chunk_internal_link;
    }
    expect(seen).toHaveLength(2500);
    expect(seen.at(-1)).toEqual(["2499"]);
  });

  it("gives links that need no credentials but refuse a changed signature", async () => {
    const { body } = await submit("SELECT id FROM range(1500)", { disposition: "EXTERNAL_LINKS" });
    const [first] = body.result.external_links ?? [];
    const rows = await app.request(first?.external_link ?? "");
    expect(await rows.json()).toHaveLength(1000);
    const forged = await app.request(`${first?.external_link ?? ""}0`);
    expect(forged.status).toBe(403);
    const { body: second } = await call("GET", first?.next_chunk_internal_link ?? "");
    expect(second.external_links).toHaveLength(1);
  });

  it("leaves data_array out when there are no rows", async () => {
    const { body } = await submit("SELECT 1 AS a WHERE false");
    expect(body.manifest.total_row_count).toBe(0);
    expect(body.result.data_array).toBeUndefined();
  });

  it("says when a row limit cut the result", async () => {
    const { body } = await submit("SELECT id FROM range(10)", { row_limit: 3 });
    expect(body.manifest.truncated).toBe(true);
    expect(body.result.data_array).toHaveLength(3);
  });

  it("goes on after the wait is over, and is polled", async () => {
    const { body } = await submit("SELECT count(*) FROM range(100)", { wait_timeout: "0s" });
    expect(["PENDING", "RUNNING"]).toContain(body.status.state);
    await service.find(body.statement_id)?.ended;
    const { body: later } = await call("GET", `/api/2.0/sql/statements/${body.statement_id}`);
    expect(later.result.data_array).toEqual([["100"]]);
  });

  it("interrupts a cancelled statement", async () => {
    const { body } = await submit("SELECT sum(a.id * b.id) FROM range(1000000) a CROSS JOIN range(1000000) b", {
      wait_timeout: "0s",
    });
    await systemClock.sleep(50);
    await call("POST", `/api/2.0/sql/statements/${body.statement_id}/cancel`, {});
    await service.find(body.statement_id)?.ended;
    const { body: later } = await call("GET", `/api/2.0/sql/statements/${body.statement_id}`);
    expect(later.status).toEqual({ state: "CANCELED" });
  });

  it.each([
    [
      "an unknown statement",
      "GET",
      "/api/2.0/sql/statements/00000000-0000-4000-8000-000000000000",
      undefined,
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ],
    [
      "an unknown warehouse",
      "POST",
      "/api/2.0/sql/statements",
      { statement: "SELECT 1", warehouse_id: "nope" },
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ],
    [
      "a wait of two seconds",
      "POST",
      "/api/2.0/sql/statements",
      { statement: "SELECT 1", warehouse_id: "w1", wait_timeout: "2s" },
      400,
      "INVALID_PARAMETER_VALUE",
    ],
    ["no statement", "POST", "/api/2.0/sql/statements", { warehouse_id: "w1" }, 400, "INVALID_PARAMETER_VALUE"],
  ])("refuses %s", async (_what, method, path, body, status, code) => {
    const answer = await call(method, path, body);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });

  it("lists running warehouses", async () => {
    const { body } = await call("GET", "/api/2.0/sql/warehouses");
    expect(body.warehouses).toMatchObject([{ id: "w1", state: "RUNNING" }]);
  });
});

describe("the catalog", () => {
  it("knows columns with types and comments, and values of text columns", async () => {
    await submit("CREATE TABLE main.default.shops (id BIGINT, `이름` STRING COMMENT 'name', price DECIMAL(18,2))");
    await submit("INSERT INTO main.default.shops VALUES (1, 'b', 1), (2, 'a', 2), (3, 'a', 3), (4, NULL, 4)");
    const catalog = openCatalog(engine, defaults);
    expect(await catalog.columns("main.default.shops")).toEqual([
      { name: "id", type: "bigint", comment: null },
      { name: "이름", type: "string", comment: "name" },
      { name: "price", type: "decimal(18,2)", comment: null },
    ]);
    expect(await catalog.values("main.default.shops", "이름", 10)).toEqual(["a", "b"]);
    expect(await catalog.values("main.default.shops", "id", 10)).toEqual([]);
    expect(await catalog.columns("main.default.none")).toBeNull();
  });
});
