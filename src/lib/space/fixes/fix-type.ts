import { z } from "zod";
import type { Ids } from "../../core/random.ts";
import type { SpaceDocument } from "../document.ts";
import type { FixCategory } from "../fix-category.ts";

/** Why a fix is not made. */
export type Refusal = {
  readonly code:
    | "no_op"
    | "unknown_table"
    | "unknown_column"
    | "not_found"
    | "ambiguous"
    | "duplicate"
    | "over_limit"
    | "invalid";
  readonly reason: string;
};

export type FixContext = {
  readonly ids: Ids;
  /** A table's columns in the catalog, when they are known; without it a column is not checked. */
  readonly columnsOf?: ((table: string) => readonly string[] | null) | undefined;
};

export type Locale = "en" | "ko";

/** SQL that a fix brings along, to be checked and planned by the warehouse before the fix is used. */
export type FixSql =
  | { readonly kind: "query" | "filter" | "expression" | "measure"; readonly sql: string }
  | {
      readonly kind: "join";
      readonly sql: string;
      readonly sides: { readonly left: JoinedTable; readonly right: JoinedTable };
    }
  /** The condition of a join that the space has. */
  | { readonly kind: "join_of"; readonly sql: string; readonly id: string }
  /** A definition in YAML, whose expressions are SQL. */
  | { readonly kind: "metric_view"; readonly sql: string };

export type JoinedTable = { readonly table: string; readonly alias: string };

type SchemaOf<T extends string, S extends z.ZodRawShape> = z.ZodObject<
  { change_type: z.ZodLiteral<T> } & S,
  z.core.$strict
>;
type ValueOf<T extends string, S extends z.ZodRawShape> = z.infer<SchemaOf<T, S>>;

/** What one type of fix can do, over fixes `F`. Taking one back needs no code of its own: it is the patch from what it made to what was. */
export type FixWork<F> = {
  readonly category: FixCategory;
  /** Edits the draft, which is canonical and its own copy, or says why not. */
  readonly apply: (draft: SpaceDocument, fix: F, context: FixContext) => Refusal | null;
  /** One sentence, which names things as the document knows them when there is one. */
  readonly describe: Readonly<Record<Locale, (fix: F, document: SpaceDocument | null) => string>>;
  /** The objects of the space that it touches: two fixes with one in common contradict or repeat each other. */
  readonly touches: (fix: F) => readonly string[];
  readonly sql?: (fix: F) => FixSql;
};

export type FixType<T extends string, S extends z.ZodRawShape> = FixWork<ValueOf<T, S>> & {
  readonly schema: SchemaOf<T, S>;
};

/** One type of fix: its name, the fields beside it, and what it does. */
export function fixType<T extends string, S extends z.ZodRawShape>(
  name: T,
  fields: S,
  work: FixWork<ValueOf<T, S>>,
): FixType<T, S> {
  return { ...work, schema: z.strictObject({ change_type: z.literal(name), ...fields }) };
}

export function refusal(code: Refusal["code"], reason: string): Refusal {
  return { code, reason };
}

/** A name as `touches` compares it: composed, single-spaced, in lower case. */
export function folded(text: string): string {
  return text.normalize("NFC").trim().replaceAll(/\s+/gu, " ").toLowerCase();
}
