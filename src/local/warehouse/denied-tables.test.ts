import { expect, it } from "vitest";
import { deniedTables, denying } from "./denied-tables.ts";
import { openDuckDb } from "./duckdb.ts";

const session = { catalog: "sandbox", schema: "default", timeZone: "UTC" };

it("refuses queries that read a denied table, however they name it, until it is allowed again", async () => {
  const own = await openDuckDb({ folder: null, catalogs: ["sandbox"] });
  await own.native("CREATE TABLE sandbox.default.t AS SELECT 1 AS a");
  await own.native("CREATE TABLE sandbox.default.u AS SELECT 2 AS a");
  const denied = deniedTables();
  const engine = denying(own, denied);
  const first = async (sql: string): Promise<unknown> => (await engine.execute(sql, [], session)).rows[0]?.[0];
  denied.add("sandbox.default.T");
  for (const sql of ["SELECT a FROM t", "WITH q AS (SELECT a FROM `sandbox`.default.t) SELECT * FROM q, u"]) {
    await expect(first(sql)).rejects.toMatchObject({ errorCode: "INSUFFICIENT_PERMISSIONS", sqlState: "42501" });
  }
  expect(await first("WITH t AS (SELECT a FROM u) SELECT a FROM t")).toBe("2");
  denied.clear();
  expect(await first("SELECT a FROM t")).toBe("1");
  await own.close();
});
