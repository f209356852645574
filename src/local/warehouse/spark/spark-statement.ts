import { StatementFailure, type Session } from "../engine.ts";
import { cursorOver, tableAt, tokensOf } from "../tokens.ts";

/**
 * A statement as open Spark takes it. Views and functions can be made in its own catalog alone, where schema `s` of catalog `c`
 * is `c__s`: their names are put so where they are made, changed and dropped. Everything else stays as it is.
 */
export function sparkStatement(sql: string, session: Session): string {
  if (!/^\s*(?:CREATE|ALTER|DROP)\b[\s\w]*?\b(?:VIEW|FUNCTION)\b/iu.test(sql)) return sql;
  const cursor = cursorOver(tokensOf(sql), sql);
  cursor.take();
  cursor.accept("OR", "REPLACE");
  // Also a temporary one: it belongs to no catalog.
  if (!cursor.accept("VIEW") && !cursor.accept("FUNCTION")) return sql;
  if (!cursor.accept("IF", "NOT", "EXISTS")) cursor.accept("IF", "EXISTS");
  const start = cursor.peek()?.start ?? sql.length;
  const { catalog, schema, table } = tableAt(cursor, session);
  const end = cursor.peek()?.start ?? sql.length;
  for (; !cursor.done(); cursor.take()) if (cursor.accept("WITH", "METRICS")) throw noMetricViews();
  return `${sql.slice(0, start)}${nameInSpark(catalog, schema, table)} ${sql.slice(end)}`;
}

function noMetricViews(): StatementFailure {
  return new StatementFailure("UNSUPPORTED_FEATURE", "0A000", "Metric views are not in open Spark.");
}

function nameInSpark(catalog: string, schema: string, name: string): string {
  return ["spark_catalog", `${catalog}__${schema}`, name].map((part) => `\`${part.replaceAll("`", "``")}\``).join(".");
}

/** Names in Spark's messages as the statement knew them. */
export function asTheCallerKnows(message: string, catalogs: readonly string[]): string {
  return catalogs.reduce(
    (text, catalog) =>
      text
        .replaceAll(`\`spark_catalog\`.\`${catalog}__`, `\`${catalog}\`.\``)
        .replaceAll(`spark_catalog.${catalog}__`, `${catalog}.`)
        .replaceAll(`\`${catalog}__`, "`"),
    message,
  );
}
