import type { SpaceDocument } from "../document.ts";
import { ensureConfig, findColumn } from "./find-table.ts";
import { refusal, type FixContext, type Refusal } from "./fix-type.ts";

/** Hides a column from Genie, or shows it again. What the space says of it stays. */
export function setExcluded(
  draft: SpaceDocument,
  fix: { readonly table: string; readonly column: string },
  exclude: boolean,
  context: FixContext,
): Refusal | null {
  const found = findColumn(draft, fix, context);
  if (found.kind === "refused") return found.refusal;
  const { table, column, config } = found.value;
  if ((config?.exclude === true) === exclude) {
    return refusal("no_op", `${table.identifier}.${column} is already ${exclude ? "hidden" : "shown"}`);
  }
  const settings = ensureConfig(table, column, config);
  if (exclude) settings.exclude = true;
  else delete settings.exclude;
  return null;
}
