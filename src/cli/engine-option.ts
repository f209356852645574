import type { Option } from "./arguments.ts";

/** Which engine the local warehouse runs on. */
export const engineOption: Option = {
  name: "engine",
  type: "string",
  en: "duckdb, or spark: real Spark SQL and Delta tables, slower; installed on first use [duckdb]",
  ko: "duckdb, 또는 spark(실제 Spark SQL과 Delta 테이블, 더 느림, 처음 쓸 때 설치) [duckdb]",
};
