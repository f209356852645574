import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { analyze } from "./facts.ts";
import { loadParser } from "./parser.ts";
import type { QueryFacts } from "./query-facts.ts";
import { naming, queryShape, written } from "./testing/query-shapes.ts";

beforeAll(loadParser);

function factsOf(sql: string): QueryFacts {
  const analysis = analyze(sql);
  if (analysis.kind !== "understood") throw new Error(analysis.reason);
  return analysis.facts;
}

describe("analyze", () => {
  it("resolves CTEs, aliases and positions down to stored columns", () => {
    const facts = factsOf(
      "WITH c AS (SELECT a.x AS 건수, count(*) AS n FROM Main.S.T a JOIN main.s.u b ON a.id = b.id WHERE a.y = 'k' GROUP BY 1) " +
        "SELECT c.건수, n FROM c ORDER BY 1 DESC LIMIT 5 OFFSET 2;",
    );
    expect(facts.tables).toEqual(["main.s.t", "main.s.u"]);
    expect(facts.joins).toEqual([{ kind: "inner", left: "main.s.t", right: "main.s.u", condition: "t.id = u.id" }]);
    expect(facts.filters).toEqual([{ sql: "t.y = 'k'", clause: "where", columns: ["main.s.t.y"], literals: ["k"] }]);
    expect(facts.groupBy).toEqual(["t.x"]);
    expect(facts.orderBy).toEqual([{ expression: "t.x", direction: "desc" }]);
    expect([facts.limit, facts.offset]).toEqual([5, 2]);
    expect(facts.aggregates).toEqual([{ function: "COUNT", distinct: false, sql: "COUNT(*)", columns: [] }]);
    expect(facts.columns).toContainEqual({ column: "main.s.t.x", clause: "group" });
    expect(facts.columns).toContainEqual({ column: "main.s.t.x", clause: "order" });
    expect(facts.columns).toContainEqual({ column: "main.s.u.id", clause: "join" });
    expect(facts.outputs).toEqual([
      { alias: null, sql: "t.x" },
      { alias: null, sql: "n" },
    ]);
  });

  it("reads a comma join as the join it is", () => {
    const facts = factsOf(
      "SELECT o.region, SUM(o.amount) AS total FROM m.s.orders o, m.s.customers c " +
        "WHERE o.cid = c.id AND c.country IN ('KR', 'US') GROUP BY ALL HAVING total > 10 ORDER BY total DESC",
    );
    expect(facts.joins).toEqual([
      { kind: "inner", left: "m.s.orders", right: "m.s.customers", condition: "orders.cid = customers.id" },
    ]);
    expect(facts.filters.map((filter) => [filter.clause, filter.sql])).toEqual([
      ["where", "customers.country IN ('KR', 'US')"],
      ["having", "total > 10"],
    ]);
    expect(facts.groupBy).toEqual(["orders.region"]);
    expect(facts.columns).toContainEqual({ column: "m.s.orders.amount", clause: "having" });
  });

  it.each([
    ["left", "LEFT JOIN m.s.u b ON a.id = b.id"],
    ["right", "RIGHT OUTER JOIN m.s.u b ON a.id = b.id"],
    ["full", "FULL JOIN m.s.u b ON a.id = b.id"],
    ["semi", "LEFT SEMI JOIN m.s.u b ON a.id = b.id"],
    ["anti", "LEFT ANTI JOIN m.s.u b ON a.id = b.id"],
  ] as const)("names a %s join", (kind, join) => {
    expect(factsOf(`SELECT a.x FROM m.s.t a ${join}`).joins).toEqual([
      { kind, left: "m.s.t", right: "m.s.u", condition: "t.id = u.id" },
    ]);
  });

  it("spells out USING, and sees no condition in a cross join", () => {
    expect(factsOf("SELECT * FROM m.s.t JOIN m.s.u USING (id)").joins[0]?.condition).toBe("t.id = u.id");
    expect(factsOf("SELECT * FROM m.s.t CROSS JOIN m.s.u").joins).toEqual([
      { kind: "cross", left: "m.s.t", right: "m.s.u", condition: null },
    ]);
  });

  it("keeps OR together and splits AND through brackets", () => {
    const facts = factsOf("SELECT x FROM m.s.t WHERE (a = 1 AND (b = 2 OR c = 3)) AND NOT d IN ('p')");
    expect(facts.filters.map((filter) => filter.sql)).toEqual(["t.a = 1", "t.b = 2 OR t.c = 3", "NOT t.d IN ('p')"]);
  });

  it("tells windowed uses and QUALIFY apart", () => {
    const facts = factsOf(
      "SELECT a, ROW_NUMBER() OVER (PARTITION BY b ORDER BY c DESC) AS rn, SUM(d) OVER (PARTITION BY b) AS s FROM m.s.t QUALIFY rn = 1",
    );
    expect(facts.columns).toContainEqual({ column: "m.s.t.b", clause: "window" });
    expect(facts.columns).toContainEqual({ column: "m.s.t.c", clause: "qualify" });
    expect(facts.aggregates.map((aggregate) => aggregate.sql)).toEqual(["SUM(t.d) OVER (PARTITION BY t.b)"]);
    expect(facts.filters).toEqual([expect.objectContaining({ clause: "qualify", sql: "rn = 1", literals: ["1"] })]);
  });

  it("takes a name for the column when the alias is made from it", () => {
    const facts = factsOf("SELECT UPPER(name) AS name, COUNT(DISTINCT id) FROM m.s.t GROUP BY name");
    expect(facts.groupBy).toEqual(["t.name"]);
    expect(facts.aggregates[0]).toEqual({
      function: "COUNT",
      distinct: true,
      sql: "COUNT(DISTINCT t.id)",
      columns: ["m.s.t.id"],
    });
  });

  it("follows a star through CTEs", () => {
    const facts = factsOf(
      "WITH a AS (SELECT * FROM m.s.t), b AS (SELECT a.*, 1 AS k FROM a) SELECT k, b.w FROM b WHERE q > 3",
    );
    expect(facts.columns).toEqual([
      { column: "m.s.t.w", clause: "select" },
      { column: "m.s.t.q", clause: "filter" },
    ]);
  });

  it("does not take a CTE for the table it shadows outside the CTE", () => {
    expect(factsOf("WITH t AS (SELECT x FROM m.s.t) SELECT x FROM t").tables).toEqual(["m.s.t"]);
    expect(
      factsOf("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r").tables,
    ).toEqual([]);
  });

  it("resolves a correlated subquery outwards", () => {
    const facts = factsOf("SELECT x FROM m.s.t a WHERE EXISTS (SELECT 1 FROM m.s.u b WHERE b.id = a.id)");
    expect(facts.columns).toContainEqual({ column: "m.s.t.id", clause: "filter" });
    expect(facts.tables).toEqual(["m.s.t", "m.s.u"]);
  });

  it("orders a set operation by its outputs and merges its branches", () => {
    const facts = factsOf("(SELECT a FROM m.s.t UNION ALL SELECT b FROM m.s.u) ORDER BY a LIMIT 3");
    expect(facts.tables).toEqual(["m.s.t", "m.s.u"]);
    expect(facts.limit).toBe(3);
    expect(facts.orderBy).toEqual([{ expression: "t.a", direction: "asc" }]);
  });

  it("resolves a column written with its table's whole name", () => {
    expect(factsOf("SELECT m.s.t.id, s.t.k FROM m.s.t").columns).toEqual([
      { column: "m.s.t.id", clause: "select" },
      { column: "m.s.t.k", clause: "select" },
    ]);
  });

  it("leaves a column of two tables as written", () => {
    expect(factsOf("SELECT x FROM m.s.t JOIN m.s.u USING (id)").columns).toEqual([{ column: "x", clause: "select" }]);
  });

  it("does not call units of time columns", () => {
    expect(factsOf("SELECT timestampdiff(DAY, a, b) FROM m.s.t").columns.map((use) => use.column)).toEqual([
      "m.s.t.a",
      "m.s.t.b",
    ]);
  });

  it.each([["SELECT FROM"], ["SELECT 'open"], [""], ["DROP TABLE t"], ["SELECT 1; SELECT 2"]])(
    "gives a reason for %j",
    (sql) => {
      expect(analyze(sql)).toEqual({ kind: "not_understood", reason: expect.stringMatching(/./u) });
    },
  );

  it("gives the same facts for every naming, case and quoting of a generated query", () => {
    // A computed column of a CTE keeps the name that the query gave it, so texts are compared by what they use.
    const nameless = (facts: QueryFacts): unknown => ({
      ...facts,
      outputs: facts.outputs.length,
      orderBy: facts.orderBy.map((key) => key.direction),
      aggregates: facts.aggregates.map((aggregate) => ({ ...aggregate, sql: "" })),
    });
    fc.assert(
      fc.property(queryShape, naming, naming, (shape, first, second) => {
        const facts = factsOf(written(shape, first));
        expect(nameless(factsOf(written(shape, second)))).toEqual(nameless(facts));
        expect(facts.tables).toEqual([...(shape.joined === null ? [] : ["m.s.customers"]), `m.s.${shape.table}`]);
        expect(facts.filters.map((filter) => filter.literals)).toEqual(shape.value === null ? [] : [[shape.value]]);
      }),
      { numRuns: 60 },
    );
  });
});
