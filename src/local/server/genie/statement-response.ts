import type { ResultSet, StatementOutcome } from "../../../lib/core/statement.ts";

/** Genie's result endpoint gives at most this many rows. */
export const mostRows = 5_000;

/** A finished statement in the shape of the Statement Execution API, one inline chunk. `statementId` is Genie's own. */
export function statementResponse(statementId: string, outcome: StatementOutcome): Record<string, unknown> {
  switch (outcome.kind) {
    case "rows":
      return { statement_id: statementId, status: { state: "SUCCEEDED" }, ...rowsOf(outcome.result) };
    case "failed":
      return {
        statement_id: statementId,
        status: {
          state: "FAILED",
          error: { error_code: outcome.errorCode, message: outcome.message },
          ...(outcome.sqlState === undefined ? {} : { sql_state: outcome.sqlState }),
        },
      };
    case "cancelled":
      return { statement_id: statementId, status: { state: "CANCELED" } };
  }
}

function rowsOf(result: ResultSet): Record<string, unknown> {
  const rows = result.rows.slice(0, mostRows);
  return {
    manifest: {
      format: "JSON_ARRAY",
      schema: {
        column_count: result.columns.length,
        columns: result.columns.map((column, position) => ({
          name: column.name,
          position,
          type_name: column.typeName,
          type_text: column.typeText,
          ...(column.precision === undefined ? {} : { type_precision: column.precision }),
          ...(column.scale === undefined ? {} : { type_scale: column.scale }),
        })),
      },
      total_chunk_count: rows.length === 0 ? 0 : 1,
      total_row_count: rows.length,
      ...(rows.length === 0 ? {} : { chunks: [{ chunk_index: 0, row_offset: 0, row_count: rows.length }] }),
      truncated: isTruncated(result),
    },
    // The platform leaves data_array out when there are no rows.
    result: rows.length === 0 ? {} : { chunk_index: 0, row_offset: 0, row_count: rows.length, data_array: rows },
  };
}

/** Whether the endpoint gives less than the statement returned. */
export function isTruncated(result: ResultSet): boolean {
  return result.truncated || result.rows.length > mostRows;
}
