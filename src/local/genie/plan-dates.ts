import type { Desk } from "./desk.ts";
import { columnExpression, expressionOf } from "./expressions.ts";
import { distance, pathTo } from "./join-graph.ts";
import { nearestColumn } from "./nearest.ts";
import type { Expression } from "./query-plan.ts";
import { isTime, tablesOf } from "./resolve.ts";
import type { ColumnView, TableView } from "./schema-view.ts";

/** A column with a day in it. */
export function isDay(column: ColumnView): boolean {
  return column.type === "date" || column.type === "timestamp";
}

/** The date column a question means: one it names, else the base table's, the best fitting first, else the nearest table's. */
export function dateOf({ intent, tables, edges }: Desk, base: TableView): Expression | null {
  const named = [...intent.hints, ...intent.shown, ...intent.entities].find(({ target }) => isTime(target, tables));
  if (named !== undefined) return expressionOf(named);
  const things = [...intent.hints, ...intent.having, ...intent.without, ...intent.entities];
  const mentioned = new Set(things.flatMap(({ target }) => tablesOf(target)));
  const far = (table: TableView) => (mentioned.has(table.name) ? 0 : 1) + 2 * distance(base.name, table.name, edges);
  const others = tables.filter(
    (table) =>
      table.name !== base.name && (mentioned.has(table.name) || pathTo([base.name], table.name, edges) !== null),
  );
  const ordered = [base, ...others.toSorted((a, b) => far(a) - far(b) || (a.name < b.name ? -1 : 1))];
  const dates = ordered.map((table) => ({ ...table, columns: table.columns.filter(isDay) }));
  const said = dates
    .filter(({ name }) => distance(base.name, name, edges) <= 1)
    .map((table) => nearestColumn(intent.unplaced, [table], []));
  const best = said.find((column) => column !== undefined) ?? dates.flatMap(({ columns }) => columns)[0];
  return best === undefined ? null : columnExpression(best);
}
