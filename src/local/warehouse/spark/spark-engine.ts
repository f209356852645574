import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Clock } from "../../../lib/core/clock.ts";
import { loadParser } from "../../../lib/sql/parser.ts";
import type { Engine, EngineResult } from "../engine.ts";
import { columnOf, textColumn } from "../result-cell.ts";
import type { SparkInstallation } from "./install-spark.ts";
import { cellOfSpark } from "./spark-cell.ts";
import { type ChildAnswer, type SparkChild, startSparkChild } from "./spark-child.ts";
import { statementFailureOf } from "./spark-failure.ts";
import { sparkTypeOfWritten } from "./spark-schema.ts";
import { sparkStatement } from "./spark-statement.ts";

export type SparkOptions = {
  /** Where tables lie, with a record of them; null keeps them as long as the engine. */
  readonly folder: string | null;
  readonly catalogs: readonly string[];
  readonly installation: SparkInstallation;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
};

/**
 * Spark SQL over Delta tables as the warehouse's engine, in a process of its own that ends with this one. Statements run beside
 * each other and conflict as they do on Databricks.
 */
export async function openSpark(options: SparkOptions): Promise<Engine> {
  const { catalogs, installation, environment, clock } = options;
  const scratch = await mkdtemp(join(tmpdir(), "genie-spark-"));
  const drop = (): Promise<void> => rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  const folder = options.folder === null ? null : resolve(options.folder);
  if (folder !== null) await mkdir(folder, { recursive: true });
  try {
    const [child] = await Promise.all([
      startSparkChild({
        python: installation.python,
        options: {
          engine: installation.folder,
          scratch,
          warehouse: join(folder ?? scratch, "tables"),
          metastore: folder === null ? null : join(folder, "metastore"),
          catalogs,
        },
        environment,
        clock,
      }),
      loadParser(),
    ]);
    const engine = engineOver(child, catalogs, drop);
    for (const catalog of catalogs) {
      const session = { catalog, schema: "default", timeZone: "UTC" };
      await engine.execute(`CREATE SCHEMA IF NOT EXISTS \`${catalog}\`.\`default\``, [], session);
    }
    return engine;
  } catch (error) {
    await drop();
    throw error;
  }
}

function engineOver(child: SparkChild, catalogs: readonly string[], drop: () => Promise<void>): Engine {
  return {
    execute: async (statement, parameters, session, signal) => {
      // Spark names only those that were used before.
      if (/^\s*SHOW\s+CATALOGS\s*;?\s*$/iu.test(statement)) return listed(catalogs);
      const sql = sparkStatement(statement, session);
      const answer = await child.ask({ sql, parameters, session }, signal);
      if ("failure" in answer) throw statementFailureOf(answer.failure, catalogs);
      return resultOf(answer);
    },
    close: async () => {
      await child.close();
      await drop();
    },
  };
}

function listed(catalogs: readonly string[]): EngineResult {
  return { columns: [textColumn("catalog")], rows: catalogs.toSorted().map((name) => [name]), affected: null };
}

function resultOf({ schema, rows }: Extract<ChildAnswer, { readonly rows: unknown }>): EngineResult {
  const types = schema.fields.map(({ type }) => sparkTypeOfWritten(type));
  const columns = schema.fields.map(({ name }, at) => columnOf(name, types[at] ?? text));
  const cells = rows.map((row) => row.map((value, at) => cellOfSpark(value, types[at] ?? text)));
  const counted = columns.findIndex(({ name }) => name === "num_affected_rows");
  return { columns, rows: cells, affected: counted < 0 ? null : Number(cells[0]?.[counted] ?? 0) };
}

const text = { kind: "simple", name: "string" } as const;
