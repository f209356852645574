import { parse } from "yaml";
import { z } from "zod";
import { StatementFailure } from "./engine.ts";
import type { TableName } from "./names.ts";

const item = z.looseObject({
  name: z.string(),
  expr: z.string(),
  comment: z.string().optional(),
  display_name: z.string().optional(),
  synonyms: z.array(z.string()).optional(),
});

const definition = z.looseObject({
  version: z.union([z.literal(1.1), z.literal(0.1), z.literal("1.1"), z.literal("0.1")]),
  comment: z.string().optional(),
  source: z.string(),
  filter: z.string().optional(),
  joins: z
    .array(
      z.looseObject({
        name: z.string(),
        source: z.string(),
        on: z.string().optional(),
        using: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  dimensions: z.array(item).default([]),
  fields: z.array(item).default([]),
  measures: z.array(item).min(1),
});

/** A metric view as the warehouse keeps it. */
export type MetricView = {
  readonly yaml: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly definition: z.infer<typeof definition>;
};

/** @throws StatementFailure METRIC_VIEW_INVALID_VIEW_DEFINITION */
export function metricView(yaml: string, properties: Readonly<Record<string, string>>): MetricView {
  let value: unknown;
  try {
    value = parse(yaml, { logLevel: "error" });
  } catch (cause) {
    throw invalid(cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "it is no YAML");
  }
  const read = definition.safeParse(value);
  if (!read.success) {
    const [first] = read.error.issues;
    throw invalid(`${first?.path.map(String).join(".") ?? ""}: ${first?.message ?? ""}`);
  }
  const { dimensions, fields, ...rest } = read.data;
  return { yaml, properties, definition: { ...rest, dimensions: [...dimensions, ...fields], fields: [] } };
}

function invalid(reason: string): StatementFailure {
  return new StatementFailure(
    "METRIC_VIEW_INVALID_VIEW_DEFINITION",
    "42K0F",
    `The metric view definition is invalid. Reason: ${reason}.`,
  );
}

/** The metric views of an engine by full name. */
export type MetricViews = {
  readonly get: (name: TableName) => MetricView | undefined;
  readonly size: () => number;
  /** Puts what the engine has in the place of what was known. */
  readonly replace: (all: ReadonlyMap<string, MetricView>) => void;
};

export function metricViews(): MetricViews {
  let known: ReadonlyMap<string, MetricView> = new Map();
  return {
    get: (name) => known.get(keyOf(name)),
    size: () => known.size,
    replace: (all) => {
      known = all;
    },
  };
}

export function keyOf({ catalog, schema, table }: TableName): string {
  return `${catalog}.${schema}.${table}`.toLowerCase();
}

/** What a view of DuckDB that stands for a metric view begins with: the definition goes along in the view's own text. */
export const definitionCte = "metric_view_definition";

export function definitionText({ yaml, properties }: Pick<MetricView, "yaml" | "properties">): string {
  const hex = Buffer.from(JSON.stringify({ yaml, properties })).toString("hex");
  return `WITH ${definitionCte} AS (SELECT '${hex}' AS told) `;
}

/** The metric view that a view's text holds, if it is one. */
export function metricViewIn(sql: string): MetricView | undefined {
  const hex = new RegExp(`${definitionCte}\\b[^']*'([0-9a-f]+)'`, "u").exec(sql)?.[1];
  if (hex === undefined) return undefined;
  // Written by definitionText and by nobody else.
  const told = JSON.parse(Buffer.from(hex, "hex").toString("utf8")) as Pick<MetricView, "yaml" | "properties">;
  return metricView(told.yaml, told.properties);
}
