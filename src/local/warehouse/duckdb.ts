import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBMaterializedResult } from "@duckdb/node-api";
import { loadParser } from "../../lib/sql/parser.ts";
import type { Cell, Column } from "../../lib/core/statement.ts";
import { commandOf } from "./commands.ts";
import { cancelled, StatementFailure } from "./engine.ts";
import type { Engine, EngineResult, Session } from "./engine.ts";
import { toStatementFailure } from "./failure.ts";
import { expandMetricViews } from "./expand-metric-views.ts";
import { macroStatements } from "./macros.ts";
import { definitionCte, keyOf, metricViewIn, metricViews } from "./metric-view.ts";
import type { MetricView, MetricViews } from "./metric-view.ts";
import { catalogOfDuck, duckCatalog } from "./names.ts";
import { openPool } from "./pool.ts";
import { createResultCache } from "./result-cache.ts";
import { cellOf, columnOf, sparkTypeOf } from "./result-cell.ts";
import { quoted, textLiteral } from "./spark-type.ts";
import { expandBangs, expandIdentifiers, tokensOf } from "./tokens.ts";
import type { Translation } from "./translate.ts";
import { cachedTranslate } from "./translation-cache.ts";

/** An engine whose own dialect can be spoken too, for filling it. */
export type DuckDbEngine = Engine & { native(sql: string): Promise<void> };

const readers = 3;
/** The session of statements in DuckDB's own words, which name every catalog they mean. */
const anywhere: Session = { catalog: "", schema: "", timeZone: "UTC" };
/** What begins so is no command, and need not be cut into words to see that. */
const isAboutRows = /^\s*(?:SELECT|WITH|VALUES|INSERT|UPDATE|DELETE|MERGE)\b/iu;
const isAboutViews = /^\s*(?:CREATE|ALTER|DROP)\b[\s\S]*\b(?:VIEW|SCHEMA|DATABASE|CATALOG|RENAME)\b/iu;
const isDescription = /^\s*DESC(?:RIBE)?\b/iu;

/**
 * Opens DuckDB as the warehouse's engine: a database file a catalog in `folder`, or all in memory.
 * Reads run beside each other; statements that write wait for one another, so that they never conflict.
 */
export async function openDuckDb(options: {
  readonly folder: string | null;
  readonly catalogs: readonly string[];
}): Promise<DuckDbEngine> {
  // Statements run beside each other, each on one thread: tables here are small, and sharing them out costs more than it saves.
  const [instance] = await Promise.all([DuckDBInstance.create(":memory:", { threads: "1" }), loadParser()]);
  if (options.folder !== null) await mkdir(options.folder, { recursive: true });
  const pool = openPool({
    size: readers,
    open: () => openConnection(instance),
    close: (connection) => connection.disconnectSync(),
  });
  const results = createResultCache(200);
  const known = metricViews();
  const attach = (catalog: string): string => {
    results.addCatalog(catalog);
    const file = options.folder === null ? ":memory:" : join(options.folder, `${catalog.toLowerCase()}.duckdb`);
    return `ATTACH IF NOT EXISTS ${textLiteral(file)} AS ${quoted(duckCatalog(catalog))}; CREATE SCHEMA IF NOT EXISTS ${quoted(duckCatalog(catalog))}."default"`;
  };
  await pool.write(async (connection) => {
    await connection.run(macroStatements().join(";\n"));
    for (const catalog of options.catalogs) await connection.run(attach(catalog));
    const views = await connection.run("SELECT DISTINCT database_name FROM duckdb_views() WHERE NOT internal");
    for (const [database] of await views.getRows()) results.holdsViews(catalogOfDuck(String(database)));
    await readMetricViews(connection, known);
  });
  const translate = cachedTranslate(500);
  return {
    execute: async (statement, parameters, session, signal) => {
      try {
        const whole = expandBangs(expandIdentifiers(statement, parameters));
        const sql = isAboutRows.test(whole) ? expandMetricViews(whole, session, known) : whole;
        const command = isAboutRows.test(sql)
          ? undefined
          : commandOf(sql, tokensOf(sql), parameters, session, { attach, metricViews: known });
        if (command !== undefined) {
          const use = command.writes ? pool.write : pool.read;
          const perform = (): Promise<EngineResult> =>
            use(async (connection) => {
              const work = (): Promise<EngineResult> => command.run((text) => run(connection, session, text));
              const done = await interruptible(connection, signal, work);
              if (command.writes && isAboutViews.test(sql)) await readMetricViews(connection, known);
              return done;
            });
          if (isDescription.test(sql)) {
            return await results.answer({ kind: "description", statement: sql, session }, perform);
          }
          return await perform().finally(() => {
            if (command.writes) results.changed(sql, session);
          });
        }
        return await executeTranslated(
          (mode) => translate(sql, parameters, session, mode),
          (plan) => {
            const work = (connection: DuckDBConnection): Promise<EngineResult> =>
              interruptible(connection, signal, () => runPlan(connection, session, plan));
            if (plan.kind !== "query") return pool.write(work).finally(() => results.changed(sql, session));
            const { sqls, bindings } = plan;
            return results.answer({ kind: "query", sql: sqls[0] ?? "", bindings, session }, () => pool.read(work));
          },
        );
      } catch (error) {
        throw toStatementFailure(error);
      }
    },
    native: (sql) =>
      pool.write(async (connection) => {
        await connection.run(sql);
        results.changed(sql, anywhere);
      }),
    close: async () => {
      await pool.close();
      instance.closeSync();
    },
  };
}

