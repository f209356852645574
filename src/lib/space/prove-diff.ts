import { spaceDigest } from "./canonical.ts";
import { diffSpaces, type SpaceChange } from "./diff.ts";
import type { SpaceDocument } from "./document.ts";

export type Proof =
  | { readonly kind: "ok"; readonly digest: string; readonly changed: readonly SpaceChange[] }
  /** From what was planned to what is there. */
  | { readonly kind: "different"; readonly differences: readonly SpaceChange[] };

/** Whether what was read back is exactly what was planned; `changed` is what that changed against `before`. */
export function proveDiff(before: SpaceDocument, readBack: SpaceDocument, planned: SpaceDocument): Proof {
  const found = withMetricViewsAsIn(planned, readBack);
  const differences = diffSpaces(planned, found);
  if (differences.length > 0) return { kind: "different", differences };
  return { kind: "ok", digest: spaceDigest(found), changed: diffSpaces(before, found) };
}

/** The service may give a metric view back among the tables; it goes back to where the other document has it. */
export function withMetricViewsAsIn(model: SpaceDocument, document: SpaceDocument): SpaceDocument {
  const views = new Set((model.data_sources.metric_views ?? []).map((view) => view.identifier));
  const { tables = [], metric_views = [] } = document.data_sources;
  const moved = tables.filter((table) => views.has(table.identifier));
  if (moved.length === 0) return document;
  return {
    ...document,
    data_sources: {
      ...document.data_sources,
      tables: tables.filter((table) => !views.has(table.identifier)),
      metric_views: [...metric_views, ...moved],
    },
  };
}
