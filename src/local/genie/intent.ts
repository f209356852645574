import type { Aggregate, Grain } from "./function-words.ts";
import type { Target } from "./lexicon.ts";
import type { TimeRange } from "./time-range.ts";

/** A target with the table through which the question reaches it, if it says so. */
export type Thing = { readonly target: Target; readonly via: string | null };

/** Something to be reckoned. */
export type MeasureAsk =
  | { readonly kind: "count"; readonly of: Thing | null; readonly distinct: boolean }
  | { readonly kind: "thing"; readonly thing: Thing; readonly fn: Aggregate | null }
  /** Words that nothing knows, in a place where a measure is wanted. */
  | { readonly kind: "unplaced"; readonly words: readonly string[]; readonly fn: Aggregate | null };

export type DimensionAsk =
  | { readonly kind: "thing"; readonly thing: Thing }
  | { readonly kind: "grain"; readonly grain: Grain; readonly of: Thing | null }
  | { readonly kind: "unplaced"; readonly words: readonly string[] };

export type Comparison = {
  readonly of: MeasureAsk;
  readonly sign: string;
  readonly value: number;
  readonly upper: number | null;
};

/** What a question asks for, in words of the data and before any SQL. */
export type Intent = {
  measures: MeasureAsk[];
  dimensions: DimensionAsk[];
  /** What rows or groups the answer lists. */
  entities: Thing[];
  /** Columns to show that are neither grouped by nor reckoned. */
  shown: Thing[];
  filters: { readonly thing: Thing; readonly negated: boolean }[];
  /** A text column said to be something no value is known for. */
  literals: { readonly column: Thing | null; readonly text: string; readonly negated: boolean }[];
  comparisons: Comparison[];
  /** `near` is the table named right before the range. */
  times: { readonly range: TimeRange; readonly near: string | null }[];
  /** Things that must not exist for a row of the entity. */
  without: Thing[];
  /** Tables that must have a row for the entity. */
  having: Thing[];
  order: {
    readonly direction: "DESC" | "ASC";
    readonly of: MeasureAsk | "date" | null;
    readonly said: "extreme" | "sort";
  } | null;
  limit: number | null;
  /** An average of counts per group was asked for. */
  perGroup: boolean;
  includeAll: boolean;
  /** Tables and date columns named in passing. */
  hints: Thing[];
  /** Words nothing was known for. */
  unplaced: string[];
  placed: number;
};

export function emptyIntent(): Intent {
  return {
    measures: [],
    dimensions: [],
    entities: [],
    shown: [],
    filters: [],
    literals: [],
    comparisons: [],
    times: [],
    without: [],
    having: [],
    order: null,
    limit: null,
    perGroup: false,
    includeAll: false,
    hints: [],
    unplaced: [],
    placed: 0,
  };
}
