import type { SpaceDocument, TableSource } from "../document.ts";
import { readMetricView } from "../metric-view/definition.ts";
import { tableEntries } from "../visit.ts";
import { folded, refusal, type Refusal } from "./fix-type.ts";

/** The metric view of that name, whatever the case. One that came back among the tables is not told from a table, and is not taken for one. */
export function metricViewNamed(document: SpaceDocument, name: string): TableSource | undefined {
  return document.data_sources.metric_views?.find((view) => folded(view.identifier) === folded(name));
}

/** A table or view of that name, whatever the case. */
export function sourceNamed(document: SpaceDocument, name: string): TableSource | undefined {
  return tableEntries(document).find(({ table }) => folded(table.identifier) === folded(name))?.table;
}

/** Why a definition cannot be used in this space: it must be well-formed, over the space's own tables. */
export function definitionProblem(document: SpaceDocument, yaml: string): Refusal | null {
  const read = readMetricView(yaml);
  if (read.kind === "unreadable") return refusal("invalid", `The definition cannot be used: ${read.reason}`);
  for (const source of [read.view.source, ...(read.view.joins ?? []).map((join) => join.source)]) {
    if (sourceNamed(document, source) === undefined || metricViewNamed(document, source) !== undefined) {
      return refusal("unknown_table", `The definition reads ${source}, which is not a table of the space`);
    }
  }
  return null;
}
