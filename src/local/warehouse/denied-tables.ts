import { tablesReadBy } from "../../lib/sql/tables-read.ts";
import { type Engine, StatementFailure } from "./engine.ts";
import { fullName } from "./names.ts";

/** Tables that nobody may read at present, by full name, lower case. */
export type DeniedTables = {
  add(table: string): void;
  clear(): void;
  has(table: string): boolean;
  readonly size: () => number;
};

export function deniedTables(): DeniedTables {
  const denied = new Set<string>();
  return {
    add: (table) => {
      denied.add(table.replaceAll("`", "").toLowerCase());
    },
    clear: () => {
      denied.clear();
    },
    has: (table) => denied.has(table),
    size: () => denied.size,
  };
}

/** The engine as somebody sees it who lacks SELECT on those tables: queries that read one fail as on the platform. */
export function denying(engine: Engine, denied: DeniedTables): Engine {
  return {
    ...engine,
    execute: async (statement, parameters, session, signal) => {
      if (denied.size() > 0) {
        for (const table of tablesReadBy(statement)) {
          const name = fullName(table.split("."), session);
          const full = `${name.catalog}.${name.schema}.${name.table}`;
          if (denied.has(full)) throw refusal(full);
        }
      }
      return engine.execute(statement, parameters, session, signal);
    },
  };
}

function refusal(table: string): StatementFailure {
  return new StatementFailure(
    "INSUFFICIENT_PERMISSIONS",
    "42501",
    `Insufficient privileges: User does not have SELECT on Table '${table}'.`,
  );
}
