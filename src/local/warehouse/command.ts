import type { EngineResult, Session } from "./engine.ts";
import type { MetricViews } from "./metric-view.ts";
import { duckName, fullName } from "./names.ts";
import { quoted } from "./spark-type.ts";
import type { Cursor } from "./tokens.ts";

/** A statement that is neither a query nor a change of rows. `run` is handed a way to run DuckDB's own SQL. */
export type Command = {
  readonly writes: boolean;
  readonly run: (duck: Duck) => Promise<EngineResult>;
};

export type Duck = (sql: string) => Promise<EngineResult>;

/** What a command may need besides its own words. */
export type CommandContext = {
  readonly sql: string;
  readonly session: Session;
  /** A query's text in the Databricks dialect as one for DuckDB. */
  readonly query: (sql: string) => string;
  readonly metricViews: MetricViews;
  /** The statement that makes a catalog. */
  readonly attach: (catalog: string) => string;
};

export const nothing: EngineResult = { columns: [], rows: [], affected: null };

/** Runs DuckDB statements one after another and gives an empty result. */
export function does(...sqls: readonly string[]): Command {
  return {
    writes: true,
    run: async (duck) => {
      for (const sql of sqls) await duck(sql);
      return nothing;
    },
  };
}

/** A schema's name at the cursor, completed from the session. */
export function schemaOf(cursor: Cursor, session: Session): { catalog: string; schema: string } {
  const [schema = "", catalog = session.catalog] = cursor
    .name()
    .map((part) => part.toLowerCase())
    .toReversed();
  return { catalog, schema };
}

/** COMMENT ON TABLE stands for views too. */
export function commentOnTable(parts: readonly string[], text: string, session: Session): Command {
  const name = fullName(parts, session);
  return {
    writes: true,
    run: async (duck) => {
      try {
        return await duck(`COMMENT ON TABLE ${duckName(name)} IS ${text}`).then(() => nothing);
      } catch (error) {
        if (!/not a table|is a view|is of type View/iu.test(String(error))) throw error;
        return duck(`COMMENT ON VIEW ${duckName(name)} IS ${text}`).then(() => nothing);
      }
    },
  };
}

export function commentOnColumn(table: readonly string[], column: string, text: string, session: Session): Command {
  return does(`COMMENT ON COLUMN ${duckName(fullName(table, session))}.${quoted(column)} IS ${text}`);
}

/** What `USE` names; the cursor stands behind the word. */
export function usedNames(cursor: Cursor, session: Session): { catalog: string; schema: string } {
  if (cursor.accept("CATALOG")) return { catalog: cursor.name()[0]?.toLowerCase() ?? "", schema: "default" };
  if (!cursor.accept("SCHEMA")) cursor.accept("DATABASE");
  return schemaOf(cursor, session);
}
