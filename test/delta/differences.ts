import type { Cell } from "../../src/lib/core/statement.ts";
import type { Engine } from "../../src/local/warehouse/engine.ts";

/** What an engine answers: the first row's cells and the columns' types, or a failure's condition. */
export type Answered =
  | { readonly types: readonly string[]; readonly row: readonly Cell[] | null }
  | { readonly errorCode: string };

/** A statement that the two engines answer differently, over the tables of {@link tables}. Spark is the one to be believed. */
export type Difference = {
  readonly what: string;
  readonly sql: string;
  readonly duckdb: Answered;
  readonly spark: Answered;
};

export const tables: readonly string[] = [
  "CREATE TABLE sales (shop STRING, amount DECIMAL(18,2), payload STRING) USING DELTA",
  "INSERT INTO sales VALUES ('north', 10.00, '{\"a\":{\"b\":\"x\"}}'), ('south', 2.50, NULL)",
];

export const differences: readonly Difference[] = [
  {
    what: "a sum of decimals has ten digits more than they, and in DuckDB always 38",
    sql: "SELECT sum(amount) AS v FROM sales",
    duckdb: { types: ["DECIMAL(38,2)"], row: ["12.50"] },
    spark: { types: ["DECIMAL(28,2)"], row: ["12.50"] },
  },
  {
    what: "a quotient of decimals is a decimal, and in DuckDB a double",
    sql: "SELECT sum(amount) / count(*) AS v FROM sales",
    duckdb: { types: ["DOUBLE"], row: ["6.25"] },
    spark: { types: ["DECIMAL(38,12)"], row: ["6.250000000000"] },
  },
  {
    what: "an average of decimals is a decimal, and in DuckDB a double",
    sql: "SELECT avg(amount) AS v FROM sales",
    duckdb: { types: ["DOUBLE"], row: ["6.25"] },
    spark: { types: ["DECIMAL(22,6)"], row: ["6.250000"] },
  },
  {
    what: "a decimal rounded up stays a decimal, and in DuckDB becomes a bigint",
    sql: "SELECT ceil(amount) AS v FROM sales WHERE shop = 'south'",
    duckdb: { types: ["BIGINT"], row: ["3"] },
    spark: { types: ["DECIMAL(17,0)"], row: ["3"] },
  },
  {
    what: "a path into a text of JSON is Databricks' own, and open Spark does not have it",
    sql: "SELECT payload:a.b AS v FROM sales WHERE shop = 'north'",
    duckdb: { types: ["STRING"], row: ["x"] },
    spark: { errorCode: "INTERNAL_ERROR" },
  },
  {
    what: "an aggregate beside a column lacks a whole GROUP BY, and DuckDB does not see that there is none",
    sql: "SELECT shop, count(*) FROM sales",
    duckdb: { errorCode: "MISSING_AGGREGATION" },
    spark: { errorCode: "MISSING_GROUP_BY" },
  },
  {
    what: "FROM may be the name of a column, and DuckDB's parser refuses it",
    sql: "SELECT FROM WHERE",
    duckdb: { errorCode: "PARSE_SYNTAX_ERROR" },
    spark: { errorCode: "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION" },
  },
  {
    what: "a literal of TIMESTAMP_NTZ is not understood by DuckDB's translation, a cast is",
    sql: "SELECT TIMESTAMP_NTZ '2024-01-01 12:00:00' AS v",
    duckdb: { errorCode: "PARSE_SYNTAX_ERROR" },
    spark: { types: ["TIMESTAMP_NTZ"], row: ["2024-01-01T12:00:00.000"] },
  },
  {
    what: "an INSERT tells how many rows it added on Databricks and in DuckDB, and nothing in open Delta",
    sql: "INSERT INTO sales VALUES ('east', 1.00, NULL)",
    duckdb: { types: ["BIGINT", "BIGINT"], row: ["1", "1"] },
    spark: { types: [], row: null },
  },
  {
    what: "an earlier version of a table can be read, and in DuckDB not",
    sql: "SELECT count(*) AS v FROM sales VERSION AS OF 0",
    duckdb: { errorCode: "UNSUPPORTED_FEATURE" },
    spark: { types: ["BIGINT"], row: ["0"] },
  },
  {
    what: "a primary key is not in open Delta",
    sql: "CREATE TABLE keyed (id INT NOT NULL, CONSTRAINT pk PRIMARY KEY (id)) USING DELTA",
    duckdb: { types: [], row: null },
    spark: { errorCode: "UNSUPPORTED_FEATURE.TABLE_OPERATION" },
  },
  {
    what: "information_schema is Unity Catalog's, and open Spark has none",
    sql: "SELECT count(*) AS v FROM sandbox.information_schema.tables WHERE table_name = 'sales'",
    duckdb: { types: ["BIGINT"], row: ["1"] },
    spark: { errorCode: "TABLE_OR_VIEW_NOT_FOUND" },
  },
  {
    what: "rights are Unity Catalog's: DuckDB takes a GRANT for done, and open Spark does not know the word",
    sql: "GRANT SELECT ON TABLE sales TO `somebody`",
    duckdb: { types: [], row: null },
    spark: { errorCode: "INVALID_STATEMENT_OR_CLAUSE" },
  },
];

/** What an engine answers to a difference's statement. */
export async function answerOf(engine: Engine, sql: string, schema: string): Promise<Answered> {
  try {
    const { columns, rows } = await engine.execute(sql, [], { catalog: "sandbox", schema, timeZone: "UTC" });
    return { types: columns.map(({ typeText }) => typeText), row: rows[0] ?? null };
  } catch (thrown) {
    if (thrown instanceof Error && "errorCode" in thrown) return { errorCode: String(thrown.errorCode) };
    throw thrown;
  }
}
