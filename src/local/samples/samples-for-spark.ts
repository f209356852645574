import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDb } from "../warehouse/duckdb.ts";
import type { Engine } from "../warehouse/engine.ts";
import { loadSamples, type SampleSchema } from "./load-samples.ts";

const session = { catalog: "samples", schema: "default", timeZone: "UTC" } as const;

/** Makes the sample tables as Delta tables, with the very rows that the embedded engine has: they are made there and handed over. */
export async function loadSamplesIntoSpark(
  spark: Engine,
  only: readonly SampleSchema[] = ["bakehouse", "tpch"],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "genie-samples-"));
  const duck = await openDuckDb({ folder: null, catalogs: ["samples"] });
  try {
    await loadSamples({ run: (sql) => duck.native(sql) }, { only });
    const names: string[] = [];
    for (const schema of only) {
      await spark.execute(`CREATE SCHEMA IF NOT EXISTS samples.${schema}`, [], session);
      const { rows } = await duck.execute(`SHOW TABLES IN samples.${schema}`, [], session);
      names.push(...rows.map(([, table]) => `samples.${schema}.${String(table)}`));
    }
    const handOver = async (name: string): Promise<void> => {
      const file = join(folder, `${name}.parquet`);
      await duck.native(`COPY ${name} TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
      await spark.execute(`CREATE TABLE ${name} USING DELTA AS SELECT * FROM parquet.\`${file}\``, [], session);
    };
    await Promise.all(names.map(handOver));
  } finally {
    await duck.close();
    await rm(folder, { recursive: true, force: true });
  }
}
