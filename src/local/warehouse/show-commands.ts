import type { Command, CommandContext, Duck } from "./command.ts";
import { schemaOf } from "./command.ts";
import { exists } from "./create-commands.ts";
import { StatementFailure } from "./engine.ts";
import type { EngineResult } from "./engine.ts";
import { informationSchema } from "./information-schema.ts";
import { catalogOfDuck, duckCatalog, duckName } from "./names.ts";
import type { TableName } from "./names.ts";
import { textColumn } from "./result-cell.ts";
import { textLiteral } from "./spark-type.ts";
import { tableAt } from "./tokens.ts";
import type { Cursor } from "./tokens.ts";

const texts = (names: readonly string[], rows: EngineResult["rows"]): EngineResult => ({
  columns: names.map(textColumn),
  rows,
  affected: null,
});

const reads = (run: (duck: Duck) => Promise<EngineResult>): Command => ({ writes: false, run });

/** A column of a table or view, as Databricks shows it. */
type DescribedColumn = { readonly name: string; readonly type: string; readonly comment: string | null };

/**
 * Columns in table order.
 * @throws StatementFailure TABLE_OR_VIEW_NOT_FOUND
 */
async function describedColumns(
  duck: Duck,
  name: TableName,
  { metricViews }: Pick<CommandContext, "metricViews">,
): Promise<DescribedColumn[]> {
  if (!(await exists(duck, name))) {
    throw new StatementFailure(
      "TABLE_OR_VIEW_NOT_FOUND",
      "42P01",
      `The table or view \`${name.catalog}\`.\`${name.schema}\`.\`${name.table}\` cannot be found. Verify the spelling and correctness of the schema and catalog.`,
    );
  }
  const where = `database_name = ${textLiteral(duckCatalog(name.catalog))} AND schema_name = ${textLiteral(name.schema)} AND table_name = ${textLiteral(name.table)}`;
  const shape = await duck(`SELECT * FROM ${duckName(name)} LIMIT 0`);
  const comments = await duck(`SELECT column_name, comment FROM duckdb_columns() WHERE ${where}`);
  const byName = new Map(comments.rows.map(([column, comment]) => [column, comment ?? null]));
  const { dimensions = [], measures = [] } = metricViews.get(name)?.definition ?? {};
  return shape.columns.map((column) => {
    const type = column.typeText.toLowerCase().replaceAll(", ", ",").replaceAll(": ", ":");
    const isMeasure = measures.some((measure) => measure.name === column.name);
    const told = [...dimensions, ...measures].find((each) => each.name === column.name)?.comment;
    return {
      name: column.name,
      type: isMeasure ? `${type} measure` : type,
      comment: byName.get(column.name) ?? told ?? null,
    };
  });
}

/** `DESCRIBE [TABLE] [EXTENDED] t`, `DESCRIBE QUERY …`, `DESCRIBE SCHEMA s`; the cursor stands behind the first word. */
export function describeCommand(cursor: Cursor, context: CommandContext): Command {
  const names = ["col_name", "data_type", "comment"];
  if (cursor.accept("QUERY") || ["SELECT", "WITH"].includes(cursor.peek()?.word ?? "")) {
    const query = context.query(cursor.rest());
    return reads(async (duck) => {
      const shape = await duck(`SELECT * FROM (${query}) AS described LIMIT 0`);
      return texts(
        names,
        shape.columns.map((column) => [column.name, column.typeText.toLowerCase(), null]),
      );
    });
  }
  if (cursor.accept("SCHEMA") || cursor.accept("DATABASE")) {
    const name = schemaOf(cursor, context.session);
    return reads(() =>
      Promise.resolve(
        texts(
          ["database_description_item", "database_description_value"],
          [
            ["Catalog Name", name.catalog],
            ["Namespace Name", name.schema],
          ],
        ),
      ),
    );
  }
  if (cursor.accept("HISTORY") || cursor.accept("DETAIL")) {
    throw new StatementFailure("UNSUPPORTED_FEATURE", "0A000", "The local warehouse keeps no table history.");
  }
  cursor.accept("TABLE");
  const extended = cursor.accept("EXTENDED") || cursor.accept("FORMATTED");
  const name = tableAt(cursor, context.session);
  if (extended && cursor.accept("AS", "JSON")) {
    return reads(async (duck) => texts(["json_metadata"], [[JSON.stringify(await metadata(duck, name, context))]]));
  }
  return reads(async (duck) => {
    const rows: (string | null)[][] = (await describedColumns(duck, name, context)).map((column) => [
      column.name,
      column.type,
      column.comment,
    ]);
    if (extended) rows.push(...(await details(duck, name)));
    return texts(names, rows);
  });
}

/** As `AS JSON` gives it; of a metric view with its definition. */
async function metadata(duck: Duck, name: TableName, context: CommandContext): Promise<Record<string, unknown>> {
  const columns = await describedColumns(duck, name, context);
  const rows = await details(duck, name);
  const valueOf = (key: string): string | null => rows.find(([first]) => first === key)?.[1] ?? null;
  const view = context.metricViews.get(name);
  const comment = valueOf("Comment");
  return {
    table_name: name.table,
    catalog_name: name.catalog,
    namespace: [name.schema],
    schema_name: name.schema,
    columns: columns.map((column) => ({
      name: column.name,
      type: { name: column.type.replace(/ measure$/u, "") },
      ...(column.comment === null ? {} : { comment: column.comment }),
      ...(column.type.endsWith(" measure") ? { is_measure: true } : {}),
      nullable: true,
    })),
    type: valueOf("Type"),
    ...(comment === null ? {} : { comment }),
    ...(view === undefined ? {} : { view_text: view.yaml, language: "YAML", table_properties: { ...view.properties } }),
  };
}

