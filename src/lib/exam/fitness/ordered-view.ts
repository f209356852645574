import type { Cell, ResultSet, StatementOutcome } from "../../core/statement.ts";
import type { OrderAndLimit, OrderKey } from "../../sql/order-and-limit.ts";
import { orderAndLimit } from "../../sql/order.ts";

type Order = Extract<OrderAndLimit, { kind: "understood" }>;

/** A query's rows around its cut, with every order key among the columns. */
export type OrderedView = {
  readonly order: Order;
  readonly result: ResultSet;
  /** The columns of the query itself; keys outside them stand behind. */
  readonly outputs: number;
  readonly keys: readonly { readonly key: OrderKey; readonly column: number }[];
  /** Rows before and behind the cut: [offset, offset + limit). */
  readonly from: number;
  readonly to: number;
};

/** Rows looked at where numbers might be ordered as text: enough to meet two of different length. */
const fewestRows = 200;

/** Whether the query leaves out rows by LIMIT or OFFSET at its top level. */
export function cuts({ limit, offset }: Order): boolean {
  return limit !== null || (offset ?? 0) > 0;
}

/**
 * Looks at the query uncut, as far as a row behind its cut; null where it has no top-level order, or that cannot be looked at.
 * @param own its own result, which is enough where it is not cut and every key is among its columns
 */
export async function orderedView(
  sql: string,
  own: ResultSet,
  run: (sql: string, rowLimit: number) => Promise<StatementOutcome>,
): Promise<OrderedView | null> {
  const order = orderAndLimit(sql);
  if (order.kind === "not_understood" || !order.ordered || order.every) return null;
  const missing = order.keys.filter(({ column }) => column === null);
  const from = order.offset ?? 0;
  const to = order.limit === null ? Number.POSITIVE_INFINITY : from + order.limit;
  const wanted = Math.max(fewestRows, Number.isFinite(to) ? to + 1 : 0);
  const isWhole = !cuts(order) && missing.length === 0;
  const outcome = isWhole ? null : order.without === null ? null : await run(order.without.sql, wanted);
  const result = isWhole ? own : outcome?.kind === "rows" ? outcome.result : null;
  if (result === null) return null;
  const outputs = isWhole ? result.columns.length : result.columns.length - missing.length;
  const keys = order.keys.flatMap((key) => {
    const column = columnOf(key, result, outputs, missing);
    return column === -1 ? [] : [{ key, column }];
  });
  return keys.length === order.keys.length ? { order, result, outputs, keys, from, to } : null;
}

function columnOf(key: OrderKey, result: ResultSet, outputs: number, missing: readonly OrderKey[]): number {
  if (key.column === null) return outputs + missing.indexOf(key);
  if (typeof key.column === "number") return key.column < outputs ? key.column : -1;
  const name = key.column;
  return result.columns.findIndex((column, index) => index < outputs && column.name.toLowerCase() === name);
}

/** The values of the keys in a row, as one text. */
export function keysIn({ keys }: OrderedView, row: readonly Cell[]): string {
  return JSON.stringify(keys.map(({ column }) => row[column] ?? null));
}
