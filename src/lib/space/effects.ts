import type { Fix } from "./fix.ts";
import { readMetricView, writeMetricView } from "./metric-view/definition.ts";
import { lastingViewName, trialViewName } from "./metric-view/trial-name.ts";

/**
 * What a fix does in Unity Catalog beside its edit of the space. A view that a trial reads is made before the trial; what people's tables and
 * views are changed by waits for the promotion, since production reads them. No effect drops anything: a view goes when nothing needs it.
 */
export type Effect =
  | { readonly kind: "create_view"; readonly when: "trial"; readonly target: string; readonly after: string }
  | {
      readonly kind: "alter_view";
      readonly when: "promotion";
      readonly target: string;
      /** The view that a trial's space has in the target's place. */
      readonly trial: string;
      readonly after: string;
    }
  | {
      readonly kind: "comment";
      readonly when: "promotion";
      readonly target: string;
      /** Null for the table's own comment. */
      readonly column: string | null;
      readonly after: string;
    };

export function effectsOf(fix: Fix): readonly Effect[] {
  if (fix.change_type === "create_metric_view") {
    return [{ kind: "create_view", when: "trial", target: fix.name, after: definitionOf(fix.yaml) }];
  }
  if (fix.change_type === "update_metric_view") {
    const trial = trialViewName(fix.name, fix.yaml);
    return [
      { kind: "create_view", when: "trial", target: trial, after: definitionOf(fix.yaml) },
      {
        kind: "alter_view",
        when: "promotion",
        target: lastingViewName(fix.name),
        trial,
        after: definitionOf(fix.yaml),
      },
    ];
  }
  if (fix.change_type === "set_table_comment") {
    return [{ kind: "comment", when: "promotion", target: fix.table, column: null, after: fix.comment }];
  }
  if (fix.change_type === "set_column_comment") {
    return [{ kind: "comment", when: "promotion", target: fix.table, column: fix.column, after: fix.comment }];
  }
  return [];
}

/** What was read, and nothing else: comments and the like of whoever wrote the YAML do not get into Unity Catalog. */
function definitionOf(yaml: string): string {
  const read = readMetricView(yaml);
  return read.kind === "read" ? writeMetricView(read.view).trimEnd() : yaml;
}

/** A thing of Unity Catalog as a path beside those of the document. */
export function catalogPath({
  target,
  ...effect
}: Pick<Effect, "kind" | "target"> & { column?: string | null }): string {
  if (effect.kind !== "comment") return `unity_catalog[${target}].definition`;
  const column = effect.column ?? null;
  return column === null ? `unity_catalog[${target}].comment` : `unity_catalog[${target}].columns[${column}].comment`;
}
