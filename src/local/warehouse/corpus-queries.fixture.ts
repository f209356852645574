import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../../lib/core/statement.ts";
import type { CorpusEngine } from "./corpus-engine.fixture.ts";
import type { Engine } from "./engine.ts";

type Case = readonly [what: string, sql: string, rows: readonly (readonly Cell[])[]];

const session = { catalog: "sandbox", schema: "shop", timeZone: "UTC" };

const setUp: readonly string[] = [
  "CREATE SCHEMA sandbox.shop",
  "CREATE TABLE sandbox.shop.sales (id BIGINT, shop STRING, amount DECIMAL(18,2), qty INT, sold_at TIMESTAMP, day DATE, tags ARRAY<STRING>, payload STRING)",
  `INSERT INTO sandbox.shop.sales VALUES
    (1, 'north', 10.00, 1, TIMESTAMP '2024-03-30 10:00:00', DATE '2024-03-30', array('a', 'b'), '{"a":{"b":"x"},"n":[1,2]}'),
    (2, 'north', 20.50, 2, TIMESTAMP '2024-03-31 11:00:00', DATE '2024-03-31', array('c'), '{"a":{"b":"y"}}'),
    (3, 'south', 5.25, NULL, TIMESTAMP '2024-04-01 12:00:00', DATE '2024-04-01', array(), NULL),
    (4, NULL, 7.00, 4, TIMESTAMP '2024-04-07 13:00:00', DATE '2024-04-07', NULL, '{}')`,
  "CREATE TABLE sandbox.shop.shops (name STRING, `도시` STRING, at STRING)",
  "INSERT INTO sandbox.shop.shops VALUES ('north', '서울', 'x'), ('east', '부산', 'y')",
];

