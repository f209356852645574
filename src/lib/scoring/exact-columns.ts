import type { Cell, ResultSet } from "../core/statement.ts";
import { compared } from "./cell.ts";
import { typeOfColumn } from "./column-type.ts";
import type { ValueRules } from "./rules.ts";

/** What a column of numbers shows. */
export type NumberColumn = {
  readonly index: number;
  /** The most decimal places of any value, trailing zeros aside. */
  readonly decimals: number;
  /** The same for columns that hold the same values, in whatever order. */
  readonly values: string;
};

/** The columns of finite numbers of a result, read by value. Columns of nothing but nulls are left out. */
export function numberColumns(result: ResultSet, rules: ValueRules, asSet: boolean): NumberColumn[] {
  return result.columns.flatMap((column, index) => {
    const type = typeOfColumn(column);
    if (type.family !== "number") return [];
    const cells = result.rows.map((row) => row[index] ?? null);
    if (cells.every((cell) => cell === null)) return [];
    const texts = cells.map((cell) => (cell === null ? "null" : compared(cell, type, rules)));
    const listed = (asSet ? [...new Set(texts)] : texts).toSorted();
    return [{ index, decimals: mostDecimals(texts), values: JSON.stringify(listed) }];
  });
}

function mostDecimals(texts: readonly string[]): number {
  let most = 0;
  for (const text of texts) if (text.includes(".")) most = Math.max(most, text.length - text.indexOf(".") - 1);
  return most;
}

/** A result some of whose columns of numbers stand as text, so that neither tolerance nor rounding touches them. */
export function withExactColumns(result: ResultSet, exact: ReadonlySet<number>, rules: ValueRules): ResultSet {
  if (exact.size === 0) return result;
  const types = result.columns.map(typeOfColumn);
  const exactCell = (cell: Cell, index: number): Cell => {
    const type = types[index];
    return cell === null || type === undefined || !exact.has(index) ? cell : compared(cell, type, rules);
  };
  return {
    ...result,
    columns: result.columns.map((column, index) =>
      exact.has(index) ? { name: column.name, typeName: "STRING", typeText: "STRING" } : column,
    ),
    rows: result.rows.map((row) => row.map(exactCell)),
  };
}
