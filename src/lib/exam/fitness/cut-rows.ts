import type { ResultSet, StatementOutcome } from "../../core/statement.ts";
import { orderAndLimit } from "../../sql/order.ts";
import type { Question } from "../question.ts";
import { type Finding, findingOf } from "./finding.ts";
import { cuts, keysIn, type OrderedView } from "./ordered-view.ts";

/** LIMIT or OFFSET that leaves rows out without an order to say which. */
export async function cutWithoutOrder(
  question: Question,
  own: ResultSet,
  run: (sql: string, rowLimit: number) => Promise<StatementOutcome>,
): Promise<readonly Finding[]> {
  const order = orderAndLimit(question.expectedSql);
  if (order.kind === "not_understood" || order.ordered || !cuts(order) || order.singleRow) return [];
  const found = [findingOf("cut_without_order", question.id, null)];
  const kept = own.totalRowCount;
  if (order.without === null) return (order.offset ?? 0) > 0 || kept >= (order.limit ?? 0) ? found : [];
  const uncut = await run(order.without.sql, kept + 1);
  if (uncut.kind !== "rows") return [];
  return uncut.result.truncated || uncut.result.totalRowCount > kept ? found : [];
}

/** LIMIT or OFFSET between rows that are equal on every order key and differ elsewhere: which of them stay is chance. */
export function cutAtTie(question: Question, view: OrderedView): readonly Finding[] {
  const edge = [view.to, view.from].find((at) => at > 0 && isTie(view, at));
  if (edge === undefined) return [];
  const keys = view.keys.map(({ key }) => key.expression).join(", ");
  return [findingOf("cut_at_tie", question.id, { row: edge, keys })];
}

function isTie(view: OrderedView, edge: number): boolean {
  const { rows } = view.result;
  const behind = rows[edge];
  const before = rows[edge - 1];
  if (before === undefined || behind === undefined || keysIn(view, before) !== keysIn(view, behind)) return false;
  const key = keysIn(view, behind);
  const tied = rows.filter((row) => keysIn(view, row) === key).map((row) => JSON.stringify(row.slice(0, view.outputs)));
  return new Set(tied).size > 1;
}

/** Rows without a value come first in Spark's ascending order; where they fill a cut, they push out what was asked for. */
export function nullFirst(question: Question, view: OrderedView): readonly Finding[] {
  if (!cuts(view.order)) return [];
  const unsaid = view.keys.filter(({ key }) => key.direction === "asc" && key.nulls === "first");
  if (unsaid.length === 0 || /\bnulls\s+first\b/iu.test(question.expectedSql)) return [];
  const kept = view.result.rows.slice(view.from, Number.isFinite(view.to) ? view.to : undefined);
  for (const { key, column } of unsaid) {
    const row = kept.findIndex((cells) => (cells[column] ?? null) === null);
    if (row !== -1) return [findingOf("null_first", question.id, { key: key.expression, row: row + 1 })];
  }
  return [];
}
