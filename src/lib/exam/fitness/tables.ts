import type { Column, StatementOutcome } from "../../core/statement.ts";

/** What is known of the tables that an exam reads, each looked up once. */
export type Tables = {
  /** Columns in order; null when the table cannot be read. `table` is a dotted name, lower case. */
  columns(table: string): Promise<readonly Column[] | null>;
  rows(table: string): Promise<number | null>;
};

/** Looks tables up through the warehouse itself, so that nothing is asked for but what the exam's SQL needs too. */
export function tablesOver(run: (sql: string, rowLimit: number) => Promise<StatementOutcome>): Tables {
  const columns = new Map<string, Promise<readonly Column[] | null>>();
  const rows = new Map<string, Promise<number | null>>();
  return {
    columns: (table) =>
      once(columns, table, async () => {
        const outcome = await run(`SELECT * FROM ${quotedName(table)} LIMIT 0`, 1);
        return outcome.kind === "rows" ? outcome.result.columns : null;
      }),
    rows: (table) =>
      once(rows, table, async () => {
        const outcome = await run(`SELECT COUNT(*) FROM ${quotedName(table)}`, 1);
        const cell = outcome.kind === "rows" ? outcome.result.rows[0]?.[0] : null;
        return cell === null || cell === undefined ? null : Number(cell);
      }),
  };
}

/** A dotted name in backticks. */
export function quotedName(table: string): string {
  return table
    .split(".")
    .map((part) => `\`${part.replaceAll("`", "``")}\``)
    .join(".");
}

function once<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = work();
  known.set(key, made);
  return made;
}
