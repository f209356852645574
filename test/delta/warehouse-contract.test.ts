import { afterAll, beforeAll } from "vitest";
import { openDuckDb } from "../../src/local/warehouse/duckdb.ts";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { describeDifferences } from "./describe-differences.ts";
import { describeWriters } from "./describe-writers.ts";
import { describeWarehouse } from "./warehouse-contract.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ folder: null, catalogs: ["sandbox", "samples"] });
});
afterAll(() => engine.close());

describeWarehouse("the embedded warehouse", () => Promise.resolve(engine));
describeDifferences("duckdb", () => Promise.resolve(engine));
describeWriters("the embedded warehouse", false, () => Promise.resolve(engine));
