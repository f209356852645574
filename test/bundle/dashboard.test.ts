import { describe, expect, it } from "vitest";
import { encodingsOf, readDashboard, statementOf, widgetsOf } from "./dashboard.ts";
import { describeDashboardData } from "./dashboard-data.ts";
import { openFilledState } from "./filled-state.ts";

const dashboard = readDashboard();
const widgets = widgetsOf(dashboard);
const columns = 12;

/** The version of its description that each kind of widget is written in, and what it may encode. */
const kinds: Readonly<Record<string, { readonly version: number; readonly encodes: readonly string[] }>> = {
  counter: { version: 2, encodes: ["value"] },
  line: { version: 3, encodes: ["x", "y", "color"] },
  bar: { version: 3, encodes: ["x", "y", "color"] },
  table: { version: 2, encodes: ["columns"] },
  "filter-multi-select": { version: 2, encodes: ["fields"] },
};

const repeated = (names: readonly string[]): readonly string[] => names.filter((one, at) => names.indexOf(one) !== at);

describe("the dashboard's form", () => {
  it("gives everything a name of its own", () => {
    const { datasets, pages } = dashboard;
    expect(repeated(datasets.map((one) => one.name))).toEqual([]);
    expect(repeated(pages.map((one) => one.name))).toEqual([]);
    expect(repeated(pages.flatMap(({ layout }) => layout.map(({ widget }) => widget.name)))).toEqual([]);
    expect(pages.map((one) => one.pageType).filter((type) => type === "PAGE_TYPE_GLOBAL_FILTERS")).toHaveLength(1);
  });

  it("ends each line of SQL, names no catalog or schema, and takes no parameter", () => {
    for (const found of dashboard.datasets) {
      for (const line of found.queryLines) expect(line).toMatch(/[ \n]$/u);
      const statement = statementOf(found);
      const names = [...statement.matchAll(/\b(?:FROM|JOIN)\s+([^\s(]+)/gu)].map(([, name]) => name ?? "");
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !/^(?:enhancement|vw)_\w+$/u.test(name))).toEqual([]);
      expect(statement).not.toMatch(/[^:]:[a-z]/u);
    }
  });

  it.each(widgets.map((one) => [one.name, one] as const))(
    "writes widget %s in its version, over fields that it asks for",
    (_name, widget) => {
      const { version, widgetType, encodings } = widget.spec;
      expect(kinds).toHaveProperty([widgetType]);
      expect(version).toBe(kinds[widgetType]?.version);
      expect(Object.keys(encodings).filter((one) => !kinds[widgetType]?.encodes.includes(one))).toEqual([]);
      const asked = widget.queries.flatMap(({ query }) => query.fields.map((one) => one.name));
      const shown = encodingsOf(widget).map((one) => one["fieldName"]);
      expect(shown.length).toBeGreaterThan(0);
      expect(new Set(shown)).toEqual(new Set(asked));
      expect(repeated(widget.queries.map((one) => one.name))).toEqual([]);
      // A filter asks each dataset it filters; the others ask once.
      const names = widget.queries.map((one) => one.name);
      const isFilter = widgetType.startsWith("filter-");
      expect(isFilter ? encodingsOf(widget).map((one) => one["queryName"]) : ["main_query"]).toEqual(names);
      expect(isFilter && widget.queries.some(({ query }) => query.disaggregated)).toBe(false);
    },
  );

  it("shows charts over scales, and aggregates only where it does not show rows as they are", () => {
    for (const widget of widgets) {
      if (!["line", "bar"].includes(widget.spec.widgetType)) continue;
      for (const encoding of encodingsOf(widget)) {
        expect(encoding["scale"]).toEqual({ type: expect.stringMatching(/^(?:temporal|quantitative|categorical)$/u) });
      }
    }
    const asTheyAre = widgets.flatMap(({ queries }) => queries).filter(({ query }) => query.disaggregated);
    const changed = asTheyAre.flatMap(({ query }) =>
      query.fields.filter(({ name, expression }) => expression !== `\`${name}\``),
    );
    expect([asTheyAre.length > 0, changed]).toEqual([true, []]);
  });

  it("lays widgets side by side on a grid of twelve", () => {
    for (const { name, layout } of dashboard.pages) {
      const taken = new Map<string, string>();
      for (const { widget, position } of layout) {
        expect([name, widget.name, position.x + position.width <= columns]).toEqual([name, widget.name, true]);
        for (let x = position.x; x < position.x + position.width; x += 1) {
          for (let y = position.y; y < position.y + position.height; y += 1) {
            const cell = `${String(x)},${String(y)}`;
            expect([widget.name, taken.get(cell)]).toEqual([widget.name, undefined]);
            taken.set(cell, widget.name);
          }
        }
      }
    }
  });
});

describeDashboardData("the embedded warehouse", openFilledState);
