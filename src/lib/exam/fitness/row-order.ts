import type { Column, ResultSet, StatementOutcome } from "../../core/statement.ts";
import type { Question } from "../question.ts";
import { type Finding, findingOf } from "./finding.ts";
import { tablesReadBy } from "../../sql/tables-read.ts";
import { mayHangOnRowOrder, shuffledQuery } from "./shuffled-query.ts";
import type { Tables } from "./tables.ts";

/** Larger tables are left as they are: ordering them costs more than the answer. */
const mostRows = 200_000;

type Looking = {
  readonly same: (question: Question, first: ResultSet, second: ResultSet) => boolean;
  readonly tables: Tables;
  readonly look: (sql: string) => Promise<{ readonly outcome: StatementOutcome }>;
  readonly seed: string;
};

/**
 * Runs the query over copies of its small tables in a drawn order and in that order backwards: what hangs on the rows' order differs
 * between the two even where an engine reads them as they come.
 */
export async function rowOrder(
  question: Question,
  own: ResultSet,
  { same, tables, look, seed }: Looking,
): Promise<readonly Finding[]> {
  const { expectedSql: sql } = question;
  if (!mayHangOnRowOrder(sql)) return [];
  const small = new Map<string, readonly Column[]>();
  for (const table of tablesReadBy(sql)) {
    const rows = await tables.rows(table);
    const columns = rows === null || rows > mostRows ? null : await tables.columns(table);
    if (columns !== null) small.set(table, columns);
  }
  if (small.size === 0) return [];
  for (const direction of ["ASC", "DESC"] as const) {
    const shuffled = shuffledQuery(sql, small, seed, direction);
    if (shuffled === null) return [];
    const { outcome } = await look(shuffled);
    if (outcome.kind === "rows" && !same(question, own, outcome.result)) {
      return [findingOf("row_order", question.id, { tables: [...small.keys()] })];
    }
  }
  return [];
}
