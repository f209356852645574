/** What runs the statements of the local warehouse: DuckDB in this process, or Spark with Delta tables in one of its own. */
export const engineNames = ["duckdb", "spark"] as const;

export type EngineName = (typeof engineNames)[number];

export function isEngineName(name: string): name is EngineName {
  return engineNames.some((known) => known === name);
}
