import { distance, type Edge } from "./join-graph.ts";
import { type Item, targetsOf } from "./items.ts";
import { nameOf, type Target } from "./lexicon.ts";
import { type ColumnView, isKey, type TableView } from "./schema-view.ts";

/** A piece of a question with the one thing it was taken for. */
export type Resolved = Item & {
  readonly target: Target | null;
  /** A table named beside it that says which way to reach it ("… of the …"). */
  readonly via: string | null;
};

/** Tables a target reads. */
export function tablesOf(target: Target): readonly string[] {
  switch (target.kind) {
    case "table":
    case "column":
    case "value":
      return [target.table];
    case "measure":
    case "filter":
    case "expression":
      return target.fragment.tables;
  }
}

/**
 * Picks one target for each mention: the one of a table named right beside it, else of a table that the rest of the question
 * surely means, else the nearest by joins, else the first by name.
 */
export function resolveItems(items: readonly Item[], edges: readonly Edge[]): Resolved[] {
  const anchors = new Set(
    items.flatMap((item) => {
      const targets = targetsOf(item);
      const only = targets[0];
      return only !== undefined && (targets.length === 1 || only.kind === "table") ? tablesOf(only) : [];
    }),
  );
  return items.map((item, i) => {
    const targets = targetsOf(item);
    const beside = new Set(besideTables(items, i));
    const score = (target: Target): number => {
      const tables = tablesOf(target);
      const main = tables[0] ?? "";
      if (beside.has(main)) return 0;
      if (anchors.has(main)) return 1;
      const steps = Math.min(99, ...[...anchors].map((anchor) => distance(anchor, main, edges)));
      return 2 + steps;
    };
    const target = targets.toSorted((a, b) => score(a) - score(b) || (nameOf(a) < nameOf(b) ? -1 : 1))[0] ?? null;
    return { ...item, target, via: null };
  });
}

/** Tables mentioned directly before a piece, or after it with "of". */
function besideTables(items: readonly Item[], i: number): string[] {
  const item = items[i];
  const before = items[i - 1];
  const after = items[i + 1];
  const names: string[] = [];
  const table = (other: Item | undefined) =>
    targetsOf(other ?? ({} as Item)).flatMap((target) => (target.kind === "table" ? [target.table] : []));
  if (item !== undefined && isClose(item.gap)) names.push(...table(before));
  if (before?.kind === "operator" && before.operator.kind === "place") names.push(...table(items[i - 2]));
  if (after !== undefined && /\bof\b|\bfor\b/iu.test(after.gap)) names.push(...table(after));
  const place = items[i + 2];
  if (after?.kind === "operator" && after.operator.kind === "place" && place !== undefined) names.push(...table(place));
  return names;
}

/** Nothing but a space, a possessive or a link verb between two pieces. */
export function isClose(gap: string): boolean {
  return /^(?:\s|['’]s?|의|이|가|은|는|is|are|was|were|the|of|a|an|=|:)*$/iu.test(gap);
}

/** The column a target is, if it is one. */
export function columnOf(target: Target | null, tables: readonly TableView[]): ColumnView | undefined {
  if (target?.kind !== "column" && target?.kind !== "value") return undefined;
  return tables.find(({ name }) => name === target.table)?.columns.find(({ name }) => name === target.column);
}

/** A thing one adds up: a measure, or a number that is no key. */
export function isAmount(target: Target | null, tables: readonly TableView[]): boolean {
  if (target?.kind === "measure") return true;
  const column = target?.kind === "column" ? columnOf(target, tables) : undefined;
  return column !== undefined && column.type === "number" && !isKey(column);
}

/** A column with a day in it. */
export function isTime(target: Target | null, tables: readonly TableView[]): boolean {
  const column = target?.kind === "column" ? columnOf(target, tables) : undefined;
  return column?.type === "date" || column?.type === "timestamp";
}
