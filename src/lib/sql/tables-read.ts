import { readStatement } from "./read-statement.ts";
import { resolve } from "./resolve.ts";

/** Tables that a query reads, as it names them, lower case, sorted; CTEs are none. Nothing where the text is not understood. */
export function tablesReadBy(sql: string): readonly string[] {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return [];
  const sources = [...resolve(read.node).sources.values()];
  return [...new Set(sources.flatMap((source) => (source.kind === "table" ? [source.identifier] : [])))].toSorted();
}
