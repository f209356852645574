import { EnhancerError } from "../../lib/core/errors.ts";
import { isPermissionFailure } from "../../lib/core/permission-failure.ts";
import type { ResultSet, StatementOutcome } from "../../lib/core/statement.ts";
import type { Connected } from "./check.ts";

/** What became of a statement that only asks whether something may be done. */
export type Probe =
  | { readonly kind: "rows"; readonly result: ResultSet }
  | { readonly kind: "refused"; readonly said: string }
  /** There is no such catalog, schema, table or function. */
  | { readonly kind: "missing"; readonly said: string }
  | { readonly kind: "failed"; readonly said: string };

const missingStates: ReadonlySet<string> = new Set(["42P01", "42704", "42883", "3F000"]);
const missingWords = /\[(?:TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|NO_SUCH_CATALOG_EXCEPTION|CATALOG_DOES_NOT_EXIST)/u;

/** Runs one statement on the configured warehouse. @throws EnhancerError what is wrong with the connection or the warehouse */
export async function probe({ run, settings, signal }: Connected, sql: string): Promise<Probe> {
  const outcome = await run.workspace.runStatement(sql, {
    warehouseId: settings.warehouse_id ?? "",
    timeoutMs: settings.statement_timeout * 1000,
    signal,
  });
  switch (outcome.kind) {
    case "rows":
      return { kind: "rows", result: outcome.result };
    case "failed":
      return failedProbe(outcome);
    case "cancelled":
      return { kind: "failed", said: "it took longer than statement_timeout" };
  }
}

function failedProbe(outcome: StatementOutcome & { readonly kind: "failed" }): Probe {
  const said = outcome.message;
  if (isPermissionFailure(outcome)) return { kind: "refused", said };
  const isMissing = missingStates.has(outcome.sqlState ?? "") || missingWords.test(said);
  return { kind: isMissing ? "missing" : "failed", said };
}

/** What a statement of the state tables was refused with, or null where it failed otherwise. */
export function refusalIn(thrown: unknown): string | null {
  if (!(thrown instanceof EnhancerError) || thrown.code !== "SQL_FAILED") return null;
  const { sqlState } = thrown.context;
  const outcome = { kind: "failed", statementId: "", errorCode: "", message: thrown.message } as const;
  return sqlState === "42501" || isPermissionFailure(outcome) ? thrown.message : null;
}
