import { latestVersion, versionIfAny } from "./migrations/migrate.ts";
import { stateTables } from "./migrations/001-tables.ts";
import { qualified } from "./names.ts";
import type { Store } from "./store.ts";

/** What is wrong with one table. */
export type SchemaProblem = { readonly table: string; readonly problem: string; readonly remedy: string };

export type SchemaCheck = {
  readonly version: number;
  readonly expected: number;
  readonly problems: readonly SchemaProblem[];
};

/** Reads no rows: each table is asked for its columns and must have all of ours. */
export async function checkSchema(store: Store): Promise<SchemaCheck> {
  const version = await versionIfAny(store);
  const found = await Promise.all(
    stateTables.map((table) => columnsOf(store, qualified(store.place, table.role, table.name))),
  );
  const problems = stateTables.flatMap((table, index): SchemaProblem[] => {
    const there = found[index];
    if (there === undefined || typeof there === "string") {
      return [{ table: table.name, problem: there ?? "cannot be read", remedy: "Run `genie-enhancer state migrate`." }];
    }
    const missing = Object.keys(table.columns).filter((name) => !there.has(name));
    if (missing.length === 0) return [];
    return [
      {
        table: table.name,
        problem: `lacks ${missing.join(", ")}`,
        remedy: "Rename the table away and run `genie-enhancer state migrate`, which makes it anew.",
      },
    ];
  });
  return { version, expected: latestVersion, problems };
}

/** Names of the columns, or why they cannot be read. */
async function columnsOf(store: Store, target: string): Promise<Set<string> | string> {
  try {
    const rows = await store.query(`DESCRIBE TABLE ${target}`);
    return new Set(rows.map((row) => row["col_name"]).filter((name) => typeof name === "string"));
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
