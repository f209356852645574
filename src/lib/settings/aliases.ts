import type { SettingName } from "./settings.ts";

/** A spelling of an earlier generation, and what it means today. `read` turns its text into today's. */
type Alias = { readonly setting: SettingName; readonly read?: (text: string) => string };

const warehouseOfPath = (path: string): string => path.split("/").at(-1) ?? path;

/** Environment names that people already have. Today's own are GENIE_ENHANCER_<NAME>. */
export const environmentAliases: Readonly<Record<string, Alias>> = {
  DATABRICKS_HOST: { setting: "host" },
  GENIE_SPACE_ID: { setting: "space_id" },
  WAREHOUSE_ID: { setting: "warehouse_id" },
  DATABRICKS_WAREHOUSE_ID: { setting: "warehouse_id" },
  DATABRICKS_HTTP_PATH: { setting: "warehouse_id", read: warehouseOfPath },
  LLM_ENDPOINT: { setting: "llm_endpoint" },
  TARGET_SCORE: { setting: "target_score" },
  MAX_ITERATIONS: { setting: "max_iterations" },
};

/** Names of settings that were renamed, for flags, files and job parameters. */
export const nameAliases: Readonly<Record<string, Alias>> = {
  databricks_host: { setting: "host" },
  benchmarks_table: { setting: "benchmarks" },
  max_loops: { setting: "max_iterations" },
  http_path: { setting: "warehouse_id", read: warehouseOfPath },
};

/** Flags that were switches. */
export const switchAliases: Readonly<Record<string, { readonly setting: SettingName; readonly value: string }>> = {
  "auto-promote": { setting: "promote", value: "auto" },
  "no-cleanup": { setting: "cleanup_on_success", value: "keep" },
  "no-batch": { setting: "batch", value: "false" },
};