/** What metric views the engine has, from the views themselves. */
async function readMetricViews(connection: DuckDBConnection, known: MetricViews): Promise<void> {
  const found = await connection.run(
    `SELECT database_name, schema_name, view_name, sql FROM duckdb_views() WHERE NOT internal AND contains(sql, ${textLiteral(definitionCte)})`,
  );
  const all = new Map<string, MetricView>();
  for (const [database, schema, table, sql] of await found.getRows()) {
    const view = metricViewIn(String(sql));
    const name = { catalog: catalogOfDuck(String(database)), schema: String(schema), table: String(table) };
    if (view !== undefined) all.set(keyOf(name), view);
  }
  known.replace(all);
}

async function openConnection(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run("SET default_null_order = 'nulls_first_on_asc_last_on_desc'; SET TimeZone = 'UTC'");
  return connection;
}

/** A date's type is not always known where DuckDB picks an overload; then the statement goes again without overloads. */
async function executeTranslated(
  plan: (mode: "typed" | "plain") => Translation,
  execute: (plan: Translation) => Promise<EngineResult>,
): Promise<EngineResult> {
  try {
    return await execute(plan("typed"));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes("multiple overloads that match")) throw error;
    return execute(plan("plain"));
  }
}

async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work();
  const refuse = (): StatementFailure => new StatementFailure(cancelled, "HY008", "Operation has been canceled.");
  if (signal.aborted) throw refuse();
  const interrupt = (): void => connection.interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? refuse() : error;
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

const zones = new WeakMap<DuckDBConnection, string>();

async function run(
  connection: DuckDBConnection,
  session: Session,
  sql: string,
  bindings: Readonly<Record<string, string>> = {},
): Promise<EngineResult> {
  if ((zones.get(connection) ?? "UTC") !== session.timeZone) {
    await connection.run(`SET TimeZone = ${textLiteral(session.timeZone)}`);
    zones.set(connection, session.timeZone);
  }
  const result = Object.keys(bindings).length === 0 ? await connection.run(sql) : await connection.run(sql, bindings);
  return { ...(await rowsOf(result)), affected: null };
}

async function rowsOf(result: DuckDBMaterializedResult): Promise<{ columns: Column[]; rows: Cell[][] }> {
  const types = result.columnTypes();
  const columns = result
    .columnNames()
    .map((name, index) => columnOf(name, sparkTypeOf(types[index] as (typeof types)[number])));
  const rows = (await result.getRows()).map((row) =>
    row.map((value, index) => cellOf(value, types[index] as (typeof types)[number])),
  );
  return { columns, rows };
}

const bigint = { kind: "simple", name: "bigint" } as const;

async function runPlan(connection: DuckDBConnection, session: Session, plan: Translation): Promise<EngineResult> {
  if (plan.kind === "query") return run(connection, session, plan.sqls[0] ?? "", plan.bindings);
  if (plan.ambiguity !== undefined) {
    const found = await run(connection, session, plan.ambiguity, bound(plan.ambiguity, plan.bindings));
    if (found.rows.length > 0) throw ambiguousMerge();
  }
  const results = await inTransaction(connection, plan.sqls, (sql) =>
    run(connection, session, sql, bound(sql, plan.bindings)),
  );
  const last = results.at(-1);
  const counts = changeCounts(plan.kind, last?.rows ?? []);
  return {
    columns: Object.keys(counts).map((name) => columnOf(name, bigint)),
    rows: [Object.values(counts).map(String)],
    affected: counts.num_affected_rows ?? 0,
  };
}

function ambiguousMerge(): StatementFailure {
  return new StatementFailure(
    "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
    "21506",
    "Cannot perform Merge as multiple source rows matched and attempted to modify the same target row in the Delta table in possibly conflicting ways.",
  );
}

/** Only the bindings that the text names, since DuckDB refuses others. */
function bound(sql: string, bindings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(bindings).filter(([name]) => sql.includes(`$${name}`)));
}

async function inTransaction<T>(
  connection: DuckDBConnection,
  sqls: readonly string[],
  work: (sql: string) => Promise<T>,
): Promise<T[]> {
  if (sqls.length === 1) return [await work(sqls[0] ?? "")];
  await connection.run("BEGIN");
  try {
    const results: T[] = [];
    for (const sql of sqls) results.push(await work(sql));
    await connection.run("COMMIT");
    return results;
  } catch (error) {
    await connection.run("ROLLBACK");
    throw error;
  }
}

function changeCounts(kind: Translation["kind"], rows: readonly (readonly Cell[])[]): Record<string, number> {
  if (kind === "merge") {
    const count = (action: string): number => rows.filter(([cell]) => cell === action).length;
    return {
      num_affected_rows: rows.length,
      num_updated_rows: count("UPDATE"),
      num_deleted_rows: count("DELETE"),
      num_inserted_rows: count("INSERT"),
    };
  }
  const affected = Number(rows[0]?.[0] ?? 0);
  return kind === "insert"
    ? { num_affected_rows: affected, num_inserted_rows: affected }
    : { num_affected_rows: affected };
}
