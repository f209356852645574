import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../sql/parser.ts";
import type { Fix } from "../space/fix.ts";
import { type CatalogFixes, catalogProblem, noCatalogFixes } from "./catalog-fixes.ts";
import { proposeFixes } from "./propose-fixes.ts";
import { mineEvidence } from "./mine-evidence.ts";
import { loadTemplates } from "./templates.ts";
import { evidenceInput } from "./testing/sales-space.ts";

const yaml = "version: 1.1\nsource: c.s.t\nmeasures: [{ name: n, expr: COUNT(*) }]";
const create = (name: string): Fix => ({ change_type: "create_metric_view", name, yaml });
const allowed: CatalogFixes = { metricViewSchema: "c.views", comments: true };

beforeAll(loadParser);

describe("fixes that reach into Unity Catalog", () => {
  it.each<[Fix, CatalogFixes, unknown]>([
    [create("c.views.a"), allowed, null],
    [create("C.Views.a"), allowed, null],
    [create("c.views2.a"), allowed, expect.stringContaining("metric views are made in c.views")],
    [create("c.views.a"), noCatalogFixes, expect.stringContaining("enable_metric_views")],
    [
      { change_type: "set_table_comment", table: "c.s.t", comment: "x" },
      noCatalogFixes,
      expect.stringContaining("catalog_comments"),
    ],
    [{ change_type: "set_table_comment", table: "c.s.t", comment: "x" }, allowed, null],
    [{ change_type: "add_table_description", table: "c.s.t", description: "x" }, noCatalogFixes, null],
  ])("are made where settings allow them: %o", (fix, setting, reason) => {
    expect(catalogProblem(fix, setting)).toEqual(reason);
  });

  it.each([
    [noCatalogFixes, false],
    [allowed, true],
  ])("are told to a model only then: %o", async (catalogFixes, isTold) => {
    const seen = new Map<string, string>();
    const requests = mineEvidence({ ...evidenceInput, metricViews: isTold ? [{ name: "c.views.a", yaml }] : [] });
    await proposeFixes({
      requests,
      catalogFixes,
      enabled: { instructions: false, joins: false, snippets: false, metadata: true, sampleQueries: false },
      templates: await loadTemplates(),
      model: ({ prompt, schema, schemaName }) => {
        seen.set(schemaName, `${prompt}${JSON.stringify(schema)}`);
        return Promise.resolve({ text: '{"fixes": []}', tokens: 1 });
      },
    });
    for (const word of ["create_metric_view", "set_column_comment", "c.views.", "metric_views", "yaml"]) {
      expect(seen.get("metadata_add")?.includes(word)).toBe(isTold);
    }
  });
});
