import { expressionFacts } from "../sql/expression-facts.ts";
import { analyze } from "../sql/facts.ts";
import { withoutParameters } from "../sql/parameters.ts";
import { readOnly } from "../sql/read-only.ts";
import { type Fix, typeOf } from "../space/fix.ts";
import type { JoinedTable } from "../space/fixes/fix-type.ts";
import type { CatalogTable } from "./mine-evidence.ts";
import { metricViewProbe } from "./metric-view-probe.ts";
import { joinSides } from "./read-space.ts";

/** A query that runs a fix's SQL, to be explained; or why there is none; or that the fix holds no SQL. */
export type ProbeQuery =
  | { readonly kind: "none" }
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Wraps the SQL of a fix into a whole query: a snippet over the tables that it names, a condition as a join of its two sides. */
export function probeQuery(fix: Fix, document: unknown, catalog: readonly CatalogTable[]): ProbeQuery {
  const brought = typeOf(fix).sql?.(fix);
  if (brought === undefined) return { kind: "none" };
  switch (brought.kind) {
    case "query":
      return { kind: "query", sql: withoutParameters(brought.sql) };
    case "filter":
    case "expression":
    case "measure":
      return snippet(brought.sql, brought.kind, catalog);
    case "join":
      return join(brought.sql, brought.sides.left, brought.sides.right);
    case "join_of": {
      const sides = joinSides(document, brought.id);
      if (sides === null) return { kind: "refused", reason: `the space has no join ${brought.id}` };
      return join(brought.sql, sides.left, sides.right);
    }
    case "metric_view":
      return metricViewProbe(brought.sql, expressionFacts);
  }
}

/** Checks a probe before anything runs it: one reading query, on tables of the space and columns of the catalog alone. */
export function probeProblem(sql: string, catalog: readonly CatalogTable[]): string | null {
  const reading = readOnly(sql);
  if (!reading.ok) return `its SQL may not run: ${reading.reason}`;
  const analysis = analyze(sql);
  if (analysis.kind === "not_understood") return `its SQL is not understood: ${analysis.reason}`;
  const { tables, columns } = analysis.facts;
  const known = new Map(
    catalog.map((table) => [
      table.identifier.toLowerCase(),
      new Set(table.columns.map((column) => column.name.toLowerCase())),
    ]),
  );
  const stranger = tables.find((table) => !known.has(table));
  if (stranger !== undefined) return `its SQL reads ${stranger}, which is not a table of the space`;
  for (const { column } of columns) {
    const table = tables.find((candidate) => column.startsWith(`${candidate}.`));
    if (table !== undefined && known.get(table)?.has(column.slice(table.length + 1)) === false) {
      return `its SQL uses ${column}, which the catalog does not know`;
    }
  }
  return null;
}

type SnippetKind = "filter" | "expression" | "measure";

function snippet(sql: string, kind: SnippetKind, catalog: readonly CatalogTable[]): ProbeQuery {
  const alone = expressionFacts(sql);
  if (alone === null) return { kind: "refused", reason: "its SQL is not one expression" };
  const collapses = alone.aggregates.some((aggregate) => !/\bOVER\b/u.test(aggregate.sql));
  if (kind === "measure" && !collapses)
    return { kind: "refused", reason: "a measure must aggregate, and its SQL does not" };
  if (kind !== "measure" && collapses)
    return { kind: "refused", reason: `a ${kind} must not aggregate, and its SQL does` };
  const qualifiers = new Set(alone.columns.map(({ column }) => column.split(".").slice(0, -1).join(".")));
  if (qualifiers.has(""))
    return { kind: "refused", reason: "columns in a snippet must be written with their table, as table.column" };
  const tables: string[] = [];
  for (const qualifier of qualifiers) {
    const meant = catalog.filter((table) => `.${table.identifier.toLowerCase()}`.endsWith(`.${qualifier}`));
    const [only] = meant;
    if (only === undefined)
      return { kind: "refused", reason: `its SQL names ${qualifier}, which is not a table of the space` };
    if (meant.length > 1)
      return { kind: "refused", reason: `its SQL names ${qualifier}, and the space has several tables of that name` };
    tables.push(quotedTable(only.identifier));
  }
  const from = tables.length === 0 ? "" : ` FROM ${tables.join(", ")}`;
  if (kind === "filter") return { kind: "query", sql: `SELECT 1${from} WHERE ${sql}` };
  return { kind: "query", sql: `SELECT ${sql}${from}` };
}

function join(sql: string, left: JoinedTable, right: JoinedTable): ProbeQuery {
  if (expressionFacts(sql) === null) return { kind: "refused", reason: "its SQL is not one condition" };
  const side = ({ table, alias }: JoinedTable): string => `${quotedTable(table)} AS ${quoted(alias)}`;
  return { kind: "query", sql: `SELECT 1 FROM ${side(left)} JOIN ${side(right)} ON ${sql}` };
}

function quotedTable(identifier: string): string {
  return identifier.split(".").map(quoted).join(".");
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
