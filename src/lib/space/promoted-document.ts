import { canonicalSpace } from "./canonical.ts";
import type { SpaceDocument } from "./document.ts";
import { isTrialView, lastingViewName } from "./metric-view/trial-name.ts";
import { tableEntries } from "./visit.ts";

/**
 * A trial's configuration as production gets it: with the metric views themselves in the place of those that a change was tried under,
 * written as production writes them.
 */
export function promotedDocument(document: SpaceDocument, production: SpaceDocument): SpaceDocument {
  const views = document.data_sources.metric_views ?? [];
  if (!views.some((view) => isTrialView(view.identifier))) return document;
  const written = new Map(
    tableEntries(production).map(({ table }) => [table.identifier.toLowerCase(), table.identifier] as const),
  );
  const metric_views = views.map((view) => {
    if (!isTrialView(view.identifier)) return view;
    const name = lastingViewName(view.identifier);
    return { ...view, identifier: written.get(name.toLowerCase()) ?? name };
  });
  return canonicalSpace({ ...document, data_sources: { ...document.data_sources, metric_views } });
}
