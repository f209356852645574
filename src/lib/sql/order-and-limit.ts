import type { KeyExpression, ResultColumn } from "./key-expression.ts";

/** One key of a top-level ORDER BY. */
export type OrderKey = {
  /** As SQL writes it. */
  readonly expression: string;
  /** The result column that the key is, by index or by name (behind a star); null when it is none. */
  readonly column: ResultColumn | null;
  readonly direction: "asc" | "desc";
  readonly nulls: "first" | "last";
  /** How to compute it from the result's columns, where that is possible. */
  readonly value: KeyExpression | null;
  /** Result columns it uses; null when it uses anything that is not among them. */
  readonly uses: readonly ResultColumn[] | null;
};

/** What a query says about the order and the number of its rows. */
export type OrderAndLimit =
  | {
      readonly kind: "understood";
      readonly ordered: boolean;
      /** Keys in their order; `every` stands for ORDER BY ALL over a select list with a star. */
      readonly keys: readonly OrderKey[];
      readonly every: boolean;
      readonly limit: number | null;
      readonly offset: number | null;
      /** The query cannot give more than one row: aggregates without grouping. */
      readonly singleRow: boolean;
      /** The query without LIMIT and OFFSET, every key whose `column` is null behind its columns; null where it cannot be written. */
      readonly without: { readonly sql: string } | null;
    }
  | { readonly kind: "not_understood"; readonly reason: string };
