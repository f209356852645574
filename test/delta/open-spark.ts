import { systemClock } from "../../src/lib/core/clock.ts";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { installSpark, sparkFolder } from "../../src/local/warehouse/spark/install-spark.ts";
import { openSpark } from "../../src/local/warehouse/spark/spark-engine.ts";

/** Spark with empty catalogs of these names, its tables kept in `folder` or as long as it lives. */
export async function openTestSpark(catalogs: readonly string[], folder: string | null = null): Promise<Engine> {
  const environment = process.env;
  const installation = await installSpark(sparkFolder, environment, (line) => console.log(line));
  return openSpark({ folder, catalogs, installation, environment, clock: systemClock });
}
