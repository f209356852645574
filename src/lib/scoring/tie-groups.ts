import type { KeyExpression, ResultColumn } from "../sql/key-expression.ts";
import type { OrderAndLimit, OrderKey } from "../sql/order-and-limit.ts";
import { compared } from "./cell.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import { cellValue, keyValue, keyValueText } from "./key-value.ts";
import { int32s } from "./long-lists.ts";
import { plainName } from "./names.ts";
import type { ValueRules } from "./rules.ts";

type Order = Extract<OrderAndLimit, { kind: "understood" }>;

/** Whether two rows have the same key: rows that have it on every key may swap. */
type SameKey = (row: number, other: number) => boolean;

/** Keys are equal by value: neither a tolerance nor rounding nor letter case makes two rows a tie. */
const exactly: Omit<ValueRules, "timeZone"> = { tolerance: null, round: null, caseIgnored: false };

/**
 * Runs of rows that are equal on every order key, as the row number behind each run. `appended` are columns that hold, in order, the
 * values of keys which are not among the result's columns. A key that can neither be read nor computed keeps apart rows that
 * differ in any column it uses, and all rows where it uses something outside the result.
 */
export function tieGroups(
  order: Order,
  columns: readonly ColumnView[],
  appended: readonly ColumnView[],
  rules: ValueRules,
): Int32Array {
  const count = columns[0]?.hashes.length ?? 0;
  const keys = keysOf(order, columns, appended, { ...exactly, timeZone: rules.timeZone });
  const ends = int32s(count);
  let groups = 0;
  for (let row = 1; row <= count; row += 1) {
    if (row < count && keys.every((same) => same(row - 1, row))) continue;
    ends[groups] = row;
    groups += 1;
  }
  return ends.subarray(0, groups);
}

/** How many columns must stand behind a result's own so that they can be read as its outer keys; either reading of "not among its columns" counts. */
export function outerKeys(
  order: Order,
  columns: readonly ColumnView[],
  appendedCount: number,
): readonly OrderKey[] | null {
  const notColumns = order.keys.filter((key) => placeOf(key.column, columns) === null);
  if (notColumns.length === appendedCount) return notColumns;
  const notComputed = notColumns.filter((key) => !isComputable(key.value, columns));
  if (notComputed.length === appendedCount) return notComputed;
  return appendedCount === 0 ? [] : null;
}

function keysOf(
  order: Order,
  columns: readonly ColumnView[],
  appended: readonly ColumnView[],
  rules: ValueRules,
): SameKey[] {
  if (order.every) return columns.map((column) => sameIn(column, rules));
  const outer = outerKeys(order, columns, appended.length) ?? [];
  return order.keys.map((key) => {
    const place = placeOf(key.column, columns);
    if (place !== null) return sameIn(columns[place] as ColumnView, rules);
    const column = appended[outer.indexOf(key)];
    if (column !== undefined) return sameIn(column, rules);
    return sameComputed(key, columns, rules) ?? sameInUsed(key, columns, rules);
  });
}

/** Values that are equal have equal hashes whatever the policy, so most rows are told apart by those. */
function sameIn(column: ColumnView, rules: ValueRules): SameKey {
  const { hashes, type } = column;
  return (row, other) => {
    if (hashes[row] !== hashes[other]) return false;
    const [left, right] = [cellAt(column, row), cellAt(column, other)];
    if (left === right) return true;
    return left !== null && right !== null && compared(left, type, rules) === compared(right, type, rules);
  };
}

/** Null when the key cannot be computed on every row. */
function sameComputed(key: OrderKey, columns: readonly ColumnView[], rules: ValueRules): SameKey | null {
  const { value } = key;
  if (value === null || !isComputable(value, columns)) return null;
  const count = columns[0]?.hashes.length ?? 0;
  const texts: string[] = [];
  for (let row = 0; row < count; row += 1) {
    const computed = keyValue(value, (place) => {
      const column = columns[placeOf(place, columns) ?? -1];
      if (column === undefined) return undefined;
      const cell = cellAt(column, row);
      return cellValue(cell === null ? null : compared(cell, column.type, rules), column.type);
    });
    if (computed === undefined) return null;
    texts.push(keyValueText(computed));
  }
  return (row, other) => texts[row] === texts[other];
}

function sameInUsed(key: OrderKey, columns: readonly ColumnView[], rules: ValueRules): SameKey {
  const places = key.uses?.map((column) => placeOf(column, columns)) ?? [null];
  const used = places.map((place) => (place === null ? null : sameIn(columns[place] as ColumnView, rules)));
  return (row, other) => used.every((same) => same?.(row, other) === true);
}

/** Index of a result column; null when there is none of that name, or more than one. */
function placeOf(column: ResultColumn | null, columns: readonly ColumnView[]): number | null {
  if (column === null) return null;
  if (typeof column === "number") return column < columns.length ? column : null;
  const found = columns.filter(({ name }) => plainName(name) === plainName(column));
  return found.length === 1 ? (found[0] as ColumnView).index : null;
}

function isComputable(value: KeyExpression | null, columns: readonly ColumnView[]): boolean {
  if (value === null) return false;
  switch (value.kind) {
    case "column":
      return placeOf(value.column, columns) !== null;
    case "call":
      return value.operands.every((operand) => isComputable(operand, columns));
    case "case":
      return [value.otherwise, ...value.branches.flatMap(({ when, result }) => [when, result])].every((part) =>
        isComputable(part, columns),
      );
    case "number":
    case "text":
    case "boolean":
    case "null":
      return true;
  }
}
