/** A result column, named and typed as the Statement Execution API does (`typeName` is its upper-case enum). */
export type Column = {
  readonly name: string;
  /** ARRAY BINARY BOOLEAN BYTE CHAR DATE DECIMAL DOUBLE FLOAT INT INTERVAL LONG MAP NULL SHORT STRING STRUCT TIMESTAMP … */
  readonly typeName: string;
  /** The type as SQL writes it: `DECIMAL(18,2)`, `ARRAY<STRING>`, `TIMESTAMP_NTZ`. */
  readonly typeText: string;
  readonly precision?: number;
  readonly scale?: number;
};

/** Every value is exact text, or null. */
export type Cell = string | null;

/** A whole result: all chunks put together. */
export type ResultSet = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** What the manifest announced; more than `rows` holds when the result is incomplete. */
  readonly totalRowCount: number;
  readonly truncated: boolean;
};

/** How a statement ended. A failing statement is data, not an exception. */
export type StatementOutcome =
  | { readonly kind: "rows"; readonly statementId: string; readonly result: ResultSet }
  | {
      readonly kind: "failed";
      readonly statementId: string;
      readonly errorCode: string;
      readonly message: string;
      readonly sqlState?: string;
    }
  | { readonly kind: "cancelled"; readonly statementId: string; readonly by: "us" | "platform" };
