import { beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../../src/lib/core/statement.ts";
import { openCatalog } from "../../src/local/warehouse/catalog.ts";
import { StatementFailure } from "../../src/local/warehouse/engine.ts";
import type { Engine, EngineResult, StatementParameter } from "../../src/local/warehouse/engine.ts";

const session = { catalog: "sandbox", schema: "contract", timeZone: "UTC" };

/** A parameter's type and text, the type that comes back, and its text. */
const parameters: readonly (readonly [type: string, value: string | null, typeText: string, cell: Cell])[] = [
  ["STRING", "'); DROP TABLE x; -- \\ \" 한국어 😀 :name ?", "STRING", "'); DROP TABLE x; -- \\ \" 한국어 😀 :name ?"],
  ["STRING", "", "STRING", ""],
  ["INTEGER", "-7", "INT", "-7"],
  ["INT", "2147483647", "INT", "2147483647"],
  ["BIGINT", "5", "BIGINT", "5"],
  ["BIGINT", "9007199254740993", "BIGINT", "9007199254740993"],
  ["DOUBLE", "0.1", "DOUBLE", "0.1"],
  ["DOUBLE", "1e21", "DOUBLE", "1.0E21"],
  ["BOOLEAN", "true", "BOOLEAN", "true"],
  ["DATE", "2024-02-29", "DATE", "2024-02-29"],
  ["TIMESTAMP", "2024-05-01T00:03:11.495Z", "TIMESTAMP", "2024-05-01T00:03:11.495Z"],
  ["TIMESTAMP", "2024-05-01T09:03:11.000+09:00", "TIMESTAMP", "2024-05-01T00:03:11.000Z"],
];

/** An expression, its type, and its exact text. */
const values: readonly (readonly [sql: string, typeText: string, cell: Cell])[] = [
  ["CAST(1 AS TINYINT)", "TINYINT", "1"],
  ["CAST(1 AS SMALLINT)", "SMALLINT", "1"],
  ["9223372036854775807", "BIGINT", "9223372036854775807"],
  ["1.50", "DECIMAL(3,2)", "1.50"],
  ["CAST(2 AS DOUBLE)", "DOUBLE", "2.0"],
  ["CAST(12345678.9 AS DOUBLE)", "DOUBLE", "1.23456789E7"],
  ["CAST(0.1 AS FLOAT)", "FLOAT", "0.1"],
  ["CAST('NaN' AS DOUBLE)", "DOUBLE", "NaN"],
  ["CAST('-Infinity' AS DOUBLE)", "DOUBLE", "-Infinity"],
  ["DATE '0001-01-01'", "DATE", "0001-01-01"],
  ["TIMESTAMP '2024-01-01 00:00:00.000001'", "TIMESTAMP", "2024-01-01T00:00:00.000001Z"],
  ["CAST('2024-01-01 12:00:00' AS TIMESTAMP_NTZ)", "TIMESTAMP_NTZ", "2024-01-01T12:00:00.000"],
  ["CAST('ab' AS BINARY)", "BINARY", "YWI="],
  ["array(1, NULL, 3)", "ARRAY<INT>", "[1,null,3]"],
  ["map('a', 1.5D)", "MAP<STRING, DOUBLE>", '{"a":1.5}'],
  ["named_struct('x', 1L, 'y', array('q\"'))", "STRUCT<x: BIGINT, y: ARRAY<STRING>>", '{"x":1,"y":["q\\""]}'],
  ["CAST(NULL AS STRING)", "STRING", null],
  ["current_catalog()", "STRING", "sandbox"],
  ["current_schema()", "STRING", "contract"],
];

/** SQL of a fix that cannot be planned, and the condition that says why. */
const unplannable: readonly (readonly [sql: string, errorCode: string, sqlState: string])[] = [
  ["SELECT amonut FROM orders", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"],
  ["SELECT o.nope FROM sandbox.contract.orders o", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"],
  ["SELECT * FROM sandbox.contract.oders", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
  ["SELECT * FROM sandbox.nowhere.orders", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
  ["SELECT * FROM nowhere.contract.orders", "NO_SUCH_CATALOG_EXCEPTION", "42704"],
  ["SELECT no_such_function(id) FROM orders", "UNRESOLVED_ROUTINE", "42883"],
  ["SELECT shop, amount, count(*) FROM orders GROUP BY shop", "MISSING_AGGREGATION", "42803"],
  ["SELECT shop FRM orders", "PARSE_SYNTAX_ERROR", "42601"],
  ["SELECT id FROM orders a JOIN orders b ON a.id = b.id", "AMBIGUOUS_REFERENCE", "42704"],
];

/** What the product sends to a warehouse beside its state, on an engine with catalogs `sandbox` and `samples`. */
export function describeWarehouse(name: string, open: () => Promise<Engine>): void {
  describe(`what is sent to the warehouse, on ${name}`, () => {
    let engine: Engine;
    const run = (sql: string, ...given: StatementParameter[]): Promise<EngineResult> =>
      engine.execute(sql, given, session);

    beforeAll(async () => {
      engine = await open();
      await run("CREATE SCHEMA IF NOT EXISTS sandbox.contract");
      await run(
        "CREATE TABLE sandbox.contract.orders (id BIGINT NOT NULL COMMENT 'key', shop STRING COMMENT '가게', amount DECIMAL(18,2), day DATE) USING DELTA CLUSTER BY (id) COMMENT 'Orders'",
      );
      await run("INSERT INTO orders VALUES (1, 'north', 10.00, '2024-05-01'), (2, 'south', 2.50, '2024-05-02')");
    });

    it.each(parameters)("takes a parameter of type %s: %s", async (type, value, typeText, cell) => {
      const found = await run("SELECT :given AS given", { name: "given", type, value });
      expect([found.columns[0]?.typeText, found.rows]).toEqual([typeText, [[cell]]]);
    });

    it("takes a parameter that is null, and one more than once", async () => {
      const given = { name: "day", type: "DATE", value: "2024-05-01" };
      const absent = { name: "absent", type: "STRING", value: null };
      const sql = "SELECT id FROM orders WHERE day >= :day AND day <= :day AND :absent IS NULL LIMIT 1";
      expect((await run(sql, given, absent)).rows).toEqual([["1"]]);
    });

    it.each(values)("hands over %s as %s", async (sql, typeText, cell) => {
      const found = await run(`SELECT ${sql} AS given`);
      expect([found.columns[0]?.typeText, found.rows]).toEqual([typeText, [[cell]]]);
    });

    it("reads and shows times in the session's zone", async () => {
      const seoul = { ...session, timeZone: "Asia/Seoul" };
      const found = await engine.execute(
        "SELECT TIMESTAMP '2024-05-01 09:00:00' AS at, hour(TIMESTAMP '2024-05-01T00:00:00Z') AS hour",
        [],
        seoul,
      );
      expect(found.rows).toEqual([["2024-05-01T00:00:00.000Z", "9"]]);
    });

    it("checks the SQL of a fix without running it", async () => {
      const found = await run("SELECT * FROM (SELECT shop, sum(id) AS ids FROM orders GROUP BY shop) LIMIT 0");
      expect(found.rows).toEqual([]);
      expect(found.columns.map(({ name: column, typeText }) => [column, typeText])).toEqual([
        ["shop", "STRING"],
        ["ids", "BIGINT"],
      ]);
    });

    it.each(unplannable)("says why %s cannot be planned: %s", async (sql, errorCode, sqlState) => {
      await expect(run(`SELECT * FROM (${sql}) LIMIT 0`)).rejects.toMatchObject({ errorCode, sqlState });
    });

    it("explains a query, and tells in the plan's place what analysis finds", async () => {
      const textOf = async (sql: string): Promise<string> =>
        (await run(`EXPLAIN ${sql}`)).rows.map(([line]) => line).join("\n");
      expect(await textOf("SELECT id FROM orders")).toContain("== Physical Plan ==");
      expect(await textOf("SELECT nope FROM orders")).toContain("UNRESOLVED_COLUMN");
    });

    it("tells columns with their comments, and the values of a text", async () => {
      const catalog = openCatalog(engine, session);
      expect(await catalog.columns("sandbox.contract.orders")).toEqual([
        { name: "id", type: "bigint", comment: "key" },
        { name: "shop", type: "string", comment: "가게" },
        { name: "amount", type: "decimal(18,2)", comment: null },
        { name: "day", type: "date", comment: null },
      ]);
      expect(await catalog.values("sandbox.contract.orders", "shop", 10)).toEqual(["north", "south"]);
      expect(await catalog.columns("sandbox.contract.nothing")).toBeNull();
      expect(await catalog.columns("nowhere.contract.orders")).toBeNull();
    });

    it("keeps schemas of catalogs apart, and drops one with what is in it only when told", async () => {
      const names = async (sql: string): Promise<readonly Cell[]> =>
        (await run(sql)).rows.map(([first = null]) => first);
      await run("CREATE SCHEMA samples.apart");
      await run("CREATE TABLE samples.apart.t (a INT)");
      expect(await names("SHOW CATALOGS")).toEqual(expect.arrayContaining(["samples", "sandbox"]));
      expect(await names("SHOW SCHEMAS IN samples")).toContain("apart");
      expect(await names("SHOW SCHEMAS IN sandbox")).not.toContain("apart");
      expect((await run("SHOW TABLES IN samples.apart")).rows).toEqual([["apart", "t", "false"]]);
      await expect(run("SELECT * FROM sandbox.apart.t")).rejects.toMatchObject({
        errorCode: "TABLE_OR_VIEW_NOT_FOUND",
      });
      await expect(run("DROP SCHEMA samples.apart")).rejects.toBeInstanceOf(StatementFailure);
      await run("DROP SCHEMA samples.apart CASCADE");
      expect(await names("SHOW SCHEMAS IN samples")).not.toContain("apart");
    });

    it("changes rows and says how many", async () => {
      await run("CREATE TABLE counted (id INT, note STRING) USING DELTA");
      await run("INSERT INTO counted VALUES (1, 'a'), (2, 'b'), (3, 'c')");
      expect((await run("UPDATE counted SET note = 'x' WHERE id > 1")).affected).toBe(2);
      expect((await run("DELETE FROM counted WHERE id = 3")).affected).toBe(1);
      const merged = await run(
        "MERGE INTO counted t USING (SELECT inline(from_json(:rows, 'array<struct<id: INT, note: STRING>>'))) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.note = s.note WHEN NOT MATCHED THEN INSERT (id, note) VALUES (s.id, s.note)",
        { name: "rows", type: "STRING", value: '[{"id":1,"note":"m"},{"id":9,"note":"n"}]' },
      );
      expect(merged.columns.map((column) => column.name)).toEqual([
        "num_affected_rows",
        "num_updated_rows",
        "num_deleted_rows",
        "num_inserted_rows",
      ]);
      expect([merged.affected, merged.rows]).toEqual([2, [["2", "1", "0", "1"]]]);
    });

    it("refuses rows that are no JSON, and a null where none may be", async () => {
      const fill = (text: string): Promise<EngineResult> =>
        run(
          "INSERT INTO orders SELECT inline(from_json(:rows, 'array<struct<id: BIGINT, shop: STRING, amount: DECIMAL(18,2), day: DATE>>', map('mode', 'FAILFAST')))",
          { name: "rows", type: "STRING", value: text },
        );
      await expect(fill("no JSON")).rejects.toBeInstanceOf(StatementFailure);
      await expect(fill('[{"id":null,"shop":"x"}]')).rejects.toMatchObject({
        errorCode: "DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
      });
      expect((await run("SELECT count(*) FROM orders")).rows).toEqual([["2"]]);
    });

    it("stops a statement that is cancelled, before it began as well", async () => {
      const endless =
        "SELECT count(*) FROM range(1000000) AS a CROSS JOIN range(1000000) AS b WHERE a.id * b.id % 7 = 3";
      const stopping = new AbortController();
      const running = engine.execute(endless, [], session, stopping.signal);
      await run("SELECT 1");
      stopping.abort();
      await expect(running).rejects.toMatchObject({ errorCode: "OPERATION_CANCELED", sqlState: "HY008" });
      await expect(engine.execute(endless, [], session, stopping.signal)).rejects.toMatchObject({
        errorCode: "OPERATION_CANCELED",
      });
      expect((await run("SELECT 1")).rows).toEqual([["1"]]);
    });
  });
}
