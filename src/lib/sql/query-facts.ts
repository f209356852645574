/** What a query does, read off its text. Names are three-part where they could be resolved, and lower case. */
export type QueryFacts = {
  /** `catalog.schema.table`, sorted, without repeats, CTEs resolved away. */
  readonly tables: readonly string[];
  /** Columns used, with the clause of each use. `column` is `catalog.schema.table.column` where it resolved, else as written. */
  readonly columns: readonly { readonly column: string; readonly clause: Clause }[];
  readonly joins: readonly JoinFact[];
  /** Conjuncts of WHERE, HAVING and QUALIFY, split at top-level AND, as the query writes them. */
  readonly filters: readonly FilterFact[];
  readonly aggregates: readonly AggregateFact[];
  /** Grouping keys with positions and aliases resolved to their expressions. */
  readonly groupBy: readonly string[];
  /** Top-level ORDER BY. */
  readonly orderBy: readonly { readonly expression: string; readonly direction: "asc" | "desc" }[];
  readonly limit: number | null;
  readonly offset: number | null;
  readonly distinct: boolean;
  /** The outermost select list. */
  readonly outputs: readonly { readonly alias: string | null; readonly sql: string }[];
  /** Text and number literals anywhere in the query, as written, without quotes. */
  readonly literals: readonly string[];
};

export type Clause = "select" | "join" | "filter" | "group" | "having" | "qualify" | "window" | "order";

export type JoinFact = {
  readonly kind: "inner" | "left" | "right" | "full" | "cross" | "semi" | "anti";
  /** `catalog.schema.table` of each side where known. */
  readonly left: string | null;
  readonly right: string;
  /** The condition with aliases replaced by the tables' last name parts: `orders.customer_id = customers.id`. */
  readonly condition: string | null;
};

export type FilterFact = {
  /** The conjunct with aliases replaced by the tables' last name parts. */
  readonly sql: string;
  readonly clause: "where" | "having" | "qualify";
  /** Columns in it, three-part table in front where resolved. */
  readonly columns: readonly string[];
  readonly literals: readonly string[];
};

export type AggregateFact = {
  /** Upper-case name: SUM, COUNT, AVG, COUNT_IF … */
  readonly function: string;
  readonly distinct: boolean;
  /** The whole call with aliases replaced by the tables' last name parts. */
  readonly sql: string;
  readonly columns: readonly string[];
};

/** A query the parser does not understand is a fact, never a crash. */
export type Analysis =
  | { readonly kind: "understood"; readonly facts: QueryFacts }
  | { readonly kind: "not_understood"; readonly reason: string };
