import type { Columns } from "./column.ts";
import type { SchemaRole } from "./names.ts";

/** A table of whatever columns. */
export type AnyTable = {
  readonly name: string;
  readonly role: SchemaRole;
  readonly comment: string;
  readonly columns: Columns;
  readonly key: readonly string[];
  readonly clusterBy: readonly string[];
};

/** A Delta table: its columns, the key by which a write finds its row, and how it is clustered. */
export type Table<C extends Columns, K extends keyof C & string = keyof C & string> = {
  readonly name: string;
  readonly role: SchemaRole;
  readonly comment: string;
  readonly columns: C;
  readonly key: readonly K[];
  readonly clusterBy: readonly (keyof C & string)[];
};

/** Keeps the columns' own types. */
export function table<const C extends Columns, K extends keyof C & string>(definition: Table<C, K>): Table<C, K> {
  return definition;
}
