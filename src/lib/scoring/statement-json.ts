import { z } from "zod";
import { EnhancerError } from "../core/errors.ts";
import type { Cell, StatementOutcome } from "../core/statement.ts";

const count = z.union([z.number().int().min(0), z.string().regex(/^\d+$/u).transform(Number)]);

const columnSchema = z.object({
  name: z.string(),
  position: z.number().int().min(0).optional(),
  type_name: z.string().optional(),
  type_text: z.string().optional(),
  type_precision: z.number().optional(),
  type_scale: z.number().optional(),
  type_interval_type: z.string().optional(),
});

const rowsSchema = z.array(z.array(z.string().nullable()));
const chunkSchema = z.object({ data_array: rowsSchema.nullish(), chunk_index: z.number().optional() });

/** A Statement Execution response: `result` is one chunk, or all of them in a list. */
const responseSchema = z.object({
  statement_id: z.string().optional(),
  status: z.object({
    state: z.string(),
    error: z.object({ error_code: z.string().optional(), message: z.string().optional() }).optional(),
    sql_state: z.string().optional(),
  }),
  manifest: z
    .object({
      schema: z.object({ column_count: z.number().optional(), columns: z.array(columnSchema).optional() }).optional(),
      total_row_count: count.optional(),
      truncated: z.boolean().optional(),
    })
    .optional(),
  result: z.union([chunkSchema, z.array(chunkSchema)]).nullish(),
});

/**
 * Reads a Statement Execution response as it stands in a file, or one inside `statement_response` as Genie gives it.
 * @throws EnhancerError BAD_REQUEST when it is no such response, or its statement has not ended
 */
export function parseStatement(json: unknown, name: string): StatementOutcome {
  const wrapped = z.object({ statement_response: z.unknown() }).safeParse(json);
  const parsed = responseSchema.safeParse(wrapped.success ? wrapped.data.statement_response : json);
  if (!parsed.success) throw notAStatement(name, z.prettifyError(parsed.error));
  const { data } = parsed;
  const statementId = data.statement_id ?? "";
  switch (data.status.state) {
    case "SUCCEEDED":
      return { kind: "rows", statementId, result: resultOf(data, name) };
    case "FAILED":
      return {
        kind: "failed",
        statementId,
        errorCode: data.status.error?.error_code ?? "UNKNOWN",
        message: data.status.error?.message ?? "",
        ...(data.status.sql_state === undefined ? {} : { sqlState: data.status.sql_state }),
      };
    case "CANCELED":
    case "CANCELLED":
    case "CLOSED":
      return { kind: "cancelled", statementId, by: "platform" };
    default:
      throw notAStatement(name, `its state is ${data.status.state}, which is not an end`);
  }
}

type Response = z.infer<typeof responseSchema>;

function resultOf(data: Response, name: string): Extract<StatementOutcome, { kind: "rows" }>["result"] {
  const columns = data.manifest?.schema?.columns;
  if (columns === undefined) throw notAStatement(name, "manifest.schema.columns is missing");
  const chunks = Array.isArray(data.result) ? data.result : [data.result ?? {}];
  const inOrder = chunks.toSorted((left, right) => (left.chunk_index ?? 0) - (right.chunk_index ?? 0));
  const rows: Cell[][] = inOrder.flatMap((chunk) => chunk.data_array ?? []);
  const odd = rows.findIndex((row) => row.length !== columns.length);
  if (odd >= 0) throw notAStatement(name, `row ${String(odd + 1)} has not as many cells as there are columns`);
  return {
    columns: columns
      .toSorted((left, right) => (left.position ?? 0) - (right.position ?? 0))
      .map((column) => ({
        name: column.name,
        typeName: (column.type_name ?? column.type_text ?? "STRING").toUpperCase(),
        typeText: typeText(column),
        ...(column.type_precision === undefined ? {} : { precision: column.type_precision }),
        ...(column.type_scale === undefined ? {} : { scale: column.type_scale }),
      })),
    rows,
    totalRowCount: data.manifest?.total_row_count ?? rows.length,
    truncated: data.manifest?.truncated ?? false,
  };
}

function typeText(column: z.infer<typeof columnSchema>): string {
  if (column.type_interval_type !== undefined && /^INTERVAL$/iu.test(column.type_text ?? "INTERVAL")) {
    return `INTERVAL ${column.type_interval_type}`;
  }
  return column.type_text ?? column.type_name ?? "STRING";
}

function notAStatement(name: string, why: string): EnhancerError {
  return new EnhancerError({
    code: "BAD_REQUEST",
    message: `${name} is not the response of a finished statement: ${why}`,
    remedy: "Give a Statement Execution response with status, manifest and result, in the format JSON_ARRAY.",
  });
}
