import { EnhancerError } from "../../core/errors.ts";
import { qualified, quoted, schemaName } from "../names.ts";
import type { StatePlace } from "../sql-port.ts";
import type { AnyTable } from "../table.ts";

/** CREATE TABLE for a table's definition: Delta, clustered, with comments. Runs again without harm. */
export function createTableStatement(place: StatePlace, table: AnyTable): string {
  const columns = Object.entries(table.columns).map(
    ([name, column]) =>
      `  ${quoted(name)} ${column.sqlType}${column.required ? " NOT NULL" : ""} COMMENT ${literal(column.comment)}`,
  );
  return [
    `CREATE TABLE IF NOT EXISTS ${qualified(place, table.role, table.name)} (`,
    columns.join(",\n"),
    ")",
    "USING DELTA",
    `CLUSTER BY (${table.clusterBy.map(quoted).join(", ")})`,
    `COMMENT ${literal(table.comment)}`,
  ].join("\n");
}

/** CREATE SCHEMA for both schemas. */
export function createSchemaStatements(place: StatePlace): string[] {
  return [...new Set([schemaName(place, "state"), schemaName(place, "coordination")])].map(
    (name) => `CREATE SCHEMA IF NOT EXISTS ${name}`,
  );
}

/** Our own comments, which stand in the program; anything a literal would have to escape is refused. */
function literal(comment: string): string {
  if (/['\\]/u.test(comment)) {
    throw new EnhancerError({
      code: "INTERNAL",
      message: `The comment "${comment}" cannot stand in DDL`,
      remedy: "Write it without quotes and backslashes.",
    });
  }
  return `'${comment}'`;
}
