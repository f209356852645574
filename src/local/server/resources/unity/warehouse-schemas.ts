import type { StatementOutcome } from "../../../../lib/core/statement.ts";
import { ApiError } from "../../api-error.ts";

/** Catalogs and schemas as the warehouse has them: what is made here can hold tables, what SQL makes is seen here. */
export type WarehouseSchemas = {
  catalogs(): Promise<readonly string[]>;
  /** Names of a catalog's schemas; null when there is no such catalog. */
  schemas(catalog: string): Promise<readonly string[] | null>;
  create(catalog: string, name: string): Promise<void>;
  /** @throws ApiError 400 for a schema that is not empty, unless `withContent` */
  drop(catalog: string, name: string, withContent: boolean): Promise<void>;
};

export function warehouseSchemas(runSql: (sql: string) => Promise<StatementOutcome>): WarehouseSchemas {
  const texts = async (sql: string): Promise<readonly string[]> => {
    const outcome = await runSql(sql);
    if (outcome.kind !== "rows") throw refused(outcome);
    return outcome.result.rows.flatMap(([name]) => (typeof name === "string" ? [name] : []));
  };
  const catalogs = async (): Promise<readonly string[]> => await texts("SHOW CATALOGS");
  return {
    catalogs,
    schemas: async (catalog) =>
      (await catalogs()).includes(catalog) ? await texts(`SHOW SCHEMAS IN ${quoted(catalog)}`) : null,
    create: async (catalog, name) => {
      const outcome = await runSql(`CREATE SCHEMA ${quoted(catalog)}.${quoted(name)}`);
      if (outcome.kind !== "rows") throw refused(outcome);
    },
    drop: async (catalog, name, withContent) => {
      const outcome = await runSql(`DROP SCHEMA ${quoted(catalog)}.${quoted(name)}${withContent ? " CASCADE" : ""}`);
      if (outcome.kind === "rows") return;
      if (withContent) throw refused(outcome);
      throw new ApiError(400, "INVALID_STATE", `Schema '${catalog}.${name}' is not empty.`);
    },
  };
}

function refused(outcome: StatementOutcome): ApiError {
  const message = outcome.kind === "failed" ? outcome.message : "The statement was cancelled.";
  return new ApiError(400, "BAD_REQUEST", message);
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
