import { invalidParameter } from "../api-error.ts";
import { dataSources, type SpaceDocument } from "./space-document.ts";

type Keyed = { readonly path: string; readonly key: string; readonly items: readonly string[] };

/**
 * Refuses lists that are not in ascending code-point order of their key, and keys that stand twice.
 * @throws ApiError 400 naming the list
 */
export function checkOrder(document: SpaceDocument): void {
  for (const { path, key, items } of keyedLists(document)) {
    for (const [index, item] of items.entries()) {
      const before = items[index - 1];
      if (before === undefined) continue;
      const order = byCodePoint(before, item);
      if (order > 0) throw invalidParameter(`Invalid export proto: ${path} must be sorted by ${key}`);
      if (order === 0 && key !== "id")
        throw invalidParameter(`Invalid export proto: ${path} has a duplicate ${key}: ${item}`);
    }
  }
  const identifiers = dataSources(document).map((source) => source.identifier);
  const twice = identifiers.find((identifier, index) => identifiers.indexOf(identifier) !== index);
  if (twice !== undefined)
    throw invalidParameter(`Invalid export proto: data_sources has a duplicate identifier: ${twice}`);
}

/** Ascending by Unicode code point, as UTF-8 bytes compare; JavaScript's own order differs beyond the basic plane. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function keyedLists(document: SpaceDocument): readonly Keyed[] {
  const sources = [
    { path: "data_sources.tables", tables: document.data_sources.tables ?? [] },
    { path: "data_sources.metric_views", tables: document.data_sources.metric_views ?? [] },
  ];
  const byId = (path: string, items: readonly { readonly id: string }[] | undefined): Keyed => ({
    path,
    key: "id",
    items: (items ?? []).map((item) => item.id),
  });
  const { instructions } = document;
  const snippets = instructions?.sql_snippets;
  return [
    ...sources.map(({ path, tables }) => ({ path, key: "identifier", items: tables.map((table) => table.identifier) })),
    ...sources.flatMap(({ path, tables }) =>
      tables.map((table) => ({
        path: `${path}(${table.identifier}).column_configs`,
        key: "column_name",
        items: (table.column_configs ?? []).map((config) => config.column_name),
      })),
    ),
    byId("instructions.text_instructions", instructions?.text_instructions),
    byId("instructions.example_question_sqls", instructions?.example_question_sqls),
    {
      path: "instructions.sql_functions",
      key: "(id, identifier)",
      items: (instructions?.sql_functions ?? []).map((each) => `${each.id} ${each.identifier}`),
    },
    byId("instructions.join_specs", instructions?.join_specs),
    byId("instructions.sql_snippets.filters", snippets?.filters),
    byId("instructions.sql_snippets.expressions", snippets?.expressions),
    byId("instructions.sql_snippets.measures", snippets?.measures),
    byId("benchmarks.questions", document.benchmarks?.questions),
  ];
}
