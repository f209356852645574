/** A cell as SQLite holds it: INTEGER, REAL and TEXT columns, and null. */
export type OracleCell = number | string | null;
export type OracleType = "INTEGER" | "REAL" | "TEXT";
export type OracleColumn = { readonly name: string; readonly type: OracleType };
export type OracleResult = {
  readonly columns: readonly OracleColumn[];
  readonly rows: readonly (readonly OracleCell[])[];
};

/** Two results to be compared. `order` lists the columns of the expected query's ORDER BY; empty: a bag. */
export type OraclePair = {
  readonly id: number;
  /** What was done to the expected result to get the answer: for the tally only, no verdict looks at it. */
  readonly change: string;
  readonly expected: OracleResult;
  readonly answer: OracleResult;
  readonly order: readonly { readonly column: string; readonly descending: boolean }[];
};
