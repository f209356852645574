import { beforeAll, describe, expect, it } from "vitest";
import { orderAndLimit } from "./order.ts";
import { loadParser } from "./parser.ts";

function understood(sql: string): Extract<ReturnType<typeof orderAndLimit>, { kind: "understood" }> {
  const read = orderAndLimit(sql);
  if (read.kind === "not_understood") throw new Error(read.reason);
  return read;
}

describe("orderAndLimit", () => {
  beforeAll(loadParser);

  it.each([
    ["SELECT a FROM t ORDER BY a", true],
    ["((SELECT a FROM t ORDER BY a))", true],
    ["(SELECT a FROM t) ORDER BY a", true],
    ["SELECT a FROM t UNION SELECT a FROM u ORDER BY a", true],
    ["WITH x AS (SELECT 1 AS a) SELECT a FROM x ORDER BY a;", true],
    ["FROM t |> WHERE a > 1 |> ORDER BY a |> LIMIT 3", true],
    ["SELECT a FROM t ORDER BY a |> LIMIT 3", true],
    ["WITH x AS (SELECT a FROM t ORDER BY a) SELECT a FROM x", false],
    ["SELECT a FROM (SELECT a FROM t ORDER BY a)", false],
    ["SELECT sum(a) OVER (ORDER BY b) FROM t", false],
    ["(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL SELECT 2", false],
    ["FROM t |> ORDER BY a |> AGGREGATE sum(b) GROUP BY c", false],
  ])("knows whether the top level is ordered: %s", (sql, ordered) => {
    expect(understood(sql).ordered).toBe(ordered);
  });

  it.each([
    ["SELECT a FROM t LIMIT 5", 5, null],
    ["SELECT a FROM t LIMIT 5 OFFSET 2", 5, 2],
    ["(SELECT a FROM t) LIMIT 5", 5, null],
    ["SELECT a FROM t UNION ALL SELECT 1 LIMIT 5", 5, null],
    ["SELECT a FROM t LIMIT ALL", null, null],
    ["SELECT a FROM (SELECT a FROM t LIMIT 5)", null, null],
    ["FROM t |> LIMIT 5 OFFSET 2", 5, 2],
  ])("reads the cut: %s", (sql, limit, offset) => {
    expect(understood(sql)).toMatchObject({ limit, offset });
  });

  it("names the result column of a key by place, alias, expression or name", () => {
    const read = understood(
      "SELECT a AS x, b AS a, sum(c) AS s FROM t GROUP BY 1, 2 ORDER BY a, 3, sum(c), x DESC, t.b, lower(x)",
    );
    expect(read.keys.map(({ column }) => column)).toEqual([1, 2, 2, 0, 1, null]);
    expect(read.keys.map(({ direction, nulls }) => `${direction} ${nulls}`)).toContain("desc last");
    expect(understood("SELECT *, d + 1 AS e FROM t ORDER BY a, e").keys.map(({ column }) => column)).toEqual([
      "a",
      "e",
    ]);
  });

  it("says which columns a key uses, and that it uses something outside", () => {
    const { keys } = understood("SELECT d, n FROM t ORDER BY date_trunc('month', d), n + age");
    expect(keys.map(({ uses }) => uses)).toEqual([[0], null]);
  });

  it.each([
    ["SELECT a FROM t ORDER BY a LIMIT 3 OFFSET 1", "SELECT a FROM t ORDER BY a"],
    [
      "SELECT a FROM t ORDER BY b, a, c LIMIT 3",
      "SELECT a, b AS __order_key_1, c AS __order_key_2 FROM t ORDER BY b, a, c",
    ],
    [
      "SELECT b AS a FROM t ORDER BY upper(a) LIMIT 3",
      "SELECT b AS a, UPPER(b) AS __order_key_1 FROM t ORDER BY UPPER(a)",
    ],
    [
      "SELECT a FROM t UNION SELECT b FROM u ORDER BY lower(a) LIMIT 3",
      "SELECT *, LOWER(a) AS __order_key_1 FROM (SELECT a FROM t UNION SELECT b FROM u) AS q ORDER BY LOWER(a)",
    ],
    [
      "FROM t |> WHERE `값` > '가' |> ORDER BY lower(a) |> LIMIT 3",
      "FROM t |> WHERE `값` > '가' |> EXTEND LOWER(a) AS __order_key_1 |> ORDER BY lower(a)",
    ],
    ["(SELECT a FROM t ORDER BY a) LIMIT 3", "SELECT a FROM t ORDER BY a"],
  ])("writes the query without its cut: %s", (sql, without) => {
    expect(understood(sql).without?.sql).toBe(without);
  });

  it.each([
    "nonsense (",
    "DELETE FROM t",
    "SELECT 1; SELECT 2",
    "SELECT a FROM t ORDER BY rand() LIMIT 1",
    "SELECT a FROM t SORT BY a",
    "(SELECT a FROM t LIMIT 5) LIMIT 3",
    "FROM t |> ORDER BY a |> SELECT b",
    "",
  ])("does not claim to understand: %s", (sql) => {
    expect(orderAndLimit(sql).kind).toBe("not_understood");
  });

  it("sees that aggregates without groups give one row", () => {
    expect(understood("SELECT count(*), max(a) FROM t LIMIT 1").singleRow).toBe(true);
    expect(understood("SELECT count(*) FROM t GROUP BY a LIMIT 1").singleRow).toBe(false);
    expect(understood("SELECT count(*) OVER () FROM t LIMIT 1").singleRow).toBe(false);
  });
});
