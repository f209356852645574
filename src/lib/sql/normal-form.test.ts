import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { literalsOf } from "./literals.ts";
import { normalForm, normalFormsWithin } from "./normal-form.ts";
import { loadParser } from "./parser.ts";
import { naming, queryShape, written } from "./testing/query-shapes.ts";

beforeAll(loadParser);

describe("normalForm", () => {
  it.each([
    ["case and space", "SELECT a FROM t WHERE b = 'X'", "select  A\nfrom T where B='X' ;"],
    ["comments", "SELECT a FROM t", "SELECT /* first */ a -- the name\nFROM t"],
    ["quotes", "SELECT a FROM m.s.t", "SELECT `a` FROM `m`.`s`.`t`"],
    [
      "table aliases",
      "SELECT o.a FROM t o JOIN u p ON o.id = p.id",
      "SELECT x.a FROM t AS x JOIN u AS y ON x.id = y.id",
    ],
    ["no alias", "SELECT t.a FROM t", "SELECT q.a FROM t AS q"],
    ["a missing qualifier", "SELECT a FROM t", "SELECT t.a FROM t"],
    ["output names", "SELECT SUM(a) AS total FROM t ORDER BY total", "SELECT SUM(a) AS 합계 FROM t ORDER BY `합계`"],
    [
      "positions",
      "SELECT a, COUNT(*) AS n FROM t GROUP BY a ORDER BY n DESC",
      "SELECT a, COUNT(*) FROM t GROUP BY 1 ORDER BY 2 DESC",
    ],
    ["GROUP BY ALL", "SELECT a, COUNT(*) FROM t GROUP BY a", "SELECT a, COUNT(*) FROM t GROUP BY ALL"],
    [
      "CTE names",
      "WITH c AS (SELECT a AS k FROM t) SELECT c.k FROM c",
      "WITH d AS (SELECT a AS j FROM t) SELECT e.j FROM d e",
    ],
    [
      "a CTE as a subquery",
      "WITH c AS (SELECT a AS k FROM t) SELECT k FROM c",
      "SELECT k FROM (SELECT a AS k FROM t) AS z",
    ],
    ["bracketed conditions", "SELECT a FROM t WHERE b = 1 AND c = 2", "SELECT a FROM t WHERE ((c = 2) AND (1 = b))"],
    ["a turned comparison", "SELECT a FROM t WHERE b > 1", "SELECT a FROM t WHERE 1 < b"],
    ["ASC and its nulls", "SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a ASC NULLS FIRST"],
    ["brackets around it all", "SELECT a FROM t", "((SELECT a FROM t))"],
    [
      "HAVING by alias",
      "SELECT a, SUM(b) AS s FROM t GROUP BY a HAVING s > 1",
      "SELECT a, SUM(b) FROM t GROUP BY a HAVING SUM(b) > 1",
    ],
    ["a text that is no query", "select from  WHERE", "SELECT FROM where;"],
    [
      "composed and decomposed Korean",
      "SELECT a AS 총 FROM t ORDER BY 총",
      `SELECT a AS ${"총".normalize("NFD")} FROM t ORDER BY ${"총".normalize("NFD")}`,
    ],
  ])("does not see %s", (_what, left, right) => {
    expect(normalForm(left)).toBe(normalForm(right));
  });

  it.each([
    ["a literal", "SELECT a FROM t WHERE b = 'X'", "SELECT a FROM t WHERE b = 'x'"],
    ["a table", "SELECT a FROM m.s.t", "SELECT a FROM m.s.u"],
    ["a column", "SELECT a FROM t", "SELECT b FROM t"],
    ["DISTINCT", "SELECT a FROM t", "SELECT DISTINCT a FROM t"],
    ["a limit", "SELECT a FROM t LIMIT 1", "SELECT a FROM t LIMIT 2"],
    ["direction", "SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a DESC"],
    ["join kind", "SELECT o.a FROM t o JOIN u p ON o.id = p.id", "SELECT o.a FROM t o LEFT JOIN u p ON o.id = p.id"],
    ["which side", "SELECT o.a FROM t o JOIN u p ON o.id = p.id", "SELECT p.a FROM t o JOIN u p ON o.id = p.id"],
    ["UNION ALL", "SELECT a FROM t UNION SELECT b FROM u", "SELECT a FROM t UNION ALL SELECT b FROM u"],
    [
      "which derived column",
      "SELECT k FROM (SELECT a AS k, b AS j FROM t)",
      "SELECT j FROM (SELECT a AS k, b AS j FROM t)",
    ],
    ["AND and OR", "SELECT a FROM t WHERE b = 1 AND c = 2", "SELECT a FROM t WHERE b = 1 OR c = 2"],
    ["a comparison", "SELECT a FROM t WHERE b > 1", "SELECT a FROM t WHERE b < 1"],
    [
      "a subquery's inside",
      "SELECT a FROM t WHERE b IN (SELECT c FROM u)",
      "SELECT a FROM t WHERE b IN (SELECT d FROM u)",
    ],
    ["a filter on the aggregate", "SELECT SUM(a) FROM t", "SELECT SUM(a) FILTER (WHERE b = 1) FROM t"],
    [
      "the exploded column",
      "SELECT i FROM t LATERAL VIEW explode(a) v AS i",
      "SELECT i FROM t LATERAL VIEW explode(b) v AS i",
    ],
  ])("sees %s", (_what, left, right) => {
    expect(normalForm(left)).not.toBe(normalForm(right));
  });

  it("masks literals when asked to", () => {
    const [left, right] = ["SELECT a FROM t WHERE b = 'X' LIMIT 1", "SELECT z.a FROM t z WHERE z.b = 'Y' LIMIT 9"];
    expect(normalForm(left, "masked")).toBe(normalForm(right, "masked"));
    expect(normalForm(left)).not.toBe(normalForm(right));
  });

  it("gives the same for every naming, case and quoting of a generated query, and another for another query", () => {
    fc.assert(
      fc.property(queryShape, queryShape, naming, naming, (shape, other, first, second) => {
        const form = normalForm(written(shape, first));
        expect(normalForm(written(shape, second))).toBe(form);
        expect(normalForm(written(other, first)) === form).toBe(JSON.stringify(shape) === JSON.stringify(other));
      }),
      { numRuns: 150 },
    );
  });
});

