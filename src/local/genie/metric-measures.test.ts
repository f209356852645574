import { afterAll, beforeAll, expect, it } from "vitest";
import { openCatalog } from "../warehouse/catalog.ts";
import { openDuckDb, type DuckDbEngine } from "../warehouse/duckdb.ts";
import { genieReader } from "./reader.ts";

const session = { catalog: "shop", schema: "sales", timeZone: "UTC" };
let engine: DuckDbEngine;

beforeAll(async () => {
  engine = await openDuckDb({ folder: null, catalogs: ["shop"] });
  const run = (sql: string): Promise<unknown> => engine.execute(sql, [], session);
  await run("CREATE SCHEMA shop.sales");
  await run("CREATE TABLE tickets (id INT, kind STRING, price INT, discount INT)");
  await run("INSERT INTO tickets VALUES (1, 'day', 10, 1), (2, 'day', 30, 2), (3, 'night', 5, 0)");
  await run(
    `CREATE VIEW takings_view WITH METRICS LANGUAGE YAML AS $$
version: 1.1
source: shop.sales.tickets
dimensions: [{ name: kind, expr: kind }]
measures: [{ name: net_takings, expr: SUM(price - discount), synonyms: [순수입] }]
$$`,
  );
});
afterAll(() => engine.close());

it.each(["What are the net takings by kind?", "kind별 순수입은?"])(
  "Genie reads a metric view's measure through MEASURE: %s",
  async (question) => {
    const space = { version: 2, data_sources: { metric_views: [{ identifier: "shop.sales.takings_view" }] } };
    const reader = genieReader({ seed: 1, flakyShare: 0 });
    const request = { question, space, spaceId: "s", history: [], timesAsked: 0 };
    const answer = await reader(request, openCatalog(engine, session));
    if (answer.kind !== "sql") throw new Error(answer.content);
    expect(answer.sql).toMatch(/MEASURE\(/iu);
    const { rows } = await engine.execute(answer.sql, [], session);
    expect(new Map(rows.map(([kind, takings]) => [kind, takings]))).toEqual(
      new Map([
        ["day", "37"],
        ["night", "5"],
      ]),
    );
  },
);
