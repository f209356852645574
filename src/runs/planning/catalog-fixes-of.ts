import type { CatalogFixes } from "../../lib/planning/catalog-fixes.ts";
import type { Settings } from "../../lib/settings/settings.ts";

/** What the settings let a run do in Unity Catalog. */
export function catalogFixesOf(settings: Settings): CatalogFixes {
  const { enable_metric_views, metric_view_schema, catalog, schema, catalog_comments } = settings;
  // A view's name stands without quotes, and so must that of its schema.
  const usual = /^[\p{L}_][\p{L}\p{N}_]*$/u;
  const states = usual.test(catalog) && usual.test(schema) ? `${catalog}.${schema}` : null;
  return {
    metricViewSchema: enable_metric_views ? (metric_view_schema ?? states) : null,
    comments: catalog_comments,
  };
}