const shapes: readonly Case[] = [
  ["NULLs come first upwards", "SELECT shop FROM sales ORDER BY shop", [[null], ["north"], ["north"], ["south"]]],
  ["NULLs come last downwards", "SELECT shop FROM sales ORDER BY shop DESC", [["south"], ["north"], ["north"], [null]]],
  ["NULLS LAST stands as written", "SELECT shop FROM sales ORDER BY shop NULLS LAST LIMIT 1", [["north"]]],
  [
    "NULLs come first in a window too",
    "SELECT id, row_number() OVER (ORDER BY qty) FROM sales ORDER BY id",
    [
      ["1", "2"],
      ["2", "3"],
      ["3", "1"],
      ["4", "4"],
    ],
  ],
  ["LEFT ANTI JOIN", "SELECT s.name FROM shops s LEFT ANTI JOIN sales t ON s.name = t.shop", [["east"]]],
  ["LEFT SEMI JOIN", "SELECT name FROM shops LEFT SEMI JOIN sales ON name = shop", [["north"]]],
  [
    "LEFT OUTER JOIN keeps the unmatched",
    "SELECT s.name, count(t.id) FROM shops s LEFT OUTER JOIN sales t ON s.name = t.shop GROUP BY s.name ORDER BY 1",
    [
      ["east", "0"],
      ["north", "2"],
    ],
  ],
  [
    "WITH ROLLUP",
    "SELECT shop, count(*) FROM sales WHERE shop IS NOT NULL GROUP BY shop WITH ROLLUP ORDER BY shop",
    [
      [null, "3"],
      ["north", "2"],
      ["south", "1"],
    ],
  ],
  [
    "GROUPING SETS",
    "SELECT shop, sum(qty) FROM sales WHERE shop = 'north' GROUP BY GROUPING SETS ((shop), ()) ORDER BY shop",
    [
      [null, "3"],
      ["north", "3"],
    ],
  ],
  [
    "GROUP BY ALL",
    "SELECT shop, count(*) AS n FROM sales GROUP BY ALL ORDER BY n DESC, shop LIMIT 1",
    [["north", "2"]],
  ],
  [
    "GROUP BY an alias, HAVING an alias",
    "SELECT upper(shop) AS u, sum(amount) AS total FROM sales GROUP BY u HAVING total > 10",
    [["NORTH", "30.50"]],
  ],
  [
    "QUALIFY",
    "SELECT shop, id FROM sales QUALIFY row_number() OVER (PARTITION BY shop ORDER BY sold_at DESC) = 1 ORDER BY id",
    [
      ["north", "2"],
      ["south", "3"],
      [null, "4"],
    ],
  ],
  [
    "EXCEPT of columns",
    "SELECT * EXCEPT (amount, qty, sold_at, day, tags, payload) FROM sales WHERE id = 1",
    [["1", "north"]],
  ],
  ["set operations", "SELECT shop FROM sales WHERE shop IS NOT NULL MINUS SELECT name FROM shops", [["south"]]],
  ["a CTE that hides a table", "WITH sales AS (SELECT 1 AS one) SELECT * FROM sales", [["1"]]],
  [
    "a CTE of a CTE",
    "WITH a AS (SELECT shop FROM sales WHERE id < 3), b AS (SELECT count(*) AS n FROM a) SELECT n FROM b",
    [["2"]],
  ],
  [
    "an alias used again in the same list",
    "SELECT qty * 2 AS twice, twice + 1 AS more FROM sales WHERE id = 2",
    [["4", "5"]],
  ],
  [
    "PIVOT",
    "SELECT * FROM (SELECT shop, qty FROM sales) PIVOT (sum(qty) FOR shop IN ('north' AS n, 'south' AS s))",
    [["3", null]],
  ],
  [
    "UNPIVOT",
    "SELECT * FROM (SELECT 1 AS a, 2 AS b) UNPIVOT (v FOR k IN (a, b)) ORDER BY k",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  ["VALUES with names", "SELECT y FROM VALUES (1, 'a'), (2, 'b') AS t(x, y) WHERE x = 2", [["b"]]],
  ["VALUES without names", "SELECT col1, col2 FROM VALUES (1, 'a')", [["1", "a"]]],
  ["range", "SELECT sum(id) FROM range(1, 5)", [["10"]]],
  [
    "a correlated EXISTS",
    "SELECT name FROM shops s WHERE EXISTS (SELECT 1 FROM sales t WHERE t.shop = s.name)",
    [["north"]],
  ],
  ["a scalar subquery", "SELECT id FROM sales WHERE amount = (SELECT max(amount) FROM sales)", [["2"]]],
  [
    "a named window",
    "SELECT id, sum(qty) OVER w FROM sales WHERE shop = 'north' WINDOW w AS (ORDER BY id) ORDER BY id",
    [
      ["1", "1"],
      ["2", "3"],
    ],
  ],
  [
    "a window's frame",
    "SELECT id, sum(qty) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM sales ORDER BY id",
    [
      ["1", "1"],
      ["2", "3"],
      ["3", "2"],
      ["4", "4"],
    ],
  ],
  [
    "lag moved by days",
    "SELECT id, lag(day) OVER (ORDER BY id) + INTERVAL 1 DAY FROM sales ORDER BY id LIMIT 2",
    [
      ["1", null],
      ["2", "2024-03-31"],
    ],
  ],
  ["a column called by a word that DuckDB reserves", "SELECT at FROM shops ORDER BY at LIMIT 1", [["x"]]],
  ["a Korean column", "SELECT `도시` FROM shops WHERE name = 'north'", [["서울"]]],
  ["a Korean alias", "SELECT count(*) AS `건수` FROM sales", [["4"]]],
  ["names of three parts", "SELECT sandbox.shop.sales.id FROM sandbox.shop.sales WHERE shop.sales.id = 1", [["1"]]],
  ["hints are left out", "SELECT /*+ BROADCAST(s) */ s.name FROM shops s WHERE s.name = 'east'", [["east"]]],
  [
    "ILIKE and LIKE ANY",
    "SELECT id FROM sales WHERE shop ILIKE 'NOR%' AND shop LIKE ANY ('%th', 'x') ORDER BY id",
    [["1"], ["2"]],
  ],
  ["NOT LIKE ALL wants none of them", "SELECT id FROM sales WHERE shop NOT LIKE ALL ('n%', 'x%')", [["3"]]],
  ["a backslash escapes in LIKE", "SELECT 'a_c' LIKE 'a\\\\_c', 'abc' LIKE 'a\\\\_c'", [["true", "false"]]],
  ["BETWEEN dates in text", "SELECT count(*) FROM sales WHERE day BETWEEN '2024-03-31' AND '2024-04-01'", [["2"]]],
  [
    "a half-open range of timestamps",
    "SELECT count(*) FROM sales WHERE sold_at >= '2024-03-01' AND sold_at < '2024-04-01'",
    [["2"]],
  ],
  [
    "weeks start on Monday",
    "SELECT DISTINCT date_trunc('WEEK', day) AS w FROM sales ORDER BY w",
    [["2024-03-25T00:00:00.000Z"], ["2024-04-01T00:00:00.000Z"]],
  ],
  ["an exclamation mark is NOT", "SELECT id FROM sales WHERE !(qty > 1) AND shop != '!'", [["1"]]],
  ["LIMIT ALL", "SELECT count(*) FROM (SELECT * FROM sales LIMIT ALL)", [["4"]]],
];

const aggregates: readonly Case[] = [
  ["sum and avg of decimals", "SELECT sum(amount), round(avg(amount), 2) FROM sales", [["42.75", "10.69"]]],
  ["counts", "SELECT count(*), count(qty), count(DISTINCT shop) FROM sales", [["4", "3", "2"]]],
  ["count_if and FILTER", "SELECT count_if(qty > 1), sum(qty) FILTER (WHERE shop = 'north') FROM sales", [["2", "3"]]],
  ["max_by and min_by", "SELECT max_by(shop, amount), min_by(id, amount) FROM sales", [["north", "3"]]],
  ["collect_list leaves NULL out", "SELECT collect_list(qty) FROM (SELECT qty FROM sales ORDER BY id)", [["[1,2,4]"]]],
  ["collect_set", "SELECT sort_array(collect_set(shop)) FROM sales", [['["north","south"]']]],
  ["collect_list of nothing is empty", "SELECT collect_list(id) FROM sales WHERE false", [["[]"]]],
  [
    "collect_list over a window",
    "SELECT collect_list(id) OVER (ORDER BY id) FROM sales ORDER BY id LIMIT 2",
    [["[1]"], ["[1,2]"]],
  ],
  ["percentile", "SELECT percentile(qty, 0.5), median(qty) FROM sales", [["2.0", "2.0"]]],
  ["percentile_approx gives one of the values", "SELECT percentile_approx(qty, 0.5) FROM sales", [["2"]]],
  ["percentile_cont", "SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY qty) FROM sales", [["1.5"]]],
  [
    "listagg in order",
    "SELECT listagg(shop, ',') WITHIN GROUP (ORDER BY shop DESC) FROM sales WHERE id IN (1, 3)",
    [["south,north"]],
  ],
  ["first that is not NULL", "SELECT first(shop, true) FROM (SELECT shop FROM sales ORDER BY id DESC)", [["south"]]],
  [
    "bool_and, every, any",
    "SELECT bool_and(qty > 0), every(qty > 1), any(qty > 3) FROM sales",
    [["true", "false", "true"]],
  ],
  ["approx_count_distinct", "SELECT approx_count_distinct(shop) FROM sales", [["2"]]],
  ["a ratio of sums is exact enough", "SELECT sum(amount) / count(*) FROM sales", [["10.6875"]]],
  ["a share guarded by nullif", "SELECT sum(qty) / nullif(count_if(qty > 100), 0) FROM sales", [[null]]],
  [
    "the median of a group",
    "SELECT shop, median(amount) FROM sales WHERE shop = 'north' GROUP BY shop",
    [["north", "15.25"]],
  ],
];

const generated: readonly Case[] = [
  [
    "explode",
    "SELECT id, explode(tags) AS tag FROM sales ORDER BY id, tag",
    [
      ["1", "a"],
      ["1", "b"],
      ["2", "c"],
    ],
  ],
  [
    "explode_outer keeps empty and NULL",
    "SELECT id, explode_outer(tags) AS tag FROM sales WHERE id > 1 ORDER BY id",
    [
      ["2", "c"],
      ["3", null],
      ["4", null],
    ],
  ],
  [
    "posexplode",
    "SELECT posexplode(tags) AS (pos, tag) FROM sales WHERE id = 1",
    [
      ["0", "a"],
      ["1", "b"],
    ],
  ],
  [
    "LATERAL VIEW",
    "SELECT id, tag FROM sales LATERAL VIEW explode(tags) e AS tag ORDER BY id, tag",
    [
      ["1", "a"],
      ["1", "b"],
      ["2", "c"],
    ],
  ],
  [
    "LATERAL VIEW OUTER",
    "SELECT id, tag FROM sales LATERAL VIEW OUTER explode(tags) e AS tag WHERE id > 2 ORDER BY id",
    [
      ["3", null],
      ["4", null],
    ],
  ],
  [
    "a lateral table function",
    "SELECT s.id, e.tag FROM sales s, LATERAL explode(s.tags) AS e(tag) WHERE s.id = 2",
    [["2", "c"]],
  ],
  ["a table function in FROM", "SELECT * FROM explode(array(1, 2)) AS t(x)", [["1"], ["2"]]],
  [
    "inline with names",
    "SELECT inline(array(struct(1, 'a'), struct(2, 'b'))) AS (n, t)",
    [
      ["1", "a"],
      ["2", "b"],
    ],
  ],
  ["inline of JSON", `SELECT inline(from_json('[{"a":1,"b":"x"}]', 'array<struct<a:int,b:string>>'))`, [["1", "x"]]],
  [
    "stack",
    "SELECT stack(2, 'a', 1, 'b', 2) AS (k, v)",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "stack of columns",
    "SELECT id, k, v FROM (SELECT id, stack(2, 'qty', qty, 'id', CAST(id AS INT)) AS (k, v) FROM sales WHERE id = 2) ORDER BY k",
    [
      ["2", "id", "2"],
      ["2", "qty", "2"],
    ],
  ],
  ["a JSON path", "SELECT payload:a.b, payload:n[1]::int FROM sales WHERE id = 1", [["x", "2"]]],
  ["an index counts from 0", "SELECT tags[0] FROM sales WHERE id < 3 ORDER BY id", [["a"], ["c"]]],
];

/**
 * Queries as Databricks answers them, over an engine with catalog `sandbox`. `differs` names the cases that this engine alone
 * answers otherwise.
 */
export function describeQueries({ name: engineName, open, close, differs = [] }: CorpusEngine): void {
  const skip = (what: string): boolean => differs.includes(what);
  describe(`queries on ${engineName}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await open();
      for (const sql of setUp) await engine.execute(sql, [], session);
    });
    afterAll(() => close(engine));

    describe.each([
      ["shapes of queries", shapes],
      ["aggregates", aggregates],
      ["rows made from arrays", generated],
    ] as const)("%s", (_theme, cases) => {
      it.each(cases.filter(([what]) => !skip(what)))("%s", async (_what, sql, rows) => {
        const result = await engine.execute(sql, [], session);
        expect(result.rows).toEqual(rows);
      });
    });

    describe("names and types of outputs", () => {
      it.each(
        [
          ["SELECT count(*) FROM sales", "count(1)", "BIGINT"],
          ["SELECT sum(qty) FROM sales", "sum(qty)", "BIGINT"],
          ["SELECT avg(id) FROM sales", "avg(id)", "DOUBLE"],
          ["SELECT sum(amount) FROM sales", "sum(amount)", "DECIMAL(38,2)"],
          ["SELECT Shop FROM sales", "Shop", "STRING"],
        ].filter(([sql]) => !skip(sql ?? "")),
      )("%s", async (sql, name, type) => {
        const result = await engine.execute(sql, [], session);
        expect(result.columns[0]).toMatchObject({ name, typeText: type });
      });
    });

    describe("failures", () => {
      it.skipIf(skip("names a missing table in full"))("names a missing table in full", async () => {
        await expect(engine.execute("SELECT * FROM missing", [], session)).rejects.toThrow(
          "[TABLE_OR_VIEW_NOT_FOUND] The table or view `sandbox`.`shop`.`missing` cannot be found.",
        );
      });

      it.each(
        [
          ["SELECT * FROM missing", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
          ["SELECT * FROM nowhere.missing", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
          ["SELECT * FROM nocatalog.a.b", "NO_SUCH_CATALOG_EXCEPTION", "42704"],
          ["SELECT amonut FROM sales", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"],
          ["SELECT s.nope FROM sales s", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"],
          ["SELECT no_such_function(1)", "UNRESOLVED_ROUTINE", "42883"],
          ["SELECT FROM WHERE", "PARSE_SYNTAX_ERROR", "42601"],
          ["SELEC 1", "PARSE_SYNTAX_ERROR", "42601"],
          ["SELECT 1/0", "DIVIDE_BY_ZERO", "22012"],
          ["SELECT CAST('x' AS INT)", "CAST_INVALID_INPUT", "22018"],
          ["SELECT CAST('2024-13-01' AS DATE)", "CAST_INVALID_INPUT", "22018"],
          ["SELECT shop, qty, count(*) FROM sales GROUP BY shop", "MISSING_AGGREGATION", "42803"],
          ["SELECT id FROM sales a JOIN sales b ON a.id = b.id", "AMBIGUOUS_REFERENCE", "42704"],
          ["SELECT :missing", "UNBOUND_SQL_PARAMETER", "42P02"],
          ["INSERT INTO missing VALUES (1)", "TABLE_OR_VIEW_NOT_FOUND", "42P01"],
          ["CREATE TABLE shops (a INT)", "TABLE_OR_VIEW_ALREADY_EXISTS", "42P07"],
          ["CREATE TABLE nowhere.t (a INT)", "SCHEMA_NOT_FOUND", "42704"],
          ["CREATE TABLE t (a NOTATYPE)", "UNSUPPORTED_DATATYPE", "0A000"],
        ].filter(([sql]) => !skip(sql ?? "")),
      )("%s fails with %s", async (sql, errorCode, sqlState) => {
        await expect(engine.execute(sql, [], session)).rejects.toMatchObject({ errorCode, sqlState });
      });
    });
  });
}
