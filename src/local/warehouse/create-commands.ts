import { columnList, columnSql } from "./column-definitions.ts";
import type { ColumnDefinition } from "./column-definitions.ts";
import { does, nothing, schemaOf } from "./command.ts";
import type { Command, CommandContext, Duck } from "./command.ts";
import { StatementFailure } from "./engine.ts";
import { toStatementFailure } from "./failure.ts";
import { wholeQuery } from "./expand-metric-views.ts";
import { definitionText, metricView } from "./metric-view.ts";
import type { MetricView } from "./metric-view.ts";
import { duckCatalog, duckName, duckSchema } from "./names.ts";
import type { TableName } from "./names.ts";
import { quoted, textLiteral } from "./spark-type.ts";
import { tableAt } from "./tokens.ts";
import type { Cursor } from "./tokens.ts";

/** `CREATE …` and `REPLACE TABLE …`; the cursor stands behind the first word. */
export function createCommand(cursor: Cursor, head: "CREATE" | "REPLACE", context: CommandContext): Command {
  const replace = head === "REPLACE" || cursor.accept("OR", "REPLACE");
  if (cursor.accept("TABLE")) return createTable(cursor, replace, context);
  if (!cursor.accept("TEMPORARY")) cursor.accept("TEMP");
  if (cursor.accept("VIEW")) return createView(cursor, replace, context);
  if (cursor.accept("SCHEMA") || cursor.accept("DATABASE")) {
    const guard = cursor.accept("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
    const name = schemaOf(cursor, context.session);
    return does(`CREATE SCHEMA ${guard}${duckSchema(name)}`);
  }
  if (cursor.accept("CATALOG")) {
    cursor.accept("IF", "NOT", "EXISTS");
    return does(context.attach(cursor.name()[0] ?? ""));
  }
  return cursor.fail();
}

type Clauses = {
  readonly comment: string | null;
  readonly metrics: boolean;
  readonly properties: Readonly<Record<string, string>>;
  readonly query: string | null;
};

/** USING, CLUSTER BY, PARTITIONED BY, COMMENT, TBLPROPERTIES, LOCATION, WITH …, in any order, then AS and a query. */
function clauses(cursor: Cursor): Clauses {
  let comment: string | null = null;
  let metrics = false;
  let properties: Record<string, string> = {};
  while (!cursor.done()) {
    if (cursor.accept("AS") || ["SELECT", "WITH"].includes(startOfQuery(cursor)))
      return { comment, metrics, properties, query: cursor.rest() };
    if (cursor.accept("COMMENT")) comment = cursor.text();
    else if (cursor.accept("WITH", "METRICS")) metrics = true;
    else if (
      cursor.accept("USING") ||
      cursor.accept("LANGUAGE") ||
      cursor.accept("LOCATION") ||
      cursor.accept("COLLATION")
    )
      cursor.take();
    else if (cursor.accept("CLUSTER", "BY") || cursor.accept("PARTITIONED", "BY")) {
      if (!cursor.accept("AUTO") && !cursor.accept("NONE")) cursor.group();
    } else if (cursor.accept("TBLPROPERTIES")) properties = propertyList(cursor);
    else if (cursor.accept("OPTIONS")) cursor.group();
    else if (cursor.accept("WITH", "SCHEMA")) cursor.take();
    else cursor.fail();
  }
  return { comment, metrics, properties, query: null };
}

/** `('name' = 'value', …)`; a name may stand without quotes, in parts. */
function propertyList(cursor: Cursor): Record<string, string> {
  const properties: Record<string, string> = {};
  cursor.expect("(");
  while (!cursor.accept(")")) {
    let name = cursor.take().text;
    while (cursor.accept(".")) name += `.${cursor.take().text}`;
    cursor.accept("=");
    properties[name] = cursor.take().text;
    cursor.accept(",");
  }
  return properties;
}

function startOfQuery(cursor: Cursor): string {
  const word = cursor.peek()?.word ?? "";
  const next = cursor.peek(1)?.word ?? "";
  return word === "WITH" && (next === "METRICS" || next === "SCHEMA") ? "" : word;
}

function createTable(cursor: Cursor, replace: boolean, context: CommandContext): Command {
  const guarded = cursor.accept("IF", "NOT", "EXISTS");
  const name = tableAt(cursor, context.session);
  const columns = cursor.peek()?.text === "(" ? columnList(cursor, context.sql) : [];
  const { comment, query } = clauses(cursor);
  if (columns.length === 0 && query === null) {
    throw new StatementFailure(
      "UNSUPPORTED_FEATURE",
      "0A000",
      "The local warehouse does not support tables without columns.",
    );
  }
  const target = duckName(name);
  const create =
    query === null
      ? `CREATE TABLE ${target} (${columns.map((column) => columnSql(column, (text) => expression(text, context))).join(", ")})`
      : `CREATE TABLE ${target} AS ${context.query(query)}`;
  const comments = commentStatements("TABLE", target, columns, comment);
  return {
    writes: true,
    run: async (duck) => {
      if (await exists(duck, name)) {
        if (guarded) return nothing;
        if (!replace) throw alreadyExists(name);
        await duck(`DROP TABLE ${target}`);
      }
      await inSchema(duck, name, create);
      for (const sql of comments) await duck(sql);
      return nothing;
    },
  };
}

function createView(cursor: Cursor, replace: boolean, context: CommandContext): Command {
  const guarded = cursor.accept("IF", "NOT", "EXISTS");
  const name = tableAt(cursor, context.session);
  const columns = cursor.peek()?.text === "(" ? viewColumns(cursor) : [];
  const { comment, metrics, properties, query } = clauses(cursor);
  if (query === null) return cursor.fail();
  if (metrics) {
    const view = metricView(inDollars(query), properties);
    return {
      writes: true,
      run: async (duck) => {
        if (!replace && (await exists(duck, name))) {
          if (guarded) return nothing;
          throw alreadyExists(name);
        }
        await inSchema(duck, name, metricViewSql(name, view, context));
        const told = comment ?? view.definition.comment ?? null;
        for (const sql of commentStatements("VIEW", duckName(name), [], told)) await duck(sql);
        return nothing;
      },
    };
  }
  const target = duckName(name);
  const names = columns.length === 0 ? "" : ` (${columns.map((column) => quoted(column.name)).join(", ")})`;
  const create = `CREATE ${replace ? "OR REPLACE " : ""}VIEW ${guarded ? "IF NOT EXISTS " : ""}${target}${names} AS ${context.query(query)}`;
  const comments = commentStatements("VIEW", target, columns, comment);
  return {
    writes: true,
    run: async (duck) => {
      await inSchema(duck, name, create);
      for (const sql of comments) await duck(sql);
      return nothing;
    },
  };
}

/** A metric view is kept as a view that gives each combination of its dimensions, for its columns and their types, with its definition. */
export function metricViewSql(name: TableName, view: MetricView, context: CommandContext): string {
  return `CREATE OR REPLACE VIEW ${duckName(name)} AS ${definitionText(view)}${context.query(wholeQuery(view))}`;
}

/** What stands between the dollar signs. */
export function inDollars(text: string): string {
  const inside = /^\$\$([\s\S]*)\$\$$/u.exec(text.trim())?.[1];
  if (inside !== undefined) return inside.replace(/^\n/u, "").trimEnd();
  throw new StatementFailure("PARSE_SYNTAX_ERROR", "42601", "A metric view's definition stands between $$ and $$.");
}

type Named = { readonly name: string; readonly comment: string | null };

function viewColumns(cursor: Cursor): Named[] {
  cursor.expect("(");
  const columns: Named[] = [];
  while (!cursor.accept(")")) {
    const name = cursor.take().text;
    columns.push({ name, comment: cursor.accept("COMMENT") ? cursor.text() : null });
    cursor.accept(",");
  }
  return columns;
}

/** A default's or a check's expression for DuckDB. */
export function expression(text: string, context: CommandContext): string {
  return `(${context
    .query(`SELECT ${text}`)
    .replace(/^SELECT /u, "")
    .replace(/ AS "(?:[^"]|"")*"$/u, "")})`;
}

function commentStatements(
  kind: "TABLE" | "VIEW",
  target: string,
  columns: readonly (Named | ColumnDefinition)[],
  comment: string | null,
): string[] {
  const own = comment === null ? [] : [`COMMENT ON ${kind} ${target} IS ${textLiteral(comment)}`];
  const each = columns.flatMap((column) =>
    column.comment === null
      ? []
      : [`COMMENT ON COLUMN ${target}.${quoted(column.name)} IS ${textLiteral(column.comment)}`],
  );
  return [...own, ...each];
}

/** Whether a table or view of the name exists. */
export async function exists(duck: Duck, name: TableName): Promise<boolean> {
  const where = `database_name = ${textLiteral(duckCatalog(name.catalog))} AND schema_name = ${textLiteral(name.schema)}`;
  const found = await duck(
    `SELECT 1 FROM duckdb_tables() WHERE ${where} AND table_name = ${textLiteral(name.table)} UNION ALL SELECT 1 FROM duckdb_views() WHERE ${where} AND view_name = ${textLiteral(name.table)}`,
  );
  return found.rows.length > 0;
}

/** Says which schema is missing, where DuckDB would speak of the table. */
async function inSchema(duck: Duck, name: TableName, sql: string): Promise<void> {
  try {
    await duck(sql);
  } catch (error) {
    const failure = toStatementFailure(error);
    if (failure.errorCode !== "SCHEMA_NOT_FOUND") throw error;
    throw new StatementFailure(
      "SCHEMA_NOT_FOUND",
      "42704",
      `The schema \`${name.catalog}\`.\`${name.schema}\` cannot be found. Verify the spelling and correctness of the schema and catalog.`,
    );
  }
}

function alreadyExists(name: TableName): StatementFailure {
  return new StatementFailure(
    "TABLE_OR_VIEW_ALREADY_EXISTS",
    "42P07",
    `Cannot create table or view \`${name.catalog}\`.\`${name.schema}\`.\`${name.table}\` because it already exists. Choose a different name, drop or replace the existing object, or add the IF NOT EXISTS clause to tolerate pre-existing objects.`,
  );
}
