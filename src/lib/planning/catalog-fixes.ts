import { lastingViewName } from "../space/metric-view/trial-name.ts";
import type { ChangeType, Fix } from "../space/fix.ts";

/** Which fixes that reach into Unity Catalog a run may make. */
export type CatalogFixes = {
  /** Where metric views are made, as catalog.schema; null where none is. */
  readonly metricViewSchema: string | null;
  /** Whether comments of tables and columns may be written. */
  readonly comments: boolean;
};

export const noCatalogFixes: CatalogFixes = { metricViewSchema: null, comments: false };

const viewTypes: readonly ChangeType[] = ["create_metric_view", "update_metric_view", "delete_metric_view"];
const commentTypes: readonly ChangeType[] = ["set_column_comment", "set_table_comment"];

/** Types that a model is not told of. */
export function notOffered({ metricViewSchema, comments }: CatalogFixes): ReadonlySet<ChangeType> {
  return new Set([...(metricViewSchema === null ? viewTypes : []), ...(comments ? [] : commentTypes)]);
}

/** Why a fix may not reach into Unity Catalog as it wants to, or null. */
export function catalogProblem(fix: Fix, allowed: CatalogFixes): string | null {
  if (notOffered(allowed).has(fix.change_type)) {
    const setting = viewTypes.includes(fix.change_type) ? "enable_metric_views" : "catalog_comments";
    return `the setting ${setting} does not allow ${fix.change_type}`;
  }
  if (fix.change_type !== "create_metric_view") return null;
  const own = `${allowed.metricViewSchema ?? ""}.`.toLowerCase();
  if (fix.name.toLowerCase().startsWith(own) && lastingViewName(fix.name) === fix.name) return null;
  return `metric views are made in ${allowed.metricViewSchema ?? ""}, and ${fix.name} is not there`;
}