async function details(duck: Duck, name: TableName): Promise<(string | null)[][]> {
  const found = await duck(
    `SELECT table_type, comment FROM (${informationSchema({ ...name, table: "tables" })}) AS t WHERE table_schema = ${textLiteral(name.schema)} AND table_name = ${textLiteral(name.table)}`,
  );
  const [type = null, comment = null] = found.rows[0] ?? [];
  return [
    ["", "", ""],
    ["# Detailed Table Information", "", ""],
    ["Catalog", name.catalog, ""],
    ["Database", name.schema, ""],
    ["Table", name.table, ""],
    ["Type", type, ""],
    ...(comment === null ? [] : [["Comment", comment, ""]]),
    ["Provider", "delta", ""],
  ];
}

/** `SHOW TABLES`, `VIEWS`, `SCHEMAS`, `CATALOGS`, `COLUMNS`, `TBLPROPERTIES` and `CREATE TABLE`. */
export function showCommand(cursor: Cursor, context: CommandContext): Command {
  const { session } = context;
  const place = (): { catalog: string; schema: string } =>
    cursor.accept("IN") || cursor.accept("FROM") ? schemaOf(cursor, session) : session;
  const like = (): string => {
    cursor.accept("LIKE");
    return cursor.peek()?.kind === "text"
      ? ` AND regexp_full_match(name, ${textLiteral(cursor.text().replaceAll("*", ".*"))}, 'i')`
      : "";
  };
  const listed = (
    view: string,
    column: string,
    own: (where: { catalog: string; schema: string }) => string,
    names: readonly string[],
  ): Command => {
    const where = place();
    const pattern = like();
    const source = informationSchema({ ...where, table: view });
    return reads(async (duck) => {
      const found = await duck(
        `SELECT * FROM (SELECT ${column} AS name, * FROM (${source}) AS s) AS s WHERE ${own(where)}${pattern} ORDER BY name`,
      );
      const rows = found.rows.map((row) =>
        names.length === 1 ? [row[0] ?? null] : [where.schema, row[0] ?? null, "false"],
      );
      return texts(names, rows);
    });
  };
  if (cursor.accept("TABLES"))
    return listed("tables", "table_name", inSchema, ["database", "tableName", "isTemporary"]);
  if (cursor.accept("VIEWS")) return listed("views", "table_name", inSchema, ["namespace", "viewName", "isTemporary"]);
  if (cursor.accept("SCHEMAS") || cursor.accept("DATABASES")) {
    const catalog =
      cursor.accept("IN") || cursor.accept("FROM") ? (cursor.name()[0] ?? "").toLowerCase() : session.catalog;
    const source = informationSchema({ catalog, schema: "", table: "schemata" });
    const pattern = like();
    return reads(async (duck) => {
      await requireCatalog(duck, catalog);
      const found = await duck(
        `SELECT name FROM (SELECT schema_name AS name FROM (${source}) AS s) AS s WHERE true${pattern} ORDER BY 1`,
      );
      return texts(["databaseName"], found.rows);
    });
  }
  if (cursor.accept("CATALOGS")) {
    return reads(async (duck) => {
      const found = await duck(
        "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory' ORDER BY 1",
      );
      return texts(
        ["catalog"],
        found.rows.map(([name]) => [catalogOfDuck(name ?? "")]),
      );
    });
  }
  if (cursor.accept("COLUMNS")) {
    if (!cursor.accept("IN")) cursor.expect("FROM");
    const name = tableAt(cursor, session);
    return reads(async (duck) =>
      texts(
        ["col_name"],
        (await describedColumns(duck, name, context)).map((column) => [column.name]),
      ),
    );
  }
  if (cursor.accept("TBLPROPERTIES")) return reads(() => Promise.resolve(texts(["key", "value"], [])));
  if (cursor.accept("CREATE", "TABLE")) {
    const name = tableAt(cursor, session);
    return reads(async (duck) => {
      const columns = (await describedColumns(duck, name, context)).map(
        (column) => `  ${column.name} ${column.type.toUpperCase()}`,
      );
      return texts(
        ["createtab_stmt"],
        [[`CREATE TABLE ${name.catalog}.${name.schema}.${name.table} (\n${columns.join(",\n")})\nUSING delta\n`]],
      );
    });
  }
  return cursor.fail();
}

async function requireCatalog(duck: Duck, catalog: string): Promise<void> {
  if (catalog === "system") return;
  const known = `SELECT 1 FROM duckdb_databases() WHERE database_name = ${textLiteral(duckCatalog(catalog))}`;
  if ((await duck(known)).rows.length > 0) return;
  throw new StatementFailure("NO_SUCH_CATALOG_EXCEPTION", "42704", `Catalog '${catalog}' was not found.`);
}

function inSchema(where: { schema: string }): string {
  return `table_schema = ${textLiteral(where.schema)}`;
}
