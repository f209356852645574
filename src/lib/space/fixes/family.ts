import type { Ids } from "../../core/random.ts";
import type { SpaceDocument } from "../document.ts";
import type { ChangeType, Fix } from "../fix.ts";

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

type FixOf<T extends ChangeType> = Extract<Fix, { change_type: T }>;

/**
 * Types of fixes that edit one part of a space. `apply` edits the draft, which is canonical and its own copy, or says why
 * not; `describe` is one sentence, which names things as the document knows them when there is one.
 */
export type FixFamily<T extends ChangeType> = {
  readonly apply: (draft: SpaceDocument, fix: FixOf<T>, context: FixContext) => Refusal | null;
  readonly describe: (fix: FixOf<T>, locale: Locale, document: SpaceDocument | null) => string;
};

export function refusal(code: Refusal["code"], reason: string): Refusal {
  return { code, reason };
}
