import type { Catalog } from "../ports.ts";
import { StatementFailure } from "./engine.ts";
import type { Engine, Session } from "./engine.ts";

/** What the local Genie may know of the data, read through the engine. */
export function openCatalog(engine: Engine, session: Session): Catalog {
  const run = async (sql: string): Promise<readonly (readonly (string | null)[])[]> =>
    (await engine.execute(sql, [], session)).rows;
  return {
    columns: async (table) => {
      const rows = await ifThere(() => run(`DESCRIBE TABLE ${inBackticks(table)}`));
      return (
        rows?.map(([name, type, comment]) => ({ name: name ?? "", type: type ?? "", comment: comment ?? null })) ?? null
      );
    },
    values: async (table, column, max) => {
      const described = await ifThere(() => run(`DESCRIBE TABLE ${inBackticks(table)}`));
      const found = described?.find(([name]) => name?.toLowerCase() === column.toLowerCase());
      if (found?.[1] !== "string") return [];
      const name = quoteName(column);
      const rows = await run(
        `SELECT DISTINCT ${name} AS v FROM ${inBackticks(table)} WHERE ${name} IS NOT NULL ORDER BY v LIMIT ${String(max)}`,
      );
      return rows.map(([value]) => value ?? "");
    },
  };
}

async function ifThere<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StatementFailure && missing.has(error.errorCode)) return null;
    throw error;
  }
}

const missing = new Set(["TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND", "NO_SUCH_CATALOG_EXCEPTION"]);

/** A dotted name with each part in backticks; parts that are in backticks already stay. */
function inBackticks(table: string): string {
  const parts = table.match(/`(?:[^`]|``)*`|[^.`]+/gu) ?? [];
  return parts.map((part) => (part.startsWith("`") ? part : quoteName(part))).join(".");
}

function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
