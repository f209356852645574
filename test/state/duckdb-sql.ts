import { openDuckDb } from "../../src/local/warehouse/duckdb.ts";
import { sqlOver } from "./engine-sql.ts";
import type { OpenedSql } from "./state-contract.ts";

/** The embedded warehouse, in memory. Bare names are looked up in `schema`. */
export async function openDuckDbSql(catalog: string, schema = "default"): Promise<OpenedSql> {
  const engine = await openDuckDb({ folder: null, catalogs: [catalog] });
  return { sql: sqlOver(engine, { catalog, schema, timeZone: "UTC" }), close: () => engine.close() };
}
