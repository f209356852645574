import { EnhancerError } from "../core/errors.ts";
import type { Column, Columns, RowOf, Auto } from "./column.ts";
import type { AnyTable, Table } from "./table.ts";

type AnyColumn = Column<unknown, Auto | "given">;

/**
 * Rows as one JSON text for `from_json`: numbers and booleans unquoted (quoted ones would silently become null),
 * times as ISO text. A member that is undefined is left out and arrives as null.
 */
export function encodeRows(table: AnyTable, rows: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => {
          const column = table.columns[name];
          return [name, column === undefined || value === undefined ? value : encoded(table, name, column, value)];
        }),
      ),
    ),
  );
}

function encoded(table: AnyTable, name: string, column: AnyColumn, value: unknown): unknown {
  if (value === null) return null;
  const allowed = column.words === undefined || (typeof value === "string" && column.words.includes(value));
  if (allowed && fits(column, value)) return value;
  throw new EnhancerError({
    code: "INTERNAL",
    message: `${table.name}.${name} cannot hold ${JSON.stringify(value) ?? "undefined"}`,
    remedy: `It holds ${column.words?.join(", ") ?? column.sqlType}; this is a defect of the caller.`,
  });
}

function fits(column: AnyColumn, value: unknown): boolean {
  switch (column.sqlType) {
    case "STRING":
      return typeof value === "string";
    case "BOOLEAN":
      return typeof value === "boolean";
    case "DOUBLE":
      return typeof value === "number" && Number.isFinite(value);
    case "INT":
      return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    case "TIMESTAMP":
      return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(value);
  }
}

/** A row of a result, typed by its table. */
export function decodeRow<C extends Columns>(table: Table<C>, record: Readonly<Record<string, unknown>>): RowOf<C> {
  const members = Object.entries(table.columns).map(([name, column]) => [name, decoded(column, record[name])]);
  // The members were just made from the table's own columns.
  return Object.fromEntries(members) as RowOf<C>;
}

function decoded(column: AnyColumn, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (column.sqlType) {
    case "STRING":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "INT":
    case "DOUBLE":
      return Number(value);
    case "BOOLEAN":
      return value === true || value === "true";
    case "TIMESTAMP":
      return isoTime(value);
  }
}

/** Times arrive as dates from the driver, or as text; text without a zone is UTC. */
function isoTime(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const written = String(value).trim().replace(" ", "T");
  return new Date(/(?:Z|[+-]\d\d(?::?\d\d)?)$/u.test(written) ? written : `${written}Z`).toISOString();
}
