import { EnhancerError } from "../../lib/core/errors.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { mergeSpaces } from "../../lib/space/merge.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { nextCommand } from "./next-command.ts";
import { planUndo, undoEffects } from "../effects/undo-effects.ts";
import type { RunContext } from "../run-context.ts";
import { trialFixesOf, withFixes } from "../trials/trial-run.ts";
import {
  changesInProduction,
  markChanges,
  mayBePromoted,
  type ProductionHistory,
  productionHistory,
  settleProduction,
} from "./production-record.ts";
import type { ProductionWrite } from "./production-write.ts";
import { type ProductionWish, writeProduction } from "./write-production.ts";

export type RollbackOrder = {
  readonly what:
    | { readonly kind: "run" }
    | { readonly kind: "change"; readonly changeId: string }
    /** The whole snapshot, whatever people edited since. */
    | { readonly kind: "exact" };
  readonly actor: string | null;
  /** A person's own words. */
  readonly comment?: string | null;
};

/**
 * Takes back what a run's promotion did to production, all of it or one change, and keeps what people edited since: base is production as
 * promoted, ours as it was before, theirs as it is now. Where they overlap it is a conflict, and nothing is written.
 */
export async function rollback(context: RunContext, run: RunRow, order: RollbackOrder): Promise<ProductionWrite> {
  const { what, actor } = order;
  await settleProduction(context, run);
  const history = await productionHistory(context, run);
  const present = await changesInProduction(context, run);
  const undone = what.kind === "change" ? present.filter((row) => row.change_id === what.changeId) : present;
  const isBack = undone.length > 0 || (what.kind === "exact" && (await mayBePromoted(context, run.run_id)));
  if (!isBack) throw nothingThere(run, what);
  const [base, ours] = sidesOf(context, run, history, present, undone, what);
  const usual = what.kind === "change" ? `take back change ${what.changeId}` : `take back run ${run.run_id}`;
  const wish: ProductionWish = {
    kind: "rollback",
    base,
    ours,
    exact: what.kind === "exact",
    reason: order.comment ?? usual,
    actor,
    changes: undone,
  };
  const catalog = await planUndo(context, run, new Set(undone.map((row) => row.change_id)));
  const beside = wish.exact === true ? [] : catalog.conflicts;
  const written = await writeProduction(context, run, { ...wish, beside });
  if (written.conflicts.length === 0) await undoEffects(context, run, catalog, actor);
  if (written.conflicts.length === 0 && undone.length > 0) await markChanges(context, undone, "UNDONE");
  return written;
}

/** Production as promoted, and as it is to be again. */
function sidesOf(
  context: RunContext,
  run: RunRow,
  { original, beforePromotion, best }: ProductionHistory,
  present: readonly ChangeRow[],
  undone: readonly ChangeRow[],
  what: RollbackOrder["what"],
): readonly [base: SpaceDocument, ours: SpaceDocument] {
  const withPresent = withFixes(original, trialFixesOf(present));
  switch (what.kind) {
    case "exact":
      return [original, original];
    case "change": {
      const left = withFixes(original, trialFixesOf(present.filter((row) => !undone.includes(row))));
      const broken = [...left.refused.keys()].filter((id) => !withPresent.refused.has(id));
      if (broken.length > 0) throw restsOnIt(context, run, what.changeId, broken);
      return [withPresent.document, left.document];
    }
    case "run": {
      if (beforePromotion === null || best === null) return [withPresent.document, original];
      // The very bytes that were merged and sent, less what was taken back since.
      const promoted = mergeSpaces(original, best, beforePromotion);
      if (promoted.kind === "conflict") return [withPresent.document, original];
      const now = mergeSpaces(best, withPresent.document, promoted.document);
      return [now.kind === "merged" ? now.document : promoted.document, beforePromotion];
    }
  }
}

function nothingThere(run: RunRow, what: RollbackOrder["what"]): EnhancerError {
  return new EnhancerError({
    code: "NOT_FOUND",
    message:
      what.kind === "change"
        ? `Change ${what.changeId} of run ${run.run_id} is not in production`
        : `Nothing of run ${run.run_id} is in production`,
    remedy: "`genie-enhancer report --run` shows which changes were promoted.",
  });
}

function restsOnIt(context: RunContext, run: RunRow, changeId: string, others: readonly string[]): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `Change ${changeId} of run ${run.run_id} cannot be taken back alone: ${others.join(", ")} rest${others.length === 1 ? "s" : ""} on it`,
    remedy: `Take the others back first, or all of them with \`${nextCommand("rollback", run.run_id, context.workspaceName, run.job_id)}\`.`,
  });
}
