import type { Cell, Column } from "../../lib/core/statement.ts";
import type { EngineResult } from "./engine.ts";

/** A slice of a result, as the manifest counts it. */
export type Chunk = {
  readonly chunk_index: number;
  readonly row_offset: number;
  readonly row_count: number;
  readonly byte_count: number;
};

/** Cuts a result into chunks of at most `rowsPerChunk` rows. An empty result has one empty chunk. */
export function chunksOf(rows: EngineResult["rows"], rowsPerChunk: number): Chunk[] {
  const count = Math.max(1, Math.ceil(rows.length / rowsPerChunk));
  return Array.from({ length: count }, (_, index) => {
    const offset = index * rowsPerChunk;
    const slice = rows.slice(offset, offset + rowsPerChunk);
    return { chunk_index: index, row_offset: offset, row_count: slice.length, byte_count: byteCount(slice) };
  });
}

/** The rows of a chunk. */
export function rowsOf(rows: EngineResult["rows"], chunk: Chunk): EngineResult["rows"] {
  return rows.slice(chunk.row_offset, chunk.row_offset + chunk.row_count);
}

function byteCount(rows: readonly (readonly Cell[])[]): number {
  return rows.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(rows));
}

/** The manifest of the Statement Execution API. */
export function manifestOf(
  result: EngineResult,
  chunks: readonly Chunk[],
  truncated: boolean,
): Record<string, unknown> {
  return {
    format: "JSON_ARRAY",
    schema: { column_count: result.columns.length, columns: result.columns.map(columnInfo) },
    total_chunk_count: chunks.length,
    chunks,
    total_row_count: result.rows.length,
    total_byte_count: chunks.reduce((sum, chunk) => sum + chunk.byte_count, 0),
    truncated,
  };
}

function columnInfo(column: Column, position: number): Record<string, unknown> {
  return {
    name: column.name,
    type_text: column.typeText,
    type_name: column.typeName,
    position,
    ...(column.precision === undefined ? {} : { type_precision: column.precision }),
    ...(column.scale === undefined ? {} : { type_scale: column.scale }),
  };
}
