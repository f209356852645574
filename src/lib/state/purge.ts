import { qualified } from "./names.ts";
import type { Store } from "./store.ts";

/** The tables from which rows were deleted. */
export type Purged = { readonly before: string; readonly tables: readonly string[] };

/** Tables whose rows end with their run. Promoted runs keep those of the second list, from which an undo is made. */
const always = ["enhancement_benchmarks", "enhancement_stages", "enhancement_approvals"] as const;
const unlessPromoted = [
  "enhancement_spaces",
  "enhancement_changes",
  "enhancement_intents",
  "enhancement_iterations",
  "enhancement_promotions",
  "enhancement_runs",
] as const;

/**
 * Deletes the rows of runs that ended before `before`. Lessons and exams stay. The run rows go last, so that an interrupted
 * purge finds the rest again. MERGE, since DELETE takes no subquery in open Delta.
 */
export async function purgeIn(store: Store, before: string): Promise<Purged> {
  const name = (table: string): string => qualified(store.place, "state", table);
  const ended = `SELECT DISTINCT run_id FROM ${name("enhancement_runs")} WHERE completed_at < CAST(:before AS TIMESTAMP)`;
  // A write to production that may have happened counts as one that did.
  const promoted = `SELECT run_id FROM ${name("enhancement_intents")} WHERE kind IN ('promote', 'rollback') AND status <> 'FAILED'`;
  const remove = (table: string, runs: string): Promise<unknown> =>
    store.query(
      `MERGE INTO ${name(table)} AS t\nUSING (${runs}) AS s\nON t.run_id = s.run_id\nWHEN MATCHED THEN DELETE`,
      { before },
    );
  for (const table of always) await remove(table, ended);
  for (const table of unlessPromoted) await remove(table, `${ended} AND run_id NOT IN (${promoted})`);
  return { before, tables: [...always, ...unlessPromoted] };
}
