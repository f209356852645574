import type { ColumnConfig, SpaceDocument, TableSource } from "../document.ts";
import { tableEntries } from "../visit.ts";
import { refusal, type FixContext, type Refusal } from "./fix-type.ts";

type Found<T> = { readonly kind: "found"; readonly value: T } | { readonly kind: "refused"; readonly refusal: Refusal };

/** The table of that full name: as written, else by the one spelling that differs in case alone, as the catalog takes names. */
export function findTable(document: SpaceDocument, name: string): Found<TableSource> {
  const tables = tableEntries(document).map(({ table }) => table);
  const exact = tables.find((table) => table.identifier === name);
  const alike = tables.filter((table) => sameName(table.identifier, name));
  const value = exact ?? (alike.length === 1 ? alike[0] : undefined);
  if (value !== undefined) return { kind: "found", value };
  return { kind: "refused", refusal: refusal("unknown_table", `${name} is not a table of the space`) };
}

/** The column's settings as they stand, or null when it has none. A column that the catalog does not know is refused. */
export function findColumn(
  document: SpaceDocument,
  fix: { readonly table: string; readonly column: string },
  context: Pick<FixContext, "columnsOf">,
): Found<{ readonly table: TableSource; readonly column: string; readonly config: ColumnConfig | null }> {
  const found = findTable(document, fix.table);
  if (found.kind === "refused") return found;
  const table = found.value;
  const configs = table.column_configs ?? [];
  const config =
    configs.find((each) => each.column_name === fix.column) ??
    configs.find((each) => sameName(each.column_name, fix.column)) ??
    null;
  const known = context.columnsOf?.(table.identifier) ?? null;
  const spelled = known?.find((name) => name === fix.column) ?? known?.find((name) => sameName(name, fix.column));
  if (known !== null && spelled === undefined) {
    return {
      kind: "refused",
      refusal: refusal("unknown_column", `${table.identifier} has no column ${fix.column}`),
    };
  }
  return { kind: "found", value: { table, column: config?.column_name ?? spelled ?? fix.column, config } };
}

/** The column's settings, made where they are missing; the canonical form puts them in order. */
export function ensureConfig(table: TableSource, column: string, config: ColumnConfig | null): ColumnConfig {
  if (config !== null) return config;
  const made: ColumnConfig = { column_name: column };
  table.column_configs = [...(table.column_configs ?? []), made];
  return made;
}

function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
