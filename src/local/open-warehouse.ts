import { join } from "node:path";
import type { Clock } from "../lib/core/clock.ts";
import type { EngineName } from "./engine-name.ts";
import { loadSamples, type SampleSchema } from "./samples/load-samples.ts";
import { openDuckDb } from "./warehouse/duckdb.ts";
import type { Engine } from "./warehouse/engine.ts";

export type WarehouseOptions = {
  readonly engine: EngineName;
  /** Each engine keeps its tables in a folder of its own under this one; null keeps none. */
  readonly folder: string | null;
  readonly catalogs: readonly string[];
  /** Which sample schemas to make; undefined makes all. */
  readonly samples: readonly SampleSchema[] | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
};

/** The warehouse's engine with the sample tables in it. @throws EnhancerError NOT_FOUND when Spark is not installed and cannot be */
export async function openWarehouse(options: WarehouseOptions): Promise<Engine> {
  const { catalogs, samples } = options;
  const below = (name: string): string | null => (options.folder === null ? null : join(options.folder, name));
  switch (options.engine) {
    case "duckdb": {
      const engine = await openDuckDb({ folder: below("warehouse"), catalogs });
      const run = (sql: string): Promise<unknown> => engine.native(sql);
      if (!(await hasSamples(engine))) await loadSamples({ run }, samples === undefined ? {} : { only: samples });
      return engine;
    }
    case "spark": {
      const { installSpark, sparkFolder } = await import("./warehouse/spark/install-spark.ts");
      const { openSpark } = await import("./warehouse/spark/spark-engine.ts");
      const { loadSamplesIntoSpark } = await import("./samples/samples-for-spark.ts");
      const installation = await installSpark(sparkFolder, options.environment, () => {});
      const engine = await openSpark({ ...options, folder: below("spark"), installation });
      if (!(await hasSamples(engine))) await loadSamplesIntoSpark(engine, samples);
      return engine;
    }
  }
}

async function hasSamples(engine: Engine): Promise<boolean> {
  const session = { catalog: "samples", schema: "default", timeZone: "UTC" };
  try {
    return (await engine.execute("SHOW TABLES IN samples.bakehouse", [], session)).rows.length > 0;
  } catch {
    return false;
  }
}
