import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../sql/parser.ts";
import type { Fix } from "../space/fix.ts";
import { probeProblem, probeQuery } from "./fix-sql.ts";

const catalog = [
  {
    identifier: "c.s.orders",
    columns: ["id", "amount", "region", "customer_id"].map((name) => ({ name, type: "int" })),
  },
  { identifier: "c.s.customers", columns: ["id", "country"].map((name) => ({ name, type: "int" })) },
];

beforeAll(loadParser);

function probed(body: string): string {
  const yaml = `version: 1.1\nsource: c.s.orders\n${body}`;
  const fix: Fix = { change_type: "create_metric_view", name: "c.s.sales", yaml };
  const probe = probeQuery(fix, {}, catalog);
  if (probe.kind !== "query") return probe.kind === "refused" ? probe.reason : "none";
  return probeProblem(probe.sql, catalog) ?? probe.sql;
}

describe("a metric view's probe", () => {
  it("is the query that the view stands for", () => {
    const sql = probed(
      [
        "joins: [{ name: c, source: c.s.customers, on: source.customer_id = c.id }]",
        "filter: amount > 0",
        "dimensions: [{ name: Country, expr: c.country }]",
        "measures:",
        "  - { name: revenue, expr: SUM(amount) }",
        "  - { name: orders, expr: COUNT(DISTINCT source.id) }",
        "  - { name: basket, expr: MEASURE(revenue) / MEASURE(`orders`) }",
      ].join("\n"),
    );
    expect(sql).toBe(
      "SELECT c.country AS `Country`, SUM(amount) AS `revenue`, COUNT(DISTINCT source.id) AS `orders`, " +
        "(SUM(amount)) / (COUNT(DISTINCT source.id)) AS `basket` FROM `c`.`s`.`orders` AS `source` " +
        "LEFT JOIN `c`.`s`.`customers` AS `c` ON source.customer_id = c.id WHERE amount > 0 GROUP BY 1",
    );
  });

  it.each([
    ["measures: [{ name: m, expr: amount }]", "the measure m must aggregate, and it does not"],
    ["dimensions: [{ name: d, expr: SUM(amount) }]\nmeasures: [{ name: m, expr: COUNT(*) }]", "must not aggregate"],
    ["measures: [{ name: m, expr: MEASURE(m) + SUM(amount) }]", "on itself"],
    ["measures: [{ name: m, expr: MEASURE(other) }]", "that there is not"],
    ["measures: [{ name: m, expr: SUM(price) }]", "c.s.orders.price, which the catalog does not know"],
    ["measures: [{ name: m, expr: '(SELECT SUM(x) FROM c.s.secret)' }]", "holds a query"],
    ["measures: [{ name: m, expr: 'SUM(amount) FROM c.s.secret --' }]", "is not one expression"],
    ["measures: [{ name: m, expr: 'SUM(amount), 1' }]", "is not one expression"],
    [
      "filter: 'true; DROP TABLE c.s.orders'\nmeasures: [{ name: m, expr: COUNT(*) }]",
      "the filter is not one expression",
    ],
  ])("refuses %s", (body, reason) => {
    expect(probed(body)).toContain(reason);
  });
});
