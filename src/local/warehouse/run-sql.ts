import type { StatementOutcome } from "../../lib/core/statement.ts";
import type { SqlService } from "./sql-service.ts";

/** Runs one statement to its end, as Genie does with the SQL it wrote. */
export async function runSqlOn(service: SqlService, statement: string): Promise<StatementOutcome> {
  const submitted = service.submit({ statement, parameters: [], in: { session: service.defaults } });
  await submitted.ended;
  const { id: statementId, state, result, truncated, failure } = service.find(submitted.id) ?? submitted;
  service.forget(statementId);
  if (state === "SUCCEEDED" && result !== null) {
    const { columns, rows } = result;
    return { kind: "rows", statementId, result: { columns, rows, totalRowCount: rows.length, truncated } };
  }
  if (state === "CANCELED" || failure === null) return { kind: "cancelled", statementId, by: "platform" };
  return {
    kind: "failed",
    statementId,
    errorCode: failure.errorCode,
    message: failure.message,
    sqlState: failure.sqlState,
  };
}
