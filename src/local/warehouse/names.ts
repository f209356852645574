import { quoted } from "./spark-type.ts";

/** A table's full name, lower case as Unity Catalog stores it. */
export type TableName = { readonly catalog: string; readonly schema: string; readonly table: string };

const reserved = new Set(["main", "temp", "system", "memory"]);
const prefix = "catalog_";

/** The DuckDB database that holds a catalog: some names are its own, so those catalogs live under another. */
export function duckCatalog(catalog: string): string {
  const name = catalog.toLowerCase();
  return reserved.has(name) ? `${prefix}${name}` : name;
}

/** The catalog that a DuckDB database holds. */
export function catalogOfDuck(database: string): string {
  const name = database.startsWith(prefix) ? database.slice(prefix.length) : database;
  return reserved.has(name) ? name : database;
}

/** Completes a name of one to three parts from the session's catalog and schema. */
export function fullName(
  parts: readonly string[],
  session: { readonly catalog: string; readonly schema: string },
): TableName {
  const [table = "", schema = session.schema, catalog = session.catalog] = parts
    .map((name) => name.toLowerCase())
    .toReversed();
  return { catalog, schema, table };
}

/** The name as DuckDB reads it, in double quotes. */
export function duckName(name: TableName): string {
  return `${duckSchema(name)}.${quoted(name.table)}`;
}

/** A schema's name as DuckDB reads it. */
export function duckSchema(name: { readonly catalog: string; readonly schema: string }): string {
  return `${quoted(duckCatalog(name.catalog))}.${quoted(name.schema)}`;
}
