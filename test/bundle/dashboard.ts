import { readFileSync } from "node:fs";
import { z } from "zod";
import { readBundle, root } from "./read-bundle.ts";

const field = z.strictObject({ name: z.string(), expression: z.string() });

const query = z.strictObject({
  name: z.string(),
  query: z.strictObject({ datasetName: z.string(), fields: z.array(field), disaggregated: z.boolean() }),
});

const spec = z.strictObject({
  version: z.number(),
  widgetType: z.string(),
  encodings: z.record(z.string(), z.unknown()),
  frame: z.strictObject({
    showTitle: z.literal(true),
    title: z.string().min(1),
    showDescription: z.literal(true),
    description: z.string().min(1),
  }),
});

const name = z.string().regex(/^[\w-]{1,60}$/u);

const widget = z.union([
  z.strictObject({ name, queries: z.array(query).min(1), spec }),
  z.strictObject({ name, multilineTextboxSpec: z.strictObject({ lines: z.array(z.string()).min(1) }) }),
]);

const whole = z.number().int().min(0);
const position = z.strictObject({ x: whole, y: whole, width: whole.min(1), height: whole.min(1) });

const page = z.strictObject({
  name,
  displayName: z.string().min(1),
  pageType: z.enum(["PAGE_TYPE_CANVAS", "PAGE_TYPE_GLOBAL_FILTERS"]),
  layoutVersion: z.literal("GRID_V1"),
  layout: z.array(z.strictObject({ widget, position })).min(1),
});

const dataset = z.strictObject({ name, displayName: z.string().min(1), queryLines: z.array(z.string()).min(1) });

const dashboard = z.strictObject({
  datasets: z.array(dataset),
  pages: z.array(page),
  uiSettings: z.looseObject({}).optional(),
});

export type Dashboard = z.output<typeof dashboard>;
export type Widget = Extract<z.output<typeof widget>, { readonly spec: unknown }>;

/** The bundle's dashboard, read in the shape we know of the platform's. @throws z.ZodError */
export function readDashboard(): Dashboard {
  const file = readBundle().resources.dashboards["quality"]?.file_path ?? "";
  return dashboard.parse(JSON.parse(readFileSync(`${root}resources/${file}`, "utf8")));
}

/** Every widget that shows data, or filters it. */
export function widgetsOf({ pages }: Dashboard): readonly Widget[] {
  return pages.flatMap(({ layout }) => layout.flatMap(({ widget: one }) => ("spec" in one ? [one] : [])));
}

/** A dataset's statement: its lines are joined as they are. */
export function statementOf(found: Dashboard["datasets"][number]): string {
  return found.queryLines.join("");
}

/** Every encoding of a widget, wherever it stands in it. */
export function encodingsOf({ spec: { encodings } }: Widget): readonly Readonly<Record<string, unknown>>[] {
  const found: Record<string, unknown>[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("fieldName" in value) found.push(value);
    else Object.values(value).forEach(look);
  };
  look(encodings);
  return found;
}
