import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb, type DuckDbEngine } from "./duckdb.ts";

const session = { catalog: "shop", schema: "sales", timeZone: "UTC" };
let engine: DuckDbEngine;

const run = async (sql: string): Promise<readonly (readonly (string | null)[])[]> =>
  (await engine.execute(sql, [], session)).rows;
const yaml = `version: 1.1
source: shop.sales.orders
filter: amount > 0
joins:
  - name: c
    source: shop.sales.customers
    "on": source.customer = c.id
dimensions:
  - name: country
    expr: upper(c.country)
  - name: day
    expr: day
measures:
  - name: revenue
    expr: SUM(amount)
    comment: Net
    synonyms: [매출]
  - name: orders
    expr: COUNT(*)
  - name: basket
    expr: MEASURE(revenue) / MEASURE(orders)`;

beforeAll(async () => {
  engine = await openDuckDb({ folder: null, catalogs: ["shop"] });
  await run("CREATE SCHEMA shop.sales");
  await run("CREATE TABLE orders (id INT, customer INT, day DATE, amount INT)");
  await run("CREATE TABLE customers (id INT, country STRING)");
  await run("INSERT INTO customers VALUES (1, 'kr'), (2, 'us')");
  await run(
    "INSERT INTO orders VALUES (1, 1, DATE'2026-01-01', 10), (2, 1, DATE'2026-01-02', 30), (3, 2, DATE'2026-01-01', 5), (4, 2, DATE'2026-01-03', -9)",
  );
  await run(
    `CREATE VIEW shop.sales.figures TBLPROPERTIES ('made.by' = 'me') WITH METRICS LANGUAGE YAML AS $$\n${yaml}\n$$`,
  );
});
afterAll(() => engine.close());

describe("a metric view in the local warehouse", () => {
  it.each([
    [
      "SELECT country, MEASURE(revenue) FROM figures GROUP BY country ORDER BY country",
      [
        ["KR", "40"],
        ["US", "5"],
      ],
    ],
    [
      "SELECT f.country AS land, MEASURE(`basket`) AS basket FROM shop.sales.figures f WHERE f.day >= DATE'2026-01-01' GROUP BY ALL ORDER BY basket DESC",
      [
        ["KR", "20.0"],
        ["US", "5.0"],
      ],
    ],
    ["SELECT MEASURE(orders) FROM figures", [["3"]]],
    [
      "SELECT country, MEASURE(orders) AS orders FROM figures GROUP BY country HAVING MEASURE(orders) > 1",
      [["KR", "2"]],
    ],
    [
      "WITH m AS (SELECT day, MEASURE(revenue) AS r FROM figures GROUP BY day) SELECT o.id, m.r FROM orders o JOIN m ON o.day = m.day ORDER BY o.id",
      [
        ["1", "15"],
        ["2", "30"],
        ["3", "15"],
      ],
    ],
  ])("answers %s", async (sql, rows) => {
    expect(await run(sql)).toEqual(rows);
  });

  it("names outputs as the platform does", async () => {
    const { columns } = await engine.execute(
      "SELECT country, MEASURE(revenue) FROM figures GROUP BY country",
      [],
      session,
    );
    expect(columns.map(({ name }) => name)).toEqual(["country", "measure(revenue)"]);
  });

  it.each([
    ["SELECT * FROM figures", "METRIC_VIEW_UNSUPPORTED_USAGE"],
    ["SELECT revenue FROM figures", "METRIC_VIEW_MISSING_MEASURE_FUNCTION"],
    ["SELECT SUM(revenue) FROM figures", "METRIC_VIEW_MISSING_MEASURE_FUNCTION"],
    ["SELECT MEASURE(f.revenue) FROM figures f JOIN orders o ON f.day = o.day", "METRIC_VIEW_JOIN_NOT_SUPPORTED"],
    ["SELECT amount FROM figures", "UNRESOLVED_COLUMN"],
    ["CREATE VIEW figures WITH METRICS LANGUAGE YAML AS $$ version: 1.1 $$", "METRIC_VIEW_INVALID_VIEW_DEFINITION"],
    [`CREATE VIEW figures WITH METRICS LANGUAGE YAML AS $$${yaml}$$`, "TABLE_OR_VIEW_ALREADY_EXISTS"],
    [`ALTER VIEW orders AS $$${yaml}$$`, "TABLE_OR_VIEW_NOT_FOUND"],
  ])("refuses %s", async (sql, code) => {
    await expect(engine.execute(sql, [], session)).rejects.toMatchObject({ errorCode: expect.stringContaining(code) });
  });

  it("is described with its measures and its definition", async () => {
    expect(await run("DESCRIBE TABLE figures")).toEqual([
      ["country", "string", null],
      ["day", "date", null],
      ["revenue", "bigint measure", "Net"],
      ["orders", "bigint measure", null],
      ["basket", "double measure", null],
    ]);
    const [[json = null] = []] = await run("DESCRIBE TABLE EXTENDED shop.sales.figures AS JSON");
    expect(JSON.parse(json ?? "{}")).toMatchObject({
      type: "METRIC_VIEW",
      view_text: yaml,
      table_properties: { "made.by": "me" },
    });
  });

  it("is altered in place, keeping comment and properties, and dropped", async () => {
    await run(
      `CREATE VIEW small COMMENT 'few' TBLPROPERTIES ('k' = 'it\\'s') WITH METRICS LANGUAGE YAML AS $$${yaml}$$`,
    );
    await run(
      "ALTER VIEW small AS $$\nversion: 1.1\nsource: shop.sales.orders\nmeasures: [{ name: n, expr: COUNT(*) }]\n$$",
    );
    expect(await run("SELECT MEASURE(n) FROM small")).toEqual([["4"]]);
    const [[json = null] = []] = await run("DESCRIBE TABLE EXTENDED small AS JSON");
    expect(JSON.parse(json ?? "{}")).toMatchObject({ comment: "few", table_properties: { k: "it's" } });
    await run("DROP VIEW small");
    await expect(run("SELECT MEASURE(n) FROM small")).rejects.toMatchObject({ errorCode: "TABLE_OR_VIEW_NOT_FOUND" });
  });

  it("takes comments with quotes and backslashes, and gives them back", async () => {
    await run("COMMENT ON COLUMN shop.sales.orders.amount IS 'it\\'s a \\\\ path'");
    await run("COMMENT ON TABLE shop.sales.orders IS '금액'");
    expect((await run("DESCRIBE TABLE orders"))[3]?.[2]).toBe("it's a \\ path");
    await run("COMMENT ON COLUMN shop.sales.orders.amount IS NULL");
    expect((await run("DESCRIBE TABLE orders"))[3]?.[2]).toBeNull();
  });
});
