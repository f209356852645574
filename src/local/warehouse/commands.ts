import { alterCommand } from "./alter-commands.ts";
import { commentOnColumn, commentOnTable, does, nothing, schemaOf, usedNames } from "./command.ts";
import type { Command, CommandContext } from "./command.ts";
import { createCommand } from "./create-commands.ts";
import type { EngineResult, Session, StatementParameter } from "./engine.ts";
import { StatementFailure } from "./engine.ts";
import { toStatementFailure } from "./failure.ts";
import { duckCatalog, duckName, duckSchema } from "./names.ts";
import { textColumn } from "./result-cell.ts";
import { describeCommand, showCommand } from "./show-commands.ts";
import { quoted, textLiteral } from "./spark-type.ts";
import { cursorOver, tableAt } from "./tokens.ts";
import type { Cursor, Token } from "./tokens.ts";
import { translate } from "./translate.ts";

/** Statements about layout, statistics and rights, which mean nothing here and succeed. */
const idle = new Set([
  "OPTIMIZE",
  "VACUUM",
  "ANALYZE",
  "REFRESH",
  "GRANT",
  "REVOKE",
  "SET",
  "RESET",
  "CACHE",
  "UNCACHE",
  "MSCK",
  "FSCK",
]);

/** Reads a command; undefined when the statement is a query or a change of rows. */
export function commandOf(
  sql: string,
  tokens: readonly Token[],
  parameters: readonly StatementParameter[],
  session: Session,
  { attach, metricViews }: Pick<CommandContext, "attach" | "metricViews">,
): Command | undefined {
  const cursor = cursorOver(tokens, sql);
  const head = cursor.peek()?.word ?? "";
  const context: CommandContext = {
    sql,
    session,
    attach,
    metricViews,
    query: (text) => translate(text, parameters, session, "typed").sqls.join("; "),
  };
  if (head === "") return tokens.length === 0 ? cursor.fail() : undefined;
  if (idle.has(head)) return { writes: false, run: () => Promise.resolve(nothing) };
  cursor.take();
  switch (head) {
    case "CREATE":
    case "REPLACE":
      return createCommand(cursor, head, context);
    case "ALTER":
      return alterCommand(cursor, context);
    case "DROP":
      return drop(cursor, context);
    case "COMMENT":
      return comment(cursor, context);
    case "DESCRIBE":
    case "DESC":
      return describeCommand(cursor, context);
    case "SHOW":
      return showCommand(cursor, context);
    case "EXPLAIN":
      return explain(cursor, context);
    case "TRUNCATE":
      cursor.expect("TABLE");
      return does(`DELETE FROM ${duckName(tableAt(cursor, session))}`);
    case "USE":
      return use(cursor, context);
    default:
      return undefined;
  }
}

function drop(cursor: Cursor, { session }: CommandContext): Command {
  const kind = cursor.take().word;
  const ifExists = cursor.accept("IF", "EXISTS") ? "IF EXISTS " : "";
  if (kind === "TABLE" || kind === "VIEW") return does(`DROP ${kind} ${ifExists}${duckName(tableAt(cursor, session))}`);
  if (kind === "CATALOG")
    return does(`DETACH ${ifExists === "" ? "" : "DATABASE IF EXISTS "}${quoted(duckCatalog(cursor.name()[0] ?? ""))}`);
  if (kind !== "SCHEMA" && kind !== "DATABASE") return cursor.fail();
  const name = schemaOf(cursor, session);
  return does(`DROP SCHEMA ${ifExists}${duckSchema(name)}${cursor.accept("CASCADE") ? " CASCADE" : ""}`);
}

function comment(cursor: Cursor, { session }: CommandContext): Command {
  cursor.expect("ON");
  const kind = cursor.take().word;
  const parts = cursor.name();
  cursor.expect("IS");
  const text = cursor.accept("NULL") ? "NULL" : textLiteral(cursor.text());
  if (kind === "COLUMN") {
    const [column = "", ...table] = parts.toReversed();
    return commentOnColumn(table.toReversed(), column, text, session);
  }
  if (kind === "TABLE" || kind === "VIEW") return commentOnTable(parts, text, session);
  if (kind === "SCHEMA" || kind === "DATABASE" || kind === "CATALOG")
    return { writes: false, run: () => Promise.resolve(nothing) };
  return cursor.fail();
}

function use(cursor: Cursor, { session }: CommandContext): Command {
  const names = usedNames(cursor, session);
  const where = `database_name = ${textLiteral(duckCatalog(names.catalog))} AND schema_name = ${textLiteral(names.schema)}`;
  return {
    writes: false,
    run: async (duck) => {
      const found = await duck(`SELECT 1 FROM duckdb_schemas() WHERE ${where}`);
      if (found.rows.length > 0) return nothing;
      throw new StatementFailure(
        "SCHEMA_NOT_FOUND",
        "42704",
        `The schema \`${names.catalog}\`.\`${names.schema}\` cannot be found.`,
      );
    },
  };
}

/** Syntax errors fail the statement; what only analysis finds comes back as the plan's text, as on the platform. */
function explain(cursor: Cursor, { query }: CommandContext): Command {
  for (const word of ["EXTENDED", "FORMATTED", "COST", "CODEGEN", "LOGICAL"]) cursor.accept(word);
  const translated = query(cursor.rest());
  const plan = (text: string): EngineResult => ({ columns: [textColumn("plan")], rows: [[text]], affected: null });
  return {
    writes: false,
    run: async (duck) => {
      try {
        const explained = await duck(`EXPLAIN ${translated}`);
        return plan(`== Physical Plan ==\n${explained.rows.map((row) => row[1] ?? "").join("\n")}`);
      } catch (error) {
        return plan(`Error occurred during query planning: \n${toStatementFailure(error).message}`);
      }
    },
  };
}
