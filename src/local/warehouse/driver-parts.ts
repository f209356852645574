import { createRequire } from "node:module";

/**
 * The Thrift and Arrow libraries that `@databricks/sql` itself uses, so that both ends of the wire are of one version.
 * Only what this folder calls is declared.
 */
const require = createRequire(createRequire(import.meta.url).resolve("@databricks/sql"));

export type ArrowType = { readonly arrow: unique symbol };
export type ArrowData = { readonly data: unique symbol };
export type ArrowSchema = { readonly fields: readonly unknown[] };

type Arrow = {
  readonly Bool: new () => ArrowType;
  readonly Int8: new () => ArrowType;
  readonly Int16: new () => ArrowType;
  readonly Int32: new () => ArrowType;
  readonly Int64: new () => ArrowType;
  readonly Float32: new () => ArrowType;
  readonly Float64: new () => ArrowType;
  readonly Utf8: new () => ArrowType;
  readonly Binary: new () => ArrowType;
  readonly DateDay: new () => ArrowType;
  readonly TimestampMicrosecond: new () => ArrowType;
  readonly Decimal: new (scale: number, precision: number, bitWidth: number) => ArrowType;
  readonly Struct: new (fields: readonly unknown[]) => ArrowType;
  readonly Field: new (name: string, type: ArrowType, nullable: boolean) => unknown;
  readonly Schema: new (fields: readonly unknown[]) => ArrowSchema;
  readonly RecordBatch: new (schema: ArrowSchema, data: ArrowData) => { readonly batch: unique symbol };
  readonly Table: new (batch: unknown) => { readonly table: unique symbol };
  readonly RecordBatchStreamWriter: new () => {
    reset(sink: undefined, schema: ArrowSchema): void;
    finish(): void;
    toUint8Array(sync: true): Uint8Array;
  };
  makeData(parts: Readonly<Record<string, unknown>>): ArrowData;
  tableToIPC(table: unknown, format: "stream"): Uint8Array;
};

type Transport = { readonly transport: unique symbol };

type Thrift = {
  readonly TBufferedTransport: (new (buffer: undefined, flush: (data: Buffer) => void) => Transport) & {
    receiver(callback: (transport: Transport) => void): (data: Buffer) => void;
  };
  readonly TBinaryProtocol: new (transport: Transport) => unknown;
  readonly Int64: new (value: number) => { toNumber(): number };
};

/** The generated service: a processor that reads a call, asks the handler, and writes the answer. */
type Service = { readonly Processor: new (handler: object) => { process(input: unknown, output: unknown): void } };

export const arrow = require("apache-arrow") as Arrow;
export const thrift = require("thrift") as Thrift;
export const service = require("../thrift/TCLIService.js") as Service;
