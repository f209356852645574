import type { SpaceDocument } from "../document.ts";
import { textOf } from "../lines.ts";
import { findColumn, findTable } from "./find-table.ts";
import { folded, refusal, type FixContext, type Refusal } from "./fix-type.ts";

/** A table, or with a column that is not empty one of its columns. */
type Named = { readonly table: string; readonly column: string };

type Holder = { description?: string[] | undefined };

type Refused = { readonly kind: "refused"; readonly refusal: Refusal };
type Found = { readonly kind: "found"; readonly holder: Holder; readonly text: string } | Refused;

/** The thing's description as it stands, and the holder that it is a member of. */
export function findDescription(draft: SpaceDocument, fix: Named, context: FixContext): Found {
  const found = findHolder(draft, fix, context);
  if (found.kind === "refused") return found;
  const holder = found.value;
  const text = textOf(holder?.description);
  if (holder === null || text === "") {
    return { kind: "refused", refusal: refusal("not_found", `${nameOf(fix)} has no description in the space`) };
  }
  return { kind: "found", holder, text };
}

function findHolder(
  draft: SpaceDocument,
  fix: Named,
  context: FixContext,
): { readonly kind: "found"; readonly value: Holder | null } | Refused {
  if (fix.column === "") return findTable(draft, fix.table);
  const found = findColumn(draft, fix, context);
  return found.kind === "refused" ? found : { kind: "found", value: found.value.config };
}

export function nameOf({ table, column }: Named): string {
  return column === "" ? table : `${table}.${column}`;
}

/** The same key as adding a description has, so that the two meet. */
export function descriptionKey({ table, column }: Named): string {
  return column === "" ? `description ${folded(table)}` : `description ${folded(table)} ${folded(column)}`;
}
