import type { KeyExpression, ResultColumn } from "../sql/key-expression.ts";
import type { OrderAndLimit, OrderKey } from "../sql/order-and-limit.ts";
import { compared } from "./cell.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import { cellValue, keyValue, keyValueText } from "./key-value.ts";
import { plainName } from "./names.ts";
import type { ValueRules } from "./rules.ts";

type Order = Extract<OrderAndLimit, { kind: "understood" }>;

/** Text of a row's key: rows whose texts agree on every key may swap. */
type KeyReader = (row: number) => string;

/** Keys are equal by value: neither a tolerance nor rounding nor letter case makes two rows a tie. */
const exactly: Omit<ValueRules, "timeZone"> = { tolerance: null, round: null, caseIgnored: false };

/**
 * Runs of rows that are equal on every order key, as [from, to) of row numbers. `appended` are columns that hold, in order, the
 * values of keys which are not among the result's columns. A key that can neither be read nor computed keeps apart rows that
 * differ in any column it uses, and all rows where it uses something outside the result.
 */
export function tieGroups(
  order: Order,
  columns: readonly ColumnView[],
  appended: readonly ColumnView[],
  rules: ValueRules,
): readonly (readonly [number, number])[] {
  const count = columns[0]?.hashes.length ?? 0;
  const readers = keyReaders(order, columns, appended, { ...exactly, timeZone: rules.timeZone });
  const groups: (readonly [number, number])[] = [];
  let from = 0;
  for (let row = 1; row <= count; row += 1) {
    const tied = row < count && readers.every((read) => read(row - 1) === read(row));
    if (tied) continue;
    groups.push([from, row]);
    from = row;
  }
  return groups;
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

function keyReaders(
  order: Order,
  columns: readonly ColumnView[],
  appended: readonly ColumnView[],
  rules: ValueRules,
): KeyReader[] {
  if (order.every) return columns.map((column) => columnReader(column, rules));
  const outer = outerKeys(order, columns, appended.length) ?? [];
  return order.keys.map((key) => {
    const place = placeOf(key.column, columns);
    if (place !== null) return columnReader(columns[place] as ColumnView, rules);
    const column = appended[outer.indexOf(key)];
    if (column !== undefined) return columnReader(column, rules);
    return computedReader(key, columns, rules) ?? usedReader(key, columns, rules);
  });
}

function columnReader(column: ColumnView, rules: ValueRules): KeyReader {
  return (row) => {
    const cell = cellAt(column, row);
    return cell === null ? "null" : `=${compared(cell, column.type, rules)}`;
  };
}

/** Null when the key cannot be computed on every row. */
function computedReader(key: OrderKey, columns: readonly ColumnView[], rules: ValueRules): KeyReader | null {
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
  return (row) => texts[row] ?? "";
}

function usedReader(key: OrderKey, columns: readonly ColumnView[], rules: ValueRules): KeyReader {
  const places = key.uses?.map((column) => placeOf(column, columns)) ?? [null];
  if (places.includes(null)) return String;
  const readers = places.map((place) => columnReader(columns[place ?? 0] as ColumnView, rules));
  return (row) => JSON.stringify(readers.map((read) => read(row)));
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
