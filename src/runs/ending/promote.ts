import { EnhancerError } from "../../lib/core/errors.ts";
import { isBundleFolder } from "../../lib/space/bundle-folder.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { isKept } from "../change-words.ts";
import { carryOut, planPromotion } from "../effects/promote-effects.ts";
import { ensureViewsOf } from "../effects/trial-views.ts";
import type { RunContext } from "../run-context.ts";
import { keepKind } from "../trials/keep-record.ts";
import { trialFixesOf, withFixes } from "../trials/trial-run.ts";
import { handOver } from "./hand-over.ts";
import { markChanges, type ProductionHistory, productionHistory, settleProduction } from "./production-record.ts";
import type { ProductionWrite } from "./production-write.ts";
import { type ProductionWish, writeProduction } from "./write-production.ts";

export type PromoteOrder = {
  readonly actor: string | null;
  /** A person's own words. */
  readonly comment?: string | null;
  /** Write also a space that a bundle deploys. */
  readonly force?: boolean;
};

/**
 * Brings dev-best to production by a three-way merge: base is production as it was cloned, ours dev-best, theirs production as it is
 * now. Edits that people made meanwhile stay; where they overlap nothing is written. A space in a bundle's folder is handed over instead.
 */
export async function promote(context: RunContext, run: RunRow, order: PromoteOrder): Promise<ProductionWrite> {
  await refuseHalfKept(context, run);
  await settleProduction(context, run);
  const history = await productionHistory(context, run);
  const changes = await context.state.changes.list({ run_id: run.run_id });
  const kept = changes.filter(isKept);
  if (history.best === null || kept.length === 0) throw nothingToPromote(run);
  const undone = changes.filter((row) => row.status === "UNDONE");
  const wish: ProductionWish = {
    kind: "promote",
    base: history.original,
    // What was taken back from production stays out of it.
    ours: undone.length === 0 ? history.best : rebuilt(history, kept),
    reason: order.comment ?? `dev-best of run ${run.run_id}`,
    actor: order.actor,
    changes: kept,
  };
  const writer = { runId: run.run_id, loop: run.iterations_completed ?? 0, actor: order.actor };
  const catalog = await planPromotion(context, run.run_id, kept, wish.ours);
  await ensureViewsOf(context, writer, wish.ours);
  const written =
    order.force !== true && (await isDeployed(context, run))
      ? await handOver(context, run, wish)
      : await writeProduction(context, run, { ...wish, beside: catalog.conflicts });
  if (written.conflicts.length > 0) {
    await context.state.runs.update(run.run_id, { outcome: "CONFLICT" });
    return written;
  }
  if (written.handed_over === null) await carryOut(context, writer, catalog.writes);
  if (written.handed_over === null) await markChanges(context, kept, "PROMOTED");
  if (run.outcome === "CONFLICT") await context.state.runs.update(run.run_id, { outcome: "IMPROVED" });
  return written;
}

async function isDeployed(context: RunContext, run: RunRow): Promise<boolean> {
  return isBundleFolder((await context.workspace.spaces.describe(run.space_id, context.signal)).parentPath);
}

function rebuilt({ original }: ProductionHistory, kept: Parameters<typeof trialFixesOf>[0]): SpaceDocument {
  return withFixes(original, trialFixesOf(kept)).document;
}

function nothingToPromote(run: RunRow): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `Run ${run.run_id} has nothing to promote: no change was proven and kept`,
    remedy: "Give it another loop or more questions; its report says what was tried.",
  });
}

/** A process killed while it kept fixes may have written dev-best and not yet the rows: what is proven is known after a resume. */
async function refuseHalfKept(context: RunContext, run: RunRow): Promise<void> {
  const begun = await context.state.intents.list({
    run_id: run.run_id,
    kind: keepKind,
    status: ["INTENDED", "UNVERIFIED"],
  });
  if (begun.length === 0) return;
  throw new EnhancerError({
    code: "CONFLICT",
    message: `Run ${run.run_id} was broken off while it kept fixes: dev-best and its record may differ`,
    remedy: `Take the run up with \`genie-enhancer resume --run ${run.run_id}\`, then promote.`,
  });
}
