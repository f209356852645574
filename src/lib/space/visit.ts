import type { SpaceDocument, TableSource } from "./document.ts";
import { isMembers } from "./keyed.ts";
import { pathText, type Step } from "./path.ts";
import { memberShape, spaceShape, type Shape } from "./shape.ts";

/** A table or metric view with its path. */
export type TableEntry = { readonly path: string; readonly table: TableSource };

/** Tables, then metric views. */
export function tableEntries(document: SpaceDocument): TableEntry[] {
  const { tables = [], metric_views = [] } = document.data_sources;
  const entry =
    (list: string) =>
    (table: TableSource): TableEntry => ({
      path: pathText([member("data_sources"), member(list), { kind: "item", key: table.identifier }]),
      table,
    });
  return [...tables.map(entry("tables")), ...metric_views.map(entry("metric_views"))];
}

/** A string or an array somewhere in the document, and the way there. */
export type Sized = { readonly steps: readonly Step[]; readonly kind: "string" | "array"; readonly size: number };

/** The size of every string and array. */
export function visitStrings(document: SpaceDocument): Sized[] {
  const found: Sized[] = [];
  collectSizes(spaceShape, document, [], found);
  return found;
}

/** One entry of a list of things with ids. */
export type IdEntry = { readonly path: string; readonly list: string; readonly id: unknown };

/** Every thing that must have an id, list by list. */
export function idEntries(document: SpaceDocument): IdEntry[] {
  const { instructions } = document;
  const snippets = instructions?.sql_snippets;
  const lists: readonly (readonly [string, readonly { id: string }[] | undefined])[] = [
    ["config.sample_questions", document.config?.sample_questions],
    ["instructions.text_instructions", instructions?.text_instructions],
    ["instructions.example_question_sqls", instructions?.example_question_sqls],
    ["instructions.sql_functions", instructions?.sql_functions],
    ["instructions.join_specs", instructions?.join_specs],
    ["instructions.sql_snippets.filters", snippets?.filters],
    ["instructions.sql_snippets.expressions", snippets?.expressions],
    ["instructions.sql_snippets.measures", snippets?.measures],
    ["benchmarks.questions", document.benchmarks?.questions],
  ];
  return lists.flatMap(([list, items = []]) =>
    items.map(({ id }) => ({ path: `${list}${pathText([{ kind: "item", key: id }])}`, list, id })),
  );
}

function collectSizes(shape: Shape, value: unknown, steps: readonly Step[], found: Sized[]): void {
  if (typeof value === "string") found.push({ steps, kind: "string", size: value.length });
  if (Array.isArray(value)) {
    found.push({ steps, kind: "array", size: value.length });
    for (const [index, item] of value.entries()) {
      const key = shape.kind === "list" && isMembers(item) ? item[shape.key] : index;
      const inner: Shape = shape.kind === "list" ? shape.item : { kind: "leaf" };
      collectSizes(inner, item, [...steps, { kind: "item", key: String(key) }], found);
    }
  } else if (isMembers(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const innerShape: Shape = shape.kind === "object" ? memberShape(shape, key) : { kind: "leaf" };
      collectSizes(innerShape, inner, [...steps, member(key)], found);
    }
  }
}

function member(key: string): Step {
  return { kind: "member", key };
}
