import { createdAt, integer, required, text, time } from "../column.ts";
import { qualified } from "../names.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { tables } from "./001-tables.ts";
import { views } from "./002-views.ts";
import { createSchemaStatements, createTableStatement } from "./ddl.ts";
import type { Migration } from "./migration.ts";

const migrations: readonly Migration[] = [tables, views];

/** The version that this program writes and reads. */
export const latestVersion = Math.max(...migrations.map((migration) => migration.version));

const versionsTable = table({
  name: "schema_version",
  role: "state",
  comment: "One row a migration of this schema",
  key: ["version"],
  clusterBy: ["version"],
  columns: {
    version: required(integer("Number of the migration")),
    name: required(text("What it is about")),
    applied_at: required(time("When it was applied")),
    created_at: createdAt(),
  },
});

/** `applied`: names of the migrations that this call ran. */
export type Migrated = { readonly version: number; readonly applied: readonly string[] };

/** The newest version applied. */
async function schemaVersion(store: Store): Promise<number> {
  const target = qualified(store.place, "state", versionsTable.name);
  const rows = await store.query(`SELECT max(version) AS version FROM ${target}`);
  return Number(rows[0]?.["version"] ?? 0);
}

/** Brings the schema to the latest version. The only place where DDL runs; no DDL at all when nothing is missing. */
export async function migrate(store: Store): Promise<Migrated> {
  const from = await versionIfAny(store);
  const due = migrations.filter((migration) => migration.version > from);
  if (due.length === 0) return { version: from, applied: [] };
  if (from === 0) await createBase(store);
  for (const migration of due) {
    for (const statement of migration.statements(store.place)) await store.query(statement);
    await store.insert(versionsTable, [
      { version: migration.version, name: migration.name, applied_at: store.stamp() },
    ]);
  }
  return { version: Math.max(from, ...due.map((each) => each.version)), applied: due.map((each) => each.name) };
}

/** The newest version applied. One that cannot be read means a schema still to be made; any other cause shows at the next statement. */
export async function versionIfAny(store: Store): Promise<number> {
  try {
    return await schemaVersion(store);
  } catch {
    return 0;
  }
}

/** CREATE SCHEMA asks for a privilege even where the schema exists, so its failure counts only if the table fails too. */
async function createBase(store: Store): Promise<void> {
  const failures: unknown[] = [];
  for (const statement of createSchemaStatements(store.place)) {
    await store.query(statement).catch((thrown: unknown) => failures.push(thrown));
  }
  try {
    await store.query(createTableStatement(store.place, versionsTable));
  } catch (thrown) {
    throw failures[0] ?? thrown;
  }
}
