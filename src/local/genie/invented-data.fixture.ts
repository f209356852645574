import { DuckDBInstance } from "@duckdb/node-api";
import type { Catalog } from "../ports.ts";
import { columnsOf, rowsOf, type Words } from "./invented-domain.fixture.ts";

/** Rows of a statement, each cell as JSON; null when it does not run. */
export type Run = (sql: string) => Promise<readonly (readonly string[])[] | null>;

export type Data = { readonly run: Run; readonly catalog: Catalog };

/** A domain's tables with their rows, and the catalog over them. */
export async function openData(words: Words): Promise<Data> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`ATTACH ':memory:' AS ${words.catalog}; CREATE SCHEMA ${words.catalog}.main_data`);
  const columns = columnsOf(words);
  for (const [table, list] of Object.entries(columns)) {
    await connection.run(`CREATE TABLE ${table} (${list.map(([name, type]) => `${name} ${type}`).join(", ")})`);
    const rows = (rowsOf(words)[table] ?? []).map((row) => `(${row.map((cell) => `'${String(cell)}'`).join(", ")})`);
    await connection.run(`INSERT INTO ${table} VALUES ${rows.join(", ")}`);
  }
  const run: Run = async (sql) => {
    try {
      const result = await connection.runAndReadAll(sql);
      return result
        .getRowsJson()
        .map((row) =>
          row.map((cell) => (typeof cell === "number" ? String(Number(cell.toFixed(6))) : JSON.stringify(cell))),
        );
    } catch {
      return null;
    }
  };
  const catalog: Catalog = {
    columns: async (table) => columns[table]?.map(([name, type]) => ({ name, type, comment: null })) ?? null,
    values: async (table, column, max) => {
      const rows = await run(`SELECT DISTINCT ${column} FROM ${table} WHERE ${column} IS NOT NULL ORDER BY 1`);
      return (rows ?? []).slice(0, max).map((row) => JSON.parse(row[0] ?? '""') as string);
    },
  };
  return { run, catalog };
}

/** Every expected row is in the answer, with extra columns allowed and no extra rows. */
export function matches(
  answer: readonly (readonly string[])[] | null,
  expected: readonly (readonly string[])[] | null,
): boolean {
  if (answer === null || expected === null || answer.length !== expected.length || expected.length === 0) return false;
  const left = [...answer];
  return expected.every((row) => {
    const at = left.findIndex((other) => row.every((cell) => other.some((each) => same(each, cell))));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function same(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) =>
    text
      .replaceAll('"', "")
      .replace(/ 00:00:00$/u, "")
      .replace(/(\.\d*?)0+$/u, "$1")
      .replace(/\.$/u, ""),
  );
  return a === b || (a !== "" && b !== "" && Math.abs(Number(a) - Number(b)) < 1e-6);
}
