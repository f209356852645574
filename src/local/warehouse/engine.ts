import type { Cell, Column } from "../../lib/core/statement.ts";

/** A value handed to a statement. `type` is a SQL type name, `STRING` when the caller said none; `value` is its text, or null. */
export type StatementParameter = {
  /** The name after the colon; an empty name takes the next `?`. */
  readonly name: string;
  readonly type: string;
  readonly value: string | null;
};

/** Where names without a catalog or schema belong, and the zone in which timestamps are read and written. */
export type Session = {
  readonly catalog: string;
  readonly schema: string;
  readonly timeZone: string;
};

/** What a statement gave. `affected` counts changed rows, and is null for everything but INSERT, UPDATE, DELETE and MERGE. */
export type EngineResult = {
  readonly columns: readonly Column[];
  /** Exact text, typed by `columns`; timestamps as `2024-05-01T00:03:11.495Z`, arrays, maps and structs as JSON. */
  readonly rows: readonly (readonly Cell[])[];
  readonly affected: number | null;
};

/** Runs statements of the Databricks dialect. */
export type Engine = {
  /**
   * One statement, alone in its transaction. An aborted signal interrupts it.
   * @throws StatementFailure when the statement is wrong or fails
   */
  execute(
    statement: string,
    parameters: readonly StatementParameter[],
    session: Session,
    signal?: AbortSignal,
  ): Promise<EngineResult>;
  close(): Promise<void>;
};

/** A statement that failed, in the platform's words: `[TABLE_OR_VIEW_NOT_FOUND] The table or view … SQLSTATE: 42P01`. */
export class StatementFailure extends Error {
  override readonly name = "StatementFailure";
  /** The error condition: `UNRESOLVED_COLUMN.WITH_SUGGESTION`, `DIVIDE_BY_ZERO`. */
  readonly errorCode: string;
  readonly sqlState: string;

  constructor(errorCode: string, sqlState: string, text: string) {
    super(`[${errorCode}] ${text} SQLSTATE: ${sqlState}`);
    this.errorCode = errorCode;
    this.sqlState = sqlState;
  }
}

/** The condition of a statement that was interrupted. */
export const cancelled = "OPERATION_CANCELED";
