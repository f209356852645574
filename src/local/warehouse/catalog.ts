import { z } from "zod";
import type { Catalog } from "../ports.ts";
import { StatementFailure } from "./engine.ts";
import type { Engine, Session } from "./engine.ts";

/** What the local Genie may know of the data, read through the engine. */
export function openCatalog(engine: Engine, session: Session): Catalog {
  const run = async (sql: string): Promise<readonly (readonly (string | null)[])[]> =>
    (await engine.execute(sql, [], session)).rows;
  const describe = async (table: string): Promise<readonly (readonly (string | null)[])[] | null> => {
    const rows = await ifThere(() => run(`DESCRIBE TABLE ${inBackticks(table)}`));
    // Behind the columns may stand how the table is partitioned or clustered, under headings that begin so.
    const end = rows?.findIndex(([name]) => name === "" || name?.startsWith("# ")) ?? -1;
    return end < 0 ? rows : (rows?.slice(0, end) ?? null);
  };
  return {
    columns: async (table) =>
      (await describe(table))?.map(([name, type, comment]) => ({
        name: name ?? "",
        type: type ?? "",
        comment: comment ?? null,
      })) ?? null,
    details: async (table) => {
      // Not every engine tells it in this form.
      const rows = await run(`DESCRIBE TABLE EXTENDED ${inBackticks(table)} AS JSON`).catch((error: unknown) => {
        if (error instanceof StatementFailure) return null;
        throw error;
      });
      const told = rows?.[0]?.[0] ?? null;
      if (told === null) return null;
      const { type, comment, view_text, language, table_properties } = described.parse(JSON.parse(told));
      const definition = language === "YAML" ? (view_text ?? null) : null;
      return { type, comment: comment ?? null, definition, properties: table_properties ?? {} };
    },
    values: async (table, column, max) => {
      const columns = await describe(table);
      const found = columns?.find(([name]) => name?.toLowerCase() === column.toLowerCase());
      if (found?.[1] !== "string") return [];
      const name = quoteName(column);
      const rows = await run(
        `SELECT DISTINCT ${name} AS v FROM ${inBackticks(table)} WHERE ${name} IS NOT NULL ORDER BY v LIMIT ${String(max)}`,
      );
      return rows.map(([value]) => value ?? "");
    },
  };
}

const described = z.object({
  type: z.string().default("MANAGED"),
  comment: z.string().nullish(),
  view_text: z.string().nullish(),
  language: z.string().nullish(),
  table_properties: z.record(z.string(), z.string()).nullish(),
});

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
