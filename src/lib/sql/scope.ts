import type { Piece } from "./syntax.ts";

/** Where a SELECT takes rows from. */
export type Source =
  | { readonly kind: "table"; readonly alias: string; readonly identifier: string }
  /** A subquery or a CTE. */
  | {
      readonly kind: "derived";
      readonly alias: string;
      readonly query: QueryScope;
      readonly outputs: readonly Output[];
      readonly complete: boolean;
    }
  /** A table function, a lateral view, VALUES, a pivot's new columns, a CTE inside itself. */
  | { readonly kind: "opaque"; readonly alias: string; readonly columns: readonly string[] | null };

/** A column that a query gives. */
export type Output = {
  readonly name: string | null;
  /** Its expressions without alias: one, or one a branch of a set operation. None where a star stands for it. */
  readonly expressions: readonly unknown[];
  /** Set when a star passes on a column of a subquery or CTE. */
  readonly passes?: { readonly source: Source; readonly output: Output };
};

/** One SELECT with what its names can mean. */
export type SelectScope = {
  readonly body: Piece;
  readonly parent: SelectScope | null;
  readonly sources: Source[];
  /** One entry an item of the select list: null for a star. */
  readonly items: (Output | null)[];
  readonly joins: JoinScope[];
};

/** One step of FROM: how a source is joined to those before it. */
export type JoinScope = {
  readonly kind: string;
  readonly source: Source | null;
  readonly before: readonly Source[];
  readonly on: unknown;
  readonly using: readonly string[];
};

/** A query: one SELECT, several under a set operation, or something else that gives rows. */
export type QueryScope = {
  readonly node: unknown;
  readonly selects: readonly SelectScope[];
  readonly outputs: readonly Output[];
  /** False when a star over a table hides some outputs. */
  readonly complete: boolean;
};

/** What a column name means where it stands. */
export type Reference =
  | { readonly kind: "column"; readonly source: Source; readonly name: string; readonly field: string | null }
  /** A select-list item of the same SELECT, by its alias. */
  | { readonly kind: "item"; readonly index: number; readonly scope: SelectScope | null }
  | { readonly kind: "lambda"; readonly name: string }
  /** `ALL` in ORDER BY, a unit such as DAY: no column at all. */
  | { readonly kind: "word"; readonly name: string }
  | { readonly kind: "unknown"; readonly qualifier: string | null; readonly name: string };

/** What a whole query's names mean. */
export type Resolution = {
  readonly root: QueryScope;
  /** By the body of each `column` node. */
  readonly references: ReadonlyMap<object, Reference>;
  /** Every use of a column, in the order of writing, nested queries and CTEs included. */
  readonly uses: readonly { readonly reference: Reference; readonly clause: Place["clause"] }[];
  /** Every SELECT, outermost first in its own branch. */
  readonly selects: readonly SelectScope[];
  /** By the body of each node in FROM. */
  readonly sources: ReadonlyMap<object, Source>;
  /** By the body of the query's node. */
  readonly queries: ReadonlyMap<object, QueryScope>;
};

/** Where a name stands. */
export type Place = {
  readonly clause: "select" | "join" | "where" | "group" | "having" | "qualify" | "window" | "order";
  readonly scope: SelectScope | null;
  /** CTEs in force, for queries nested in an expression. */
  readonly ctes: unknown;
  readonly lambdas: readonly string[];
  /** How many select-list items may be named here: an item may use those before it. */
  readonly items: number;
};
