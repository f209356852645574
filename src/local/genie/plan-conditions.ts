import type { Desk } from "./desk.ts";
import { columnExpression, expressionOf, wrapped } from "./expressions.ts";
import { pathTo } from "./join-graph.ts";
import { isGroupTest, testOf } from "./plan-comparisons.ts";
import { dateOf, isDay } from "./plan-dates.ts";
import type { Expression, Plan } from "./query-plan.ts";
import { columnOf } from "./resolve.ts";
import { type ColumnView, labelOf, type TableView } from "./schema-view.ts";
import type { Fragment } from "./sql-fragment.ts";
import { rangeSql, type TimeRange } from "./time-range.ts";

/** Every condition on rows that the question, and the space for every question, puts. */
export function conditions(desk: Desk, base: string, view: TableView): Expression[] {
  const { intent, tables } = desk;
  const found: Expression[] = [];
  const byColumn = new Map<string, { column: ColumnView; via: string | null; negated: boolean; literals: string[] }>();
  for (const { thing, negated } of intent.filters) {
    const { target } = thing;
    if (target.kind === "value") {
      const column = columnOf(target, tables);
      if (column === undefined) continue;
      const key = `${target.table}.${target.column}.${String(negated)}`;
      const held = byColumn.get(key) ?? { column, via: thing.via, negated, literals: [] };
      held.literals.push(target.literal);
      byColumn.set(key, held);
      continue;
    }
    const expression = expressionOf(thing);
    if (expression !== null) found.push(negated ? wrapped("NOT (", expression, ")") : wrapped("(", expression, ")"));
  }
  for (const { column, via, negated, literals } of byColumn.values()) {
    found.push(wrapped("", columnExpression(column, via), ` ${membership(literals, negated)}`));
  }
  for (const { column, text, negated } of intent.literals) {
    const chosen = column === null ? labelOf(view) : columnOf(column.target, tables);
    if (chosen !== undefined)
      found.push(wrapped("", columnExpression(chosen, column?.via ?? null), ` ${membership([text], negated)}`));
  }
  for (const each of intent.comparisons) {
    if (isGroupTest(desk, each.of) || each.of.kind !== "thing") continue;
    const expression = expressionOf(each.of.thing);
    if (expression !== null) found.push(wrapped("", expression, ` ${testOf(each)}`));
  }
  for (const thing of intent.without) {
    const expression = thing.target.kind === "table" ? null : expressionOf(thing);
    if (expression !== null) found.push(wrapped("", expression, " IS NULL"));
  }
  for (const { range, near } of intent.times) {
    const dated = dateOf(desk, tables.find(({ name, columns }) => name === near && columns.some(isDay)) ?? view);
    if (dated !== null) found.push(ranged(range, dated));
  }
  for (const fragment of desk.always)
    if (fragment.tables.includes(base)) found.push(wrapped("(", { fragment, via: null }, ")"));
  return found;
}

function ranged(range: TimeRange, dated: Expression): Expression {
  const parts = rangeSql(range, "\u0000").split("\u0000");
  const joined = parts.flatMap((part, i) => (i === 0 ? [part] : [...dated.fragment.parts, part]));
  return { via: dated.via, fragment: { parts: joined, tables: dated.fragment.tables } };
}

function membership(literals: readonly string[], negated: boolean): string {
  const quoted = literals.map((text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`);
  if (quoted.length === 1) return `${negated ? "<>" : "="} ${quoted[0] ?? ""}`;
  return `${negated ? "NOT IN" : "IN"} (${quoted.join(", ")})`;
}

/** What must not exist, with the conditions on it. */
export function withoutOf(desk: Desk, base: string, where: readonly Expression[]): Plan["without"] {
  return desk.intent.without.flatMap(({ target }) =>
    target.kind === "table"
      ? [{ table: target.table, where: where.filter(({ fragment }) => insideWithout(desk, base, fragment)) }]
      : [],
  );
}

/** Conditions on the rows that must not exist, or on tables beyond them, belong to those rows. */
export function insideWithout({ intent, edges }: Desk, base: string, fragment: Fragment): boolean {
  const absent = intent.without.flatMap(({ target }) => (target.kind === "table" ? [target.table] : []));
  return fragment.tables.some(
    (table) =>
      table !== base &&
      absent.some(
        (each) => each === table || (pathTo([base], table, edges)?.some((step) => step.to === each) ?? false),
      ),
  );
}
