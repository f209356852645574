import { createMemory } from "../../lib/core/remembering.ts";
import type { Cell, Column } from "../../lib/core/statement.ts";
import { arrow } from "./driver-parts.ts";
import type { ArrowData, ArrowSchema, ArrowType } from "./driver-parts.ts";

/** The 8 bytes that end an Arrow stream; the protocol sends schema and batches without them. */
const endMarkerBytes = 8;

/** The schema message of a result. */
export function arrowSchema(columns: readonly Column[]): Buffer {
  return recall(JSON.stringify(columns), () => schemaMessage(columns));
}

/** Every reply has its schema, and few statements are asked only once. */
const recall = createMemory<Buffer>(200);

function schemaMessage(columns: readonly Column[]): Buffer {
  const writer = new arrow.RecordBatchStreamWriter();
  writer.reset(undefined, schemaOf(columns));
  writer.finish();
  return Buffer.from(writer.toUint8Array(true).slice(0, -endMarkerBytes));
}

/** The record batch message of some rows, to be read after {@link arrowSchema}'s bytes. */
export function arrowBatch(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Buffer {
  const schema = schemaOf(columns);
  const children = columns.map((column, index) => columnData(column, rows, index));
  const data = arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows.length, nullCount: 0, children });
  const stream = arrow.tableToIPC(new arrow.Table(new arrow.RecordBatch(schema, data)), "stream");
  return Buffer.from(stream.slice(arrowSchema(columns).length, -endMarkerBytes));
}

function schemaOf(columns: readonly Column[]): ArrowSchema {
  return new arrow.Schema(columns.map((column) => new arrow.Field(column.name, arrowType(column), true)));
}

function arrowType(column: Column): ArrowType {
  switch (column.typeName) {
    case "BOOLEAN":
      return new arrow.Bool();
    case "BYTE":
      return new arrow.Int8();
    case "SHORT":
      return new arrow.Int16();
    case "INT":
      return new arrow.Int32();
    case "LONG":
      return new arrow.Int64();
    case "FLOAT":
      return new arrow.Float32();
    case "DOUBLE":
      return new arrow.Float64();
    case "DATE":
      return new arrow.DateDay();
    case "TIMESTAMP":
      return new arrow.TimestampMicrosecond();
    case "DECIMAL":
      return new arrow.Decimal(column.scale ?? 0, column.precision ?? 38, 128);
    case "BINARY":
      return new arrow.Binary();
    default:
      return new arrow.Utf8();
  }
}

type Numbers = Int8Array | Int16Array | Int32Array | Float32Array | Float64Array | BigInt64Array;

function columnData(column: Column, rows: readonly (readonly Cell[])[], index: number): ArrowData {
  const cells = rows.map((row) => row[index] ?? null);
  const base = { type: arrowType(column), length: cells.length, ...validity(cells) };
  const fixed = (data: Numbers, read: (text: string) => number | bigint): ArrowData => {
    // One array type at a time, so the element always fits.
    for (const [row, cell] of cells.entries())
      if (cell !== null) (data as unknown as (number | bigint)[])[row] = read(cell);
    return arrow.makeData({ ...base, data });
  };
  const { length } = cells;
  switch (column.typeName) {
    case "BOOLEAN":
      return arrow.makeData({ ...base, data: bits(cells, (cell) => cell === "true") });
    case "BYTE":
      return fixed(new Int8Array(length), Number);
    case "SHORT":
      return fixed(new Int16Array(length), Number);
    case "INT":
      return fixed(new Int32Array(length), Number);
    case "LONG":
      return fixed(new BigInt64Array(length), BigInt);
    case "FLOAT":
      return fixed(new Float32Array(length), Number);
    case "DOUBLE":
      return fixed(new Float64Array(length), Number);
    case "DATE":
      return fixed(new Int32Array(length), (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / 86_400_000));
    case "TIMESTAMP":
      return fixed(new BigInt64Array(length), microseconds);
    case "DECIMAL":
      return arrow.makeData({ ...base, data: decimals(cells) });
    default:
      return arrow.makeData({ ...base, ...bytes(cells, column.typeName === "BINARY" ? "base64" : "utf8") });
  }
}

function bits(cells: readonly Cell[], isSet: (cell: Cell) => boolean): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(cells.length / 8));
  for (const [row, cell] of cells.entries())
    if (isSet(cell)) bitmap[row >> 3] = (bitmap[row >> 3] ?? 0) | (1 << (row & 7));
  return bitmap;
}

function validity(cells: readonly Cell[]): { nullCount: number; nullBitmap?: Uint8Array } {
  const nullCount = cells.filter((cell) => cell === null).length;
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits(cells, (cell) => cell !== null) };
}

/** `2024-05-01T00:03:11.495123Z` → microseconds since 1970. */
function microseconds(text: string): bigint {
  const [, seconds = "", fraction = ""] = /^(.*?:\d\d:\d\d)(?:\.(\d+))?Z?$/u.exec(text) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

/** Unscaled integers, 128 bits each, little end first. */
function decimals(cells: readonly Cell[]): Uint32Array {
  const words = new Uint32Array(cells.length * 4);
  for (const [row, cell] of cells.entries()) {
    if (cell === null) continue;
    const unscaled = BigInt.asUintN(128, BigInt(cell.replace(".", "")));
    for (let word = 0; word < 4; word += 1)
      words[row * 4 + word] = Number((unscaled >> BigInt(32 * word)) & 0xffffffffn);
  }
  return words;
}

function bytes(cells: readonly Cell[], encoding: "utf8" | "base64"): { valueOffsets: Int32Array; data: Uint8Array } {
  const pieces = cells.map((cell) => Buffer.from(cell ?? "", encoding));
  const valueOffsets = new Int32Array(cells.length + 1);
  for (const [row, piece] of pieces.entries()) valueOffsets[row + 1] = (valueOffsets[row] ?? 0) + piece.length;
  return { valueOffsets, data: Buffer.concat(pieces) };
}
