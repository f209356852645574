import { EnhancerError } from "../../lib/core/errors.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { catalogPath, type Effect, effectsOf } from "../../lib/space/effects.ts";
import type { MergeConflict } from "../../lib/space/merge.ts";
import { tableEntries } from "../../lib/space/visit.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunContext } from "../run-context.ts";
import { type CatalogWrite, commentOf, standingOf } from "./catalog-record.ts";
import { settleCatalog } from "./settle-catalog.ts";
import { fixOf, type Seen } from "./trial-views.ts";
import { lookUp, writeCatalog, type Writer } from "./write-catalog.ts";

/** What a promotion, or its undo, is going to do in Unity Catalog. Where people changed the same things, it does nothing of it. */
export type CatalogPlan = { readonly writes: readonly CatalogWrite[]; readonly conflicts: readonly MergeConflict[] };

/**
 * The changes of people's own tables and views that wait for the promotion: comments, and new definitions of metric views. Base is what
 * stood there when the fix was tried.
 */
export async function planPromotion(
  context: RunContext,
  runId: string,
  kept: readonly ChangeRow[],
  best: SpaceDocument,
): Promise<CatalogPlan> {
  if (kept.every((row) => effectsOf(fixOf(row)).length === 0)) return { writes: [], conflicts: [] };
  await settleCatalog(context, runId);
  const named = new Set(tableEntries(best).map(({ table }) => table.identifier.toLowerCase()));
  const writes: CatalogWrite[] = [];
  const conflicts: MergeConflict[] = [];
  for (const row of kept) {
    for (const effect of effectsOf(fixOf(row))) {
      if (effect.when !== "promotion" || (effect.kind === "alter_view" && !named.has(effect.trial))) continue;
      const path = catalogPath(effect);
      const base = seenBefore(row, path);
      const there = await lookUp(context, effect.target);
      const write: CatalogWrite = {
        kind: effect.kind,
        target: effect.target,
        column: columnOf(effect),
        before: base,
        after: effect.after,
        change_id: row.change_id,
      };
      switch (standingOf(write, there)) {
        case "after":
          continue;
        case "before":
          writes.push(write);
          continue;
        case "other": {
          const theirs = effect.kind === "comment" ? commentOf(there, effect.column) : (there?.definition ?? null);
          conflicts.push({ path, base, ours: effect.after, theirs });
        }
      }
    }
  }
  return { writes, conflicts };
}

/** @throws EnhancerError SQL_FAILED when the warehouse refuses one; what was done before it stays on record, to be undone or gone on with */
export async function carryOut(context: RunContext, writer: Writer, writes: readonly CatalogWrite[]): Promise<void> {
  for (const write of writes) {
    const done = await writeCatalog(context, writer, write);
    if (done.kind === "done") continue;
    throw new EnhancerError({
      code: "SQL_FAILED",
      message: `${write.target} in Unity Catalog could not be changed (${write.kind}): ${done.reason}`,
      remedy: "Give the job's identity the right to change it, then run the command again: what is done stays done.",
    });
  }
}

function columnOf(effect: Effect): string | null {
  return effect.kind === "comment" ? effect.column : null;
}

/** What the change's row says stood there when it was tried. */
function seenBefore(row: ChangeRow, path: string): string | null {
  const parts = JSON.parse(row.before_json ?? "[]") as readonly Seen[];
  return parts.find((part) => part.path === path)?.value ?? null;
}
