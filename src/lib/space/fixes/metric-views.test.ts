import { beforeAll, describe, expect, it } from "vitest";
import { seededIds } from "../../core/random.ts";
import { loadParser } from "../../sql/parser.ts";
import { applyFix, describeFix } from "../apply-fix.ts";
import { serializeSpace } from "../canonical.ts";
import { diffSpaces } from "../diff.ts";
import { parseSpace, type SpaceDocument } from "../document.ts";
import { effectsOf } from "../effects.ts";
import { type Fix, fixSchema } from "../fix.ts";
import { isSameMetricView, readMetricView, writeMetricView } from "../metric-view/definition.ts";
import { invertFix, patchSpace } from "../patch.ts";
import { promotedDocument } from "../promoted-document.ts";

const yaml = "version: 1.1\nsource: c.s.orders\nmeasures:\n  - name: revenue\n    expr: SUM(amount)\n";
const wider = `${yaml}  - name: orders\n    expr: COUNT(*)\n`;
const space = parseSpace({
  version: 2,
  data_sources: {
    tables: [{ identifier: "c.s.orders", description: ["Orders."], column_configs: [{ column_name: "amount" }] }],
    metric_views: [{ identifier: "c.s.Figures", description: ["Ours."], column_configs: [{ column_name: "revenue" }] }],
  },
});

beforeAll(loadParser);

function result(fix: Fix, from: SpaceDocument = space): ReturnType<typeof applyFix> {
  return applyFix(from, fixSchema.parse(fix), seededIds("a"));
}

const trial = /^c\.s\.figures__trial_[0-9a-f]{8}$/u;
const made: readonly [Fix, readonly string[]][] = [
  [{ change_type: "create_metric_view", name: "c.s.sales", yaml }, ["data_sources.metric_views[c.s.sales]"]],
  [{ change_type: "delete_metric_view", name: "c.s.figures" }, ["data_sources.metric_views[c.s.Figures]"]],
  [
    { change_type: "update_metric_view", name: "c.s.figures", yaml: wider },
    ["data_sources.metric_views[c.s.Figures]", "data_sources.metric_views[c.s.figures__trial_…]"],
  ],
  [
    { change_type: "set_column_comment", table: "c.s.orders", column: "amount", comment: "Net, in won." },
    ["data_sources.tables[c.s.orders].column_configs[amount].description"],
  ],
  [
    { change_type: "set_table_comment", table: "c.s.orders", comment: "One row an order." },
    ["data_sources.tables[c.s.orders].description"],
  ],
];

describe("a fix that reaches into Unity Catalog", () => {
  it.each(made)("changes of the space what it says, and its inverse gives the bytes back: %o", (fix, paths) => {
    const applied = result(fix);
    if (applied.kind === "refused") throw new Error(applied.reason);
    const ends = applied.changed.map((path) => path.replace(/__trial_[0-9a-f]{8}/u, "__trial_…"));
    expect(ends).toEqual(paths);
    const back = patchSpace(applied.document, invertFix(space, applied.document));
    if (back.kind !== "merged") throw new Error(JSON.stringify(back));
    expect(serializeSpace(back.document)).toBe(serializeSpace(space));
    expect(describeFix(fix, "ko", space)).not.toBe(describeFix(fix, "en", space));
  });

  it.each<[Fix, string]>([
    [{ change_type: "create_metric_view", name: "c.s.figures", yaml }, "duplicate"],
    [{ change_type: "create_metric_view", name: "c.s.orders", yaml }, "duplicate"],
    [{ change_type: "create_metric_view", name: "c.s.a__trial_0123abcd", yaml }, "invalid"],
    [
      { change_type: "create_metric_view", name: "c.s.a", yaml: yaml.replace("c.s.orders", "c.s.secret") },
      "unknown_table",
    ],
    [
      { change_type: "create_metric_view", name: "c.s.a", yaml: yaml.replace("c.s.orders", "SELECT 1") },
      "unknown_table",
    ],
    [{ change_type: "create_metric_view", name: "c.s.a", yaml: `${yaml}# $$ ; DROP TABLE c.s.orders; $$` }, "invalid"],
    [{ change_type: "create_metric_view", name: "c.s.a", yaml: "version: 1.1\nsource: c.s.orders" }, "invalid"],
    [{ change_type: "create_metric_view", name: "c.s.a", yaml: `${yaml}materialization: {}` }, "invalid"],
    [{ change_type: "update_metric_view", name: "c.s.orders", yaml }, "not_found"],
    [{ change_type: "delete_metric_view", name: "c.s.orders" }, "not_found"],
    [{ change_type: "set_table_comment", table: "c.s.orders", comment: "Orders." }, "no_op"],
  ])("is refused: %o", (fix, code) => {
    expect(result(fix)).toMatchObject({ kind: "refused", code });
  });

  it("tries a view's new definition beside the view, and gives production the view itself", () => {
    const applied = result({ change_type: "update_metric_view", name: "c.s.figures", yaml: wider });
    if (applied.kind === "refused") throw new Error(applied.reason);
    const [view] = applied.document.data_sources.metric_views ?? [];
    expect(view?.identifier).toMatch(trial);
    expect(diffSpaces(space, promotedDocument(applied.document, space))).toEqual([]);
    expect(effectsOf({ change_type: "update_metric_view", name: "c.s.figures", yaml: wider })).toEqual([
      { kind: "create_view", when: "trial", target: view?.identifier, after: expect.stringContaining("name: orders") },
      {
        kind: "alter_view",
        when: "promotion",
        target: "c.s.figures",
        trial: view?.identifier,
        after: expect.stringContaining("name: orders"),
      },
    ]);
    const again = result(
      { change_type: "update_metric_view", name: view?.identifier ?? "", yaml: yaml.replace("SUM", "MAX") },
      applied.document,
    );
    expect(again).toMatchObject({ kind: "applied" });
  });

  it("knows a definition again however it is written", () => {
    const read = readMetricView(`# ours\n${wider.replace("version: 1.1", "version: '1.1'")}`);
    if (read.kind === "unreadable") throw new Error(read.reason);
    expect(isSameMetricView(writeMetricView(read.view), wider)).toBe(true);
    expect(isSameMetricView(yaml, wider)).toBe(false);
  });

  it("writes the key on so that no reader takes it for a truth value", () => {
    const read = readMetricView(`${yaml}joins: [{ name: c, source: c.s.customers, on: source.id = c.id }]`);
    expect(read.kind === "read" && writeMetricView(read.view)).toContain('"on": source.id = c.id');
  });
});
