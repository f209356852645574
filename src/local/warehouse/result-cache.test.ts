import { describe, expect, it } from "vitest";
import type { EngineResult } from "./engine.ts";
import { createResultCache, type ResultCache } from "./result-cache.ts";

const inSandbox = { catalog: "sandbox", schema: "s", timeZone: "UTC" };
const overSamples = `SELECT count(*) FROM "samples"."b"."t"`;
const overView = `SELECT * FROM "sandbox"."s"."v"`;

function setUp(): { cache: ResultCache; ask: (sql: string, more?: object) => Promise<number> } {
  const cache = createResultCache(3);
  for (const catalog of ["samples", "Sandbox"]) cache.addCatalog(catalog);
  let runs = 0;
  const run = (): Promise<EngineResult> => {
    runs += 1;
    return Promise.resolve({ columns: [], rows: [[String(runs)]], affected: null });
  };
  const ask = async (sql: string, more: object = {}): Promise<number> =>
    Number((await cache.answer({ kind: "query", sql, bindings: {}, session: inSandbox, ...more }, run)).rows[0]?.[0]);
  return { cache, ask };
}

describe("remembered results", () => {
  it("stand until a statement that names the catalog changed something", async () => {
    const { cache, ask } = setUp();
    expect([await ask(overSamples), await ask(overSamples)]).toEqual([1, 1]);
    cache.changed("INSERT INTO t VALUES (1)", inSandbox);
    expect(await ask(overSamples)).toBe(1);
    cache.changed("DELETE FROM Samples.b.t", inSandbox);
    expect(await ask(overSamples)).toBe(2);
    cache.changed("DELETE FROM t", { ...inSandbox, catalog: "samples" });
    expect(await ask(overSamples)).toBe(3);
  });

  it("are others for other values and another time zone", async () => {
    const { ask } = setUp();
    expect(await ask(overSamples)).toBe(1);
    expect(await ask(overSamples, { bindings: { p: "x" } })).toBe(2);
    expect(await ask(overSamples, { session: { ...inSandbox, timeZone: "Asia/Seoul" } })).toBe(3);
  });

  it("of a catalog with views fall with any change", async () => {
    const { cache, ask } = setUp();
    cache.changed("CREATE VIEW sandbox.s.v AS SELECT * FROM samples.b.t", inSandbox);
    expect([await ask(overView), await ask(overView)]).toEqual([1, 1]);
    cache.changed("DELETE FROM samples.b.t", { ...inSandbox, catalog: "samples" });
    expect(await ask(overView)).toBe(2);
  });

  it("are never kept of what is different each time, and of no catalog that is known", async () => {
    const { ask } = setUp();
    for (const sql of [
      `SELECT now() FROM "samples"."b"."t"`,
      `SELECT SPARK_UNIX_TIMESTAMP() FROM "samples"."b"."t"`,
      `SELECT * FROM "samples"."b"."t" USING SAMPLE 3`,
      `SELECT CURRENT_DATE FROM "samples"."b"."t"`,
      `SELECT * FROM "elsewhere"."b"."t"`,
    ])
      expect(await ask(sql)).not.toBe(await ask(sql));
  });

  it("that were begun before a change are not given after it", async () => {
    const { cache, ask } = setUp();
    const begun = cache.answer({ kind: "query", sql: overSamples, bindings: {}, session: inSandbox }, async () => {
      cache.changed("DELETE FROM samples.b.t", inSandbox);
      return Promise.resolve({ columns: [], rows: [["0"]], affected: null });
    });
    await begun;
    expect(await ask(overSamples)).toBe(1);
  });

  it("of DESCRIBE stand until the table's catalog was changed, by its name or by the session's", async () => {
    const { cache } = setUp();
    let runs = 0;
    const describeTable = (statement: string): Promise<EngineResult> =>
      cache.answer({ kind: "description", statement, session: inSandbox }, () => {
        runs += 1;
        return Promise.resolve({ columns: [], rows: [], affected: null });
      });
    for (const table of ["t", "samples.b.t", "t", "samples.b.t"]) await describeTable(`DESCRIBE ${table}`);
    expect(runs).toBe(2);
    cache.changed("ALTER TABLE t ADD COLUMN c INT", inSandbox);
    await describeTable("DESCRIBE t");
    expect(runs).toBe(3);
  });
});
