import { duckType, parseSparkType, quoted } from "./spark-type.ts";
import type { Cursor } from "./tokens.ts";

/** A column as CREATE TABLE or ADD COLUMNS writes it. */
export type ColumnDefinition = {
  readonly name: string;
  /** In DuckDB's words. */
  readonly type: string;
  readonly notNull: boolean;
  /** Text of the default's expression, in the Databricks dialect. */
  readonly defaultText: string | null;
  readonly comment: string | null;
};

const ends = new Set([
  "NOT",
  "NULL",
  "COMMENT",
  "DEFAULT",
  "GENERATED",
  "PRIMARY",
  "CONSTRAINT",
  "MASK",
  "COLLATE",
  "FIRST",
  "AFTER",
]);
const tableConstraints = new Set(["CONSTRAINT", "PRIMARY", "FOREIGN", "CHECK"]);

/** Reads `(a INT NOT NULL COMMENT '…', …)`, the parentheses included. Table constraints are read and left out. */
export function columnList(cursor: Cursor, sql: string): ColumnDefinition[] {
  cursor.expect("(");
  const columns: ColumnDefinition[] = [];
  while (!cursor.accept(")")) {
    if (tableConstraints.has(cursor.peek()?.word ?? "") && cursor.peek(1)?.kind !== "symbol") skipUntilComma(cursor);
    else columns.push(columnAt(cursor, sql));
    if (cursor.peek()?.text !== ")") cursor.expect(",");
  }
  return columns;
}

/** Reads one column. */
export function columnAt(cursor: Cursor, sql: string): ColumnDefinition {
  const name = cursor.take().text;
  const type = duckType(parseSparkType(span(cursor, sql)));
  let [notNull, defaultText, comment] = [false, null as string | null, null as string | null];
  for (;;) {
    const word = cursor.peek()?.word ?? "";
    if (!ends.has(word)) break;
    cursor.take();
    if (word === "NOT") {
      cursor.expect("NULL");
      notNull = true;
    } else if (word === "COMMENT") comment = cursor.text();
    else if (word === "DEFAULT") defaultText = span(cursor, sql);
    else if (word !== "NULL") skipUntilComma(cursor);
  }
  return { name, type, notNull, defaultText, comment };
}

/** The text up to the next comma, closing parenthesis or column option. */
function span(cursor: Cursor, sql: string): string {
  const start = cursor.peek()?.start ?? sql.length;
  let end = start;
  let depth = 0;
  for (;;) {
    const token = cursor.peek();
    if (token === undefined) break;
    if (depth === 0 && (token.text === "," || token.text === ")") && token.kind === "symbol") break;
    if (depth === 0 && end > start && ends.has(token.word) && !(token.word === "NULL" && end === start)) break;
    if (token.kind === "symbol") depth += opened(token.text);
    end = token.end;
    cursor.take();
  }
  return sql.slice(start, end);
}

function opened(symbol: string): number {
  const count = (characters: string): number =>
    symbol.split("").filter((character) => characters.includes(character)).length;
  return count("(<[") - count(")>]");
}

function skipUntilComma(cursor: Cursor): void {
  let depth = 0;
  for (;;) {
    const token = cursor.peek();
    if (token === undefined) return;
    if (depth === 0 && (token.text === "," || token.text === ")")) return;
    if (token.kind === "symbol") depth += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
    cursor.take();
  }
}

/** The column in DuckDB's words. */
export function columnSql(column: ColumnDefinition, expression: (text: string) => string): string {
  const nullness = column.notNull ? " NOT NULL" : "";
  const value = column.defaultText === null ? "" : ` DEFAULT ${expression(column.defaultText)}`;
  return `${quoted(column.name)} ${column.type}${value}${nullness}`;
}
