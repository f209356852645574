import { Hono } from "hono";
import type { Catalog, CatalogColumn, CatalogDetails } from "../../ports.ts";
import { ApiError, invalidParameter } from "../api-error.ts";
import { pageOf } from "../page.ts";
import type { AppEnv } from "../surroundings.ts";

/** Names of the tables of a schema, unqualified; null when there is no such schema. */
export type ListTables = (catalog: string, schema: string) => Promise<readonly string[] | null>;

/** Unity Catalog's tables and their columns. Without a lister the list is not served. */
export function tableRoutes(catalog: Catalog, listTables: ListTables | null): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/api/2.1/unity-catalog/tables/:name", async (c) => {
    const name = c.req.param("name").toLowerCase();
    const columns = await catalog.columns(name);
    if (columns === null) throw new ApiError(404, "TABLE_DOES_NOT_EXIST", `Table '${name}' does not exist.`);
    return c.json(tableView(name, columns, (await catalog.details?.(name)) ?? null));
  });
  if (listTables === null) return app;
  app.get("/api/2.1/unity-catalog/tables", async (c) => {
    const catalogName = c.req.query("catalog_name");
    const schemaName = c.req.query("schema_name");
    if (catalogName === undefined || schemaName === undefined) {
      throw invalidParameter("catalog_name and schema_name are required.");
    }
    const names = await listTables(catalogName, schemaName);
    if (names === null) {
      throw new ApiError(404, "SCHEMA_DOES_NOT_EXIST", `Schema '${catalogName}.${schemaName}' does not exist.`);
    }
    const query = { pageSize: c.req.query("max_results"), pageToken: c.req.query("page_token") };
    const { items, nextPageToken } = pageOf(names, query, { usual: 50, most: 50 });
    const tables = await Promise.all(
      items.map(async (name) => {
        const full = `${catalogName}.${schemaName}.${name}`.toLowerCase();
        return tableView(full, (await catalog.columns(full)) ?? [], (await catalog.details?.(full)) ?? null);
      }),
    );
    return c.json({ tables, ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }) });
  });
  return app;
}

function tableView(
  fullName: string,
  columns: readonly CatalogColumn[],
  details: CatalogDetails | null,
): Record<string, unknown> {
  const [catalogName = "", schemaName = "", ...rest] = fullName.split(".");
  return {
    name: rest.join("."),
    catalog_name: catalogName,
    schema_name: schemaName,
    full_name: fullName,
    table_type: details?.type ?? "MANAGED",
    ...(details === null || details.type === "MANAGED" ? { data_source_format: "DELTA" } : {}),
    ...(details?.comment == null ? {} : { comment: details.comment }),
    ...(details?.definition == null ? {} : { view_definition: details.definition }),
    properties: details?.properties ?? {},
    columns: columns.map((column, position) => ({
      name: column.name,
      type_text: column.type.replace(/ measure$/u, ""),
      type_name: typeName(column.type),
      position,
      nullable: true,
      ...(column.comment === null ? {} : { comment: column.comment }),
    })),
  };
}

const typeNames: Readonly<Record<string, string>> = {
  bigint: "LONG",
  smallint: "SHORT",
  tinyint: "BYTE",
  integer: "INT",
  varchar: "STRING",
};

function typeName(type: string): string {
  const word = /^[a-z_]+/u.exec(type.toLowerCase())?.[0] ?? "";
  return typeNames[word] ?? word.toUpperCase();
}
