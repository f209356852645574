import { beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../sql/facts.ts";
import { loadParser } from "../sql/parser.ts";
import { categoryFromFacts } from "./category-facts.ts";

const base =
  "SELECT c.name, sum(o.amount) AS total FROM m.s.orders o JOIN m.s.customers c ON o.customer_id = c.id WHERE o.status = 'done' GROUP BY c.name";

describe("categoryFromFacts", () => {
  beforeAll(loadParser);

  it.each([
    [
      "date_handling",
      "SELECT count(*) FROM m.s.o WHERE d >= DATE '2024-01-01'",
      "SELECT count(*) FROM m.s.o WHERE d >= DATE '2023-01-01'",
    ],
    ["date_handling", "SELECT count(*) FROM m.s.o WHERE order_date > '2024-01-01'", "SELECT count(*) FROM m.s.o"],
    [
      "date_handling",
      "SELECT date_trunc('month', d), count(*) FROM m.s.o GROUP BY 1",
      "SELECT date_trunc('year', d), count(*) FROM m.s.o GROUP BY 1",
    ],
    ["wrong_table", base, base.replace("m.s.orders", "m.s.returns")],
    ["wrong_join", base, base.replace("JOIN", "LEFT JOIN")],
    ["wrong_join", base, base.replace("o.customer_id = c.id", "o.id = c.id")],
    ["wrong_join", base, "SELECT sum(o.amount) AS total FROM m.s.orders o WHERE o.status = 'done'"],
    ["wrong_filter", base, base.replace("'done'", "'open'")],
    ["wrong_filter", base, base.replace("c.id", "c.id AND c.active = true")],
    ["wrong_filter", base, `${base} HAVING sum(o.amount) > 5`],
    ["wrong_filter", "SELECT count_if(a = 1) FROM m.s.o", "SELECT count_if(a = 2) FROM m.s.o"],
    ["wrong_grouping", base, base.replaceAll("c.name", "c.city")],
    ["wrong_aggregation", base, base.replace("sum(", "count(")],
    ["wrong_aggregation", "SELECT count(*) FROM m.s.o", "SELECT count(a) FROM m.s.o"],
    ["wrong_aggregation", "SELECT sum(a) / sum(b) FROM m.s.o", "SELECT avg(a / b) FROM m.s.o"],
    ["wrong_column", base, base.replace("o.amount", "o.price")],
    ["wrong_column", "SELECT a, b FROM m.s.o", "SELECT a FROM m.s.o"],
    ["wrong_calculation", "SELECT sum(a) * 2 FROM m.s.o", "SELECT sum(a) * 3 FROM m.s.o"],
    ["wrong_calculation", "SELECT round(sum(a), 2) FROM m.s.o", "SELECT round(sum(a), 0) FROM m.s.o"],
    ["wrong_ordering", "SELECT a FROM m.s.o ORDER BY a DESC LIMIT 5", "SELECT a FROM m.s.o ORDER BY a LIMIT 5"],
    ["wrong_ordering", "SELECT a FROM m.s.o ORDER BY a LIMIT 5", "SELECT a FROM m.s.o ORDER BY a LIMIT 10"],
  ])("%s: %s ≠ %s", (category, expected, answered) => {
    const [left, right] = [analyze(expected), analyze(answered)];
    if (left.kind !== "understood" || right.kind !== "understood") throw new Error("not understood");
    expect(categoryFromFacts(left.facts, right.facts)).toMatchObject({ category });
  });

  it("finds none between queries that do the same", () => {
    const [left, right] = [analyze(base), analyze(base.replaceAll("o.", "x.").replace("orders o", "orders x"))];
    if (left.kind !== "understood" || right.kind !== "understood") throw new Error("not understood");
    expect(categoryFromFacts(left.facts, right.facts)).toBeNull();
  });
});
