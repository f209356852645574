import { columnAt, columnList, columnSql } from "./column-definitions.ts";
import type { ColumnDefinition } from "./column-definitions.ts";
import { commentOnColumn, commentOnTable, does, nothing } from "./command.ts";
import type { Command, CommandContext } from "./command.ts";
import { expression, inDollars, metricViewSql } from "./create-commands.ts";
import { StatementFailure } from "./engine.ts";
import { metricView } from "./metric-view.ts";
import { duckCatalog, duckName, fullName } from "./names.ts";
import type { TableName } from "./names.ts";
import { duckType, parseSparkType, quoted, textLiteral } from "./spark-type.ts";
import type { Cursor } from "./tokens.ts";

/** `ALTER TABLE …` and `ALTER VIEW … AS …`; the cursor stands behind the first word. */
export function alterCommand(cursor: Cursor, context: CommandContext): Command {
  const isView = cursor.accept("VIEW");
  if (!isView && (cursor.accept("SCHEMA") || cursor.accept("CATALOG") || cursor.accept("DATABASE"))) return succeeds;
  if (!isView) cursor.expect("TABLE");
  const parts = cursor.name();
  const target = duckName(fullName(parts, context.session));
  const alter = (change: string): Command => does(`ALTER TABLE ${target} ${change}`);
  if (isView && cursor.peek()?.word === "AS" && cursor.peek(1)?.kind === "text") {
    cursor.take();
    return alterMetricView(cursor, fullName(parts, context.session), context);
  }
  if (isView && cursor.accept("AS")) return does(`CREATE OR REPLACE VIEW ${target} AS ${context.query(cursor.rest())}`);
  if (cursor.accept("ADD", "COLUMNS") || cursor.accept("ADD", "COLUMN")) return addColumns(cursor, target, context);
  if (cursor.accept("DROP", "COLUMNS") || cursor.accept("DROP", "COLUMN")) {
    const guard = cursor.accept("IF", "EXISTS") ? "IF EXISTS " : "";
    return does(...namesAt(cursor).map((name) => `ALTER TABLE ${target} DROP COLUMN ${guard}${quoted(name)}`));
  }
  if (cursor.accept("RENAME", "COLUMN")) {
    const from = quoted(cursor.take().text);
    cursor.expect("TO");
    return alter(`RENAME COLUMN ${from} TO ${quoted(cursor.take().text)}`);
  }
  if (cursor.accept("RENAME", "TO")) return alter(`RENAME TO ${quoted(cursor.name().at(-1)?.toLowerCase() ?? "")}`);
  if (cursor.accept("ALTER", "COLUMN") || cursor.accept("CHANGE", "COLUMN"))
    return alterColumn(cursor, parts, target, context);
  if (cursor.accept("SET", "TBLPROPERTIES")) return tableProperties(cursor, parts, context);
  return succeeds;
}

/** Comments and properties stay. */
function alterMetricView(cursor: Cursor, name: TableName, context: CommandContext): Command {
  const before = context.metricViews.get(name);
  if (before === undefined) {
    throw new StatementFailure(
      "TABLE_OR_VIEW_NOT_FOUND",
      "42P01",
      `The metric view \`${name.catalog}\`.\`${name.schema}\`.\`${name.table}\` cannot be found.`,
    );
  }
  const sql = metricViewSql(name, metricView(inDollars(cursor.rest()), before.properties), context);
  return {
    writes: true,
    run: async (duck) => {
      const where = `database_name = ${textLiteral(duckCatalog(name.catalog))} AND schema_name = ${textLiteral(name.schema)} AND view_name = ${textLiteral(name.table)}`;
      const comment = (await duck(`SELECT comment FROM duckdb_views() WHERE ${where}`)).rows[0]?.[0] ?? null;
      await duck(sql);
      if (comment !== null) await duck(`COMMENT ON VIEW ${duckName(name)} IS ${textLiteral(comment)}`);
      return nothing;
    },
  };
}

/** Owners, tags, clustering, constraints: nothing here reads them. */
const succeeds: Command = { writes: false, run: () => Promise.resolve(nothing) };

function addColumns(cursor: Cursor, target: string, context: CommandContext): Command {
  const guard = cursor.accept("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
  const columns: ColumnDefinition[] = [];
  if (cursor.peek()?.text === "(") columns.push(...columnList(cursor, context.sql));
  else {
    do columns.push(columnAt(cursor, context.sql));
    while (cursor.accept(","));
  }
  const sqls = columns.flatMap((column) => [
    `ALTER TABLE ${target} ADD COLUMN ${guard}${columnSql({ ...column, notNull: false }, (text) => expression(text, context))}`,
    ...(column.comment === null
      ? []
      : [`COMMENT ON COLUMN ${target}.${quoted(column.name)} IS ${textLiteral(column.comment)}`]),
  ]);
  return does(...sqls);
}

function namesAt(cursor: Cursor): string[] {
  const inParentheses = cursor.accept("(");
  const names = [cursor.take().text];
  while (cursor.accept(",")) names.push(cursor.take().text);
  if (inParentheses) cursor.expect(")");
  return names;
}

function alterColumn(cursor: Cursor, parts: readonly string[], target: string, context: CommandContext): Command {
  const name = cursor.take().text;
  const column = `ALTER TABLE ${target} ALTER COLUMN ${quoted(name)}`;
  if (cursor.accept("COMMENT")) return commentOnColumn(parts, name, textLiteral(cursor.text()), context.session);
  if (cursor.accept("TYPE")) return does(`${column} SET DATA TYPE ${duckType(parseSparkType(cursor.rest()))}`);
  if (cursor.accept("SET", "NOT", "NULL")) return does(`${column} SET NOT NULL`);
  if (cursor.accept("DROP", "NOT", "NULL")) return does(`${column} DROP NOT NULL`);
  if (cursor.accept("SET", "DEFAULT")) return does(`${column} SET DEFAULT ${expression(cursor.rest(), context)}`);
  if (cursor.accept("DROP", "DEFAULT")) return does(`${column} DROP DEFAULT`);
  return cursor.fail();
}

/** Of the properties only `comment` shows anywhere. */
function tableProperties(cursor: Cursor, parts: readonly string[], context: CommandContext): Command {
  cursor.expect("(");
  while (!cursor.done() && !cursor.accept(")")) {
    const key = cursor.take().text;
    if (key === "comment" && cursor.accept("="))
      return commentOnTable(parts, textLiteral(cursor.text()), context.session);
  }
  return succeeds;
}
