import { StatementFailure } from "./engine.ts";
import { definitionCte } from "./metric-view.ts";
import { duckCatalog } from "./names.ts";
import type { TableName } from "./names.ts";
import { textLiteral } from "./spark-type.ts";

/** The query behind a catalog's `information_schema` view, for DuckDB. Schemas that only DuckDB has are left out. */
export function informationSchema(view: TableName): string {
  const all = view.catalog === "system";
  const catalog = all
    ? "CASE WHEN database_name LIKE 'catalog\\_%' ESCAPE '\\' THEN substr(database_name, 9) ELSE database_name END"
    : textLiteral(view.catalog);
  const own = all
    ? "database_name NOT IN ('system', 'temp', 'memory') AND schema_name <> 'main'"
    : `database_name = ${textLiteral(duckCatalog(view.catalog))} AND schema_name <> 'main'`;
  const place = `${catalog} AS table_catalog, schema_name AS table_schema`;
  switch (view.table) {
    case "catalogs":
      return `SELECT CASE WHEN database_name LIKE 'catalog\\_%' ESCAPE '\\' THEN substr(database_name, 9) ELSE database_name END AS catalog_name, 'local' AS catalog_owner, comment FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory'`;
    case "schemata":
      return `SELECT ${catalog} AS catalog_name, schema_name, 'local' AS schema_owner, comment FROM duckdb_schemas() WHERE ${own}`;
    case "tables":
      return (
        `SELECT ${place}, table_name, 'MANAGED' AS table_type, 'YES' AS is_insertable_into, 'DELTA' AS data_source_format, comment FROM duckdb_tables() WHERE ${own}` +
        ` UNION ALL SELECT ${place}, view_name, CASE WHEN contains(sql, ${textLiteral(definitionCte)}) THEN 'METRIC_VIEW' ELSE 'VIEW' END, 'NO', NULL, comment FROM duckdb_views() WHERE ${own}`
      );
    case "views":
      return `SELECT ${place}, view_name AS table_name, sql AS view_definition FROM duckdb_views() WHERE ${own}`;
    case "columns":
      return `SELECT ${place}, table_name, column_name, column_index AS ordinal_position, column_default, CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, spark_type_text(data_type) AS full_data_type, upper(spark_type_name(data_type)) AS data_type, comment FROM duckdb_columns() WHERE ${own}`;
    default:
      throw new StatementFailure(
        "TABLE_OR_VIEW_NOT_FOUND",
        "42P01",
        `The table or view \`${view.catalog}\`.\`information_schema\`.\`${view.table}\` cannot be found.`,
      );
  }
}