describe("normalFormsWithin", () => {
  it.each([
    ["as a CTE", "WITH x AS (SELECT q.a FROM t q WHERE q.b = 1) SELECT count(*) FROM x"],
    ["as a subquery", "SELECT * FROM (SELECT a AS z FROM t WHERE 1 = b) LIMIT 3"],
    ["in a condition", "SELECT k FROM u WHERE k IN (SELECT a FROM t WHERE b = 1)"],
    ["as a branch", "SELECT k FROM u UNION ALL (SELECT a FROM t WHERE b = 1)"],
  ])("finds a query %s", (_where, sql) => {
    expect(normalFormsWithin(sql)).toContain(normalForm("SELECT a FROM t WHERE b = 1"));
  });

  it("finds a query whose CTE was moved to the front of another", () => {
    const hidden = "WITH c AS (SELECT a AS k FROM t) SELECT k FROM c WHERE k > 3";
    expect(
      normalFormsWithin("WITH d AS (SELECT a AS j FROM t), e AS (SELECT j FROM d WHERE j > 3) SELECT * FROM e"),
    ).toContain(normalForm(hidden));
  });
});

describe("literalsOf", () => {
  it("reads texts and numbers without quotes, also of what is not understood", () => {
    expect(literalsOf("SELECT a FROM t WHERE b = 'it''s' AND c IN (1, 2.50) AND d > DATE '2024-01-01'")).toEqual([
      "it's",
      "1",
      "2.50",
      "2024-01-01",
    ]);
    expect(literalsOf("SELECT FROM WHERE x = 'abc' 7")).toEqual(["abc", "7"]);
  });
});
