import type { Fragment } from "./sql-fragment.ts";

/** SQL over columns of tables, with the table through which the question reaches them. */
export type Expression = { readonly fragment: Fragment; readonly via: string | null };
export type Output = { readonly expression: Expression; readonly alias: string };
/** An output that is reckoned over a group. `rows` counts rows of the base table, once each. */
export type Measure = { readonly kind: "rows"; readonly alias: string } | ({ readonly kind: "sql" } & Output);

export type Plan = {
  readonly base: string;
  /** Group keys that are shown, and keys that only keep groups apart. */
  readonly groups: readonly Output[];
  readonly hiddenKeys: readonly Expression[];
  readonly measures: readonly Measure[];
  /** Columns of a plain list of rows. */
  readonly columns: readonly Output[];
  readonly distinct: boolean;
  readonly where: readonly Expression[];
  readonly having: readonly { readonly measure: Measure; readonly test: string }[];
  readonly without: readonly { readonly table: string; readonly where: readonly Expression[] }[];
  readonly required: readonly { readonly table: string; readonly via: string | null }[];
  readonly order: readonly {
    readonly alias: string | null;
    readonly measure: Measure | null;
    readonly expression: Expression | null;
    readonly direction: "ASC" | "DESC";
  }[];
  readonly limit: number | null;
  /** Counts the groups instead of listing them. */
  readonly countGroups: boolean;
  readonly perGroup: Expression | null;
  readonly includeAll: boolean;
};
