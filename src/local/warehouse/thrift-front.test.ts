import { createServer } from "node:https";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { DBSQLClient, DBSQLParameter, DBSQLParameterType } from "@databricks/sql";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../lib/core/clock.ts";
import { systemIds } from "../../lib/core/random.ts";
import { openDuckDb } from "./duckdb.ts";
import type { Engine } from "./engine.ts";
import { createSqlService } from "./sql-service.ts";
import { thriftFront } from "./thrift-front.ts";

type Session = Awaited<ReturnType<DBSQLClient["openSession"]>>;

let engine: Engine;
let server: Server;
let client: DBSQLClient;
let session: Session;

beforeAll(async () => {
  engine = await openDuckDb({ folder: null, catalogs: ["sandbox"] });
  const service = createSqlService({
    engine,
    clock: systemClock,
    ids: systemIds,
    warehouses: [{ id: "w1", name: "local" }],
    defaults: { catalog: "sandbox", schema: "default", timeZone: "UTC" },
  });
  const pems = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  server = createServer(
    { key: pems.private, cert: pems.cert },
    thriftFront(service, { clock: systemClock, directWaitMs: 300 }),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  client = new DBSQLClient({ logger: { log: () => {} } });
  await client.connect({
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    path: "/sql/1.0/warehouses/w1",
    token: "local-token",
    customCaCert: pems.cert,
    telemetryEnabled: false,
    preserveBigNumericPrecision: true,
  });
  session = await client.openSession({ initialCatalog: "sandbox", initialSchema: "default" });
});

afterAll(async () => {
  await session.close();
  await client.close();
  server.close();
  await engine.close();
});

type Options = NonNullable<Parameters<Session["executeStatement"]>[1]>;

async function rowsOf(sql: string, options: Options = {}): Promise<Record<string, unknown>[]> {
  const operation = await session.executeStatement(sql, options);
  await operation.finished();
  const rows = await operation.fetchAll();
  await operation.close();
  return rows as Record<string, unknown>[];
}

describe("the Thrift front, asked by the official driver", () => {
  it("gives every type as the platform's driver does", async () => {
    const [row] = await rowsOf(
      "SELECT 9007199254740993 AS big, CAST('12345678901234567890.0123456789' AS DECIMAL(38,10)) AS exact, CAST(-1.5 AS DECIMAL(18,2)) AS below, true AS yes, 1.5D AS real, 7 AS whole, 'gå 한국' AS text, TIMESTAMP '2024-05-01 00:03:11.495' AS at, DATE '2024-05-01' AS day, array(1, 2) AS list, named_struct('a', 1, 'b', 'x') AS struct, CAST(NULL AS STRING) AS none",
    );
    expect(row).toEqual({
      big: 9007199254740993n,
      exact: "12345678901234567890.0123456789",
      below: "-1.50",
      yes: true,
      real: 1.5,
      whole: 7,
      text: "gå 한국",
      at: new Date("2024-05-01T00:03:11.495Z"),
      day: new Date("2024-05-01T00:00:00Z"),
      list: [1, 2],
      struct: { a: 1, b: "x" },
      none: null,
    });
  });

  it("binds named parameters by their types", async () => {
    const [row] = await rowsOf(
      "SELECT :n + 1 AS n, :big AS big, :text AS text, :yes AS yes, :none AS none, :at AS at, :price AS price",
      {
        namedParameters: {
          n: 41,
          big: 3_000_000_000,
          text: `it's "quoted" \\ back`,
          yes: true,
          none: null,
          at: new Date("2024-01-02T03:04:05.678Z"),
          price: new DBSQLParameter({ type: DBSQLParameterType.DECIMAL, value: "12.30" }),
        },
      },
    );
    expect(row).toEqual({
      n: 42,
      big: 3_000_000_000n,
      text: `it's "quoted" \\ back`,
      yes: true,
      none: null,
      at: new Date("2024-01-02T03:04:05.678Z"),
      price: "12.30",
    });
  });

  it("writes many rows from one JSON parameter and merges with a fence", async () => {
    const table = "sandbox.default.leases";
    await rowsOf(
      `CREATE TABLE ${table} (lease_key STRING NOT NULL, holder STRING, fence BIGINT, expires_at TIMESTAMP, payload_json STRING) USING DELTA CLUSTER BY (lease_key) COMMENT 'claims'`,
    );
    const payload = JSON.stringify({ text: '말 "x" \\ y\n', long: "z".repeat(100_000) });
    const rows = JSON.stringify([
      { lease_key: "a", holder: "h1", fence: 1, expires_at: "2024-01-01T00:00:00.000Z", payload_json: payload },
    ]);
    const schema =
      "array<struct<lease_key:string,holder:string,fence:bigint,expires_at:timestamp,payload_json:string>>";
    const inserted = await rowsOf(`INSERT INTO ${table} SELECT * FROM (SELECT inline(from_json(:rows, '${schema}')))`, {
      namedParameters: { rows },
    });
    expect(inserted).toEqual([{ num_affected_rows: 1n, num_inserted_rows: 1n }]);
    const claim = `MERGE INTO ${table} t USING (SELECT :key AS lease_key, :holder AS holder) s ON t.lease_key = s.lease_key
      WHEN MATCHED AND t.fence = :expected THEN UPDATE SET holder = s.holder, fence = t.fence + 1
      WHEN NOT MATCHED THEN INSERT (lease_key, holder, fence) VALUES (s.lease_key, s.holder, 1)`;
    const won = await rowsOf(claim, { namedParameters: { key: "a", holder: "h2", expected: 1 } });
    const lost = await rowsOf(claim, { namedParameters: { key: "a", holder: "h3", expected: 1 } });
    expect([won[0]?.num_affected_rows, lost[0]?.num_affected_rows]).toEqual([1n, 0n]);
    expect(await rowsOf(`SELECT holder, fence, payload_json FROM ${table}`)).toEqual([
      { holder: "h2", fence: 2n, payload_json: payload },
    ]);
  });

  it("pages a large result", async () => {
    const rows = await rowsOf("SELECT id, concat('row ', id) AS name FROM range(50000) ORDER BY id");
    expect(rows).toHaveLength(50_000);
    expect(rows.at(-1)).toEqual({ id: 49_999n, name: "row 49999" });
  });

  it("fails a statement with the platform's condition", async () => {
    const operation = await session.executeStatement("SELECT * FROM sandbox.default.nowhere");
    await expect(operation.finished()).rejects.toMatchObject({
      response: { sqlState: "42P01", displayMessage: expect.stringContaining("[TABLE_OR_VIEW_NOT_FOUND]") as string },
    });
  });

  it("interrupts a cancelled statement", async () => {
    const operation = await session.executeStatement(
      "SELECT sum(a.id * b.id) FROM range(300000) a CROSS JOIN range(300000) b",
    );
    await operation.cancel();
    await expect(operation.fetchAll()).rejects.toThrow(/cancel/iu);
    expect(await rowsOf("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("answers statements side by side", async () => {
    const sums = await Promise.all(
      Array.from({ length: 20 }, (_, index) => rowsOf("SELECT :n * 2 AS twice", { namedParameters: { n: index } })),
    );
    expect(sums.map(([row]) => row?.twice)).toEqual(Array.from({ length: 20 }, (_, index) => index * 2));
  });

  it("keeps what USE says for the session", async () => {
    const other = await client.openSession({ initialCatalog: "sandbox" });
    const run = async (sql: string): Promise<unknown[]> => (await other.executeStatement(sql)).fetchAll();
    await run("CREATE SCHEMA IF NOT EXISTS elsewhere");
    await run("USE SCHEMA elsewhere");
    await run("CREATE TABLE here AS SELECT 1 AS a");
    expect(await run("SELECT a FROM sandbox.elsewhere.here")).toEqual([{ a: 1 }]);
    await other.close();
  });
});
