import { afterAll, beforeAll } from "vitest";
import { loadSamples } from "../../src/local/samples/load-samples.ts";
import { loadSamplesIntoSpark } from "../../src/local/samples/samples-for-spark.ts";
import type { CorpusEngine } from "../../src/local/warehouse/corpus-engine.fixture.ts";
import { describeFunctions } from "../../src/local/warehouse/corpus-functions.fixture.ts";
import { describeQueries } from "../../src/local/warehouse/corpus-queries.fixture.ts";
import { openDuckDb } from "../../src/local/warehouse/duckdb.ts";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { describeDashboardData } from "../bundle/dashboard-data.ts";
import { openFilledState } from "../bundle/filled-state.ts";
import { sqlOver } from "../state/engine-sql.ts";
import { describeState, type OpenedSql } from "../state/state-contract.ts";
import { describeDemo } from "./describe-demo.ts";
import { describeDifferences } from "./describe-differences.ts";
import { describeHistory } from "./describe-history.ts";
import { describeWriters } from "./describe-writers.ts";
import { openTestSpark } from "./open-spark.ts";
import { describeWarehouse } from "./warehouse-contract.ts";

// One Spark for all of it; what wants a catalog to itself has one.
let spark: Engine;
beforeAll(async () => {
  spark = await openTestSpark(["samples", "sandbox", "state"]);
});
afterAll(() => spark.close());

const name = "Spark and Delta";
const nothing = (): Promise<void> => Promise.resolve();
const open = (): Promise<Engine> => Promise.resolve(spark);
/** Cases whose other answers test/delta/differences.ts has, or which say the same in other words. */
const corpus = (differs: readonly string[]): CorpusEngine => ({ name, open, close: nothing, differs });
const sqlIn = async (catalog: string, schema = "default"): Promise<OpenedSql> => {
  const session = { catalog, schema, timeZone: "UTC" };
  await spark.execute(`CREATE SCHEMA IF NOT EXISTS ${catalog}.${schema}`, [], session);
  return { sql: sqlOver(spark, session), close: nothing };
};

describeWarehouse(name, open);
describeDifferences("spark", open);
describeHistory(open);
describeWriters(name, true, open);
describeState(name, "state", () => sqlIn("state"));
describeDashboardData(name, () => openFilledState(sqlIn));
describeQueries(
  corpus([
    "a ratio of sums is exact enough",
    "a JSON path",
    "SELECT sum(amount) FROM sales",
    "SELECT FROM WHERE",
    "names a missing table in full",
  ]),
);
describeFunctions(corpus(["ceil(-0.1)", "floor(-0.1)"]));
describeDemo(
  async () => {
    const duck = await openDuckDb({ folder: null, catalogs: ["samples"] });
    await loadSamples({ run: (sql) => duck.native(sql) });
    await loadSamplesIntoSpark(spark);
    return { duck, spark };
  },
  ({ duck }) => duck.close(),
);
