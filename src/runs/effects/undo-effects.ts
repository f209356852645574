import { catalogPath } from "../../lib/space/effects.ts";
import type { MergeConflict } from "../../lib/space/merge.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { catalogIntents, type CatalogWrite, commentOf, standingOf } from "./catalog-record.ts";
import { dropUnneededViews } from "./drop-views.ts";
import { carryOut, type CatalogPlan } from "./promote-effects.ts";
import { settleCatalog } from "./settle-catalog.ts";
import { isTrialView } from "../../lib/space/metric-view/trial-name.ts";
import { lookUp } from "./write-catalog.ts";

/**
 * What taking back the promotion of a run's changes, or of some, does to comments and to metric views that people made: each goes back to
 * what stood there before, newest first. What people wrote there since is a conflict.
 */
export async function planUndo(
  context: RunContext,
  run: RunRow,
  changeIds: ReadonlySet<string> | null = null,
): Promise<CatalogPlan> {
  if ((await catalogIntents(context, run.run_id)).length === 0) return { writes: [], conflicts: [] };
  const intents = await settleCatalog(context, run.run_id);
  const isPromoted = ({ kind, target }: CatalogWrite): boolean =>
    kind === "comment" || (kind === "alter_view" && !isTrialView(target));
  const wanted = intents.filter(
    (each) =>
      each.status === "DONE" &&
      isPromoted(each) &&
      each.change_id !== null &&
      (changeIds === null || changeIds.has(each.change_id)),
  );
  const writes: CatalogWrite[] = [];
  const conflicts: MergeConflict[] = [];
  // Of several changes of one thing, the first says what stood there before all, and the last what is there now.
  for (const same of Map.groupBy(wanted, ({ kind, target, column }) =>
    JSON.stringify([kind, target, column]),
  ).values()) {
    const [first] = same;
    const last = same.at(-1);
    if (first === undefined || last === undefined) continue;
    const back: CatalogWrite = { ...written(last), before: last.after, after: first.before };
    const there = await lookUp(context, back.target);
    const standing = standingOf(back, there);
    if (standing === "before") writes.push(back);
    if (standing !== "other") continue;
    const path = catalogPath({ ...back, kind: back.kind === "comment" ? "comment" : "alter_view" });
    const theirs = back.kind === "comment" ? commentOf(there, back.column) : (there?.definition ?? null);
    conflicts.push({ path, base: back.before, ours: back.after, theirs });
  }
  return { writes: writes.toReversed(), conflicts };
}

/**
 * Takes back in Unity Catalog what a promotion did: planned by {@link planUndo}, after production has been written back. Then views of the
 * run's own that production no longer names are dropped.
 */
export async function undoEffects(
  context: RunContext,
  run: RunRow,
  plan: Pick<CatalogPlan, "writes">,
  actor: string | null,
): Promise<void> {
  const writer = { runId: run.run_id, loop: run.iterations_completed ?? 0, actor };
  await carryOut(context, writer, plan.writes);
  await dropUnneededViews(context, run, writer);
}

function written({ kind, target, column, before, after, change_id }: CatalogWrite): CatalogWrite {
  return { kind, target, column, before, after, change_id };
}
