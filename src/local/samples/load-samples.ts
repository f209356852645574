import { bakehouseStatements } from "./bakehouse.ts";
import { tpchStatements } from "./tpch.ts";

export type SampleSchema = "bakehouse" | "tpch";

/** Where the samples go: anything that runs DuckDB's SQL. */
export type SampleTarget = { readonly run: (sql: string) => Promise<unknown> };

/**
 * Makes `samples.bakehouse` (full size) and `samples.tpch` (scale 0.01) from one seed. The catalog must be attached; schemas are
 * made, and tables that stand there already are an error of the engine. `only` keeps to some of the schemas.
 */
export async function loadSamples(
  target: SampleTarget,
  options: {
    readonly seed?: string;
    readonly catalog?: string;
    readonly only?: readonly SampleSchema[];
  } = {},
): Promise<void> {
  const { seed = "samples", catalog = "samples", only = ["bakehouse", "tpch"] } = options;
  for (const name of only) {
    const schema = `${catalog}.${name}`;
    await target.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const statements = name === "bakehouse" ? bakehouseStatements(schema, seed) : tpchStatements(schema, seed);
    for (const statement of statements) await target.run(statement);
  }
}
