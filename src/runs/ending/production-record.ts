import { EnhancerError } from "../../lib/core/errors.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { settleWrite } from "../../lib/space/write-space.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { spacePorts } from "../space-ports.ts";
import { beforePromotion, type ProductionRecord } from "./write-production.ts";

/** What the record says of production and one run. */
export type ProductionHistory = {
  /** Production as it was when the run cloned it. */
  readonly original: SpaceDocument;
  /** Production as it stood right before this run was promoted; null where that was never tried. */
  readonly beforePromotion: SpaceDocument | null;
  /** What the run proved; null where it never came to have a dev-best. */
  readonly best: SpaceDocument | null;
};

/** @throws EnhancerError NOT_FOUND for a run that never saw production */
export async function productionHistory(context: RunContext, run: RunRow): Promise<ProductionHistory> {
  const snapshots = await context.state.spaces.list({ run_id: run.run_id, role: "production" });
  const [first] = snapshots;
  if (first === undefined) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `Run ${run.run_id} has no snapshot of production`,
      remedy: "Its orchestrator stage did not finish: resume the run or start a new one.",
    });
  }
  const before = snapshots.findLast((row) => row.reason === beforePromotion);
  const best = await context.state.spaces.latest(run.run_id, "dev_best");
  return {
    original: parseSpace(first.serialized_space),
    beforePromotion: before === undefined ? null : parseSpace(before.serialized_space),
    best: best === null ? null : parseSpace(best.serialized_space),
  };
}

/** Finds out what became of writes to production whose outcome an earlier process did not note. */
export async function settleProduction(context: RunContext, run: RunRow): Promise<void> {
  const open = await context.state.intents.list({
    run_id: run.run_id,
    kind: ["promote", "rollback"],
    status: ["INTENDED", "UNVERIFIED"],
  });
  for (const { intent_id, target, request_digest, result_json } of open) {
    if (target === null || request_digest === null) continue;
    const { before = "" } = JSON.parse(result_json ?? "{}") as Partial<ProductionRecord>;
    await settleWrite({ intent_id, target, request_digest }, before, spacePorts(context, run.run_id, 0, null));
  }
}

/** Whether this run has written production, or may have. */
export async function mayBePromoted(context: RunContext, runId: string): Promise<boolean> {
  const begun = await context.state.intents.list({
    run_id: runId,
    kind: "promote",
    status: ["INTENDED", "UNVERIFIED", "DONE"],
  });
  return begun.length > 0;
}

/** The run's changes that are in production: those marked so, or those that a promotion brought before it was cut off. */
export async function changesInProduction(context: RunContext, run: RunRow): Promise<ChangeRow[]> {
  const changes = await context.state.changes.list({ run_id: run.run_id });
  const marked = changes.filter((row) => row.status === "PROMOTED");
  if (marked.length > 0 || changes.some((row) => row.status === "UNDONE")) return marked;
  return (await mayBePromoted(context, run.run_id)) ? changes.filter((row) => row.status === "KEPT") : [];
}

/** Marks changes as brought to production, or as taken back. */
export async function markChanges(
  context: RunContext,
  rows: readonly ChangeRow[],
  status: "PROMOTED" | "UNDONE",
): Promise<void> {
  await context.state.changes.update(
    rows.map(({ run_id, iteration_number, change_id }) => ({ run_id, iteration_number, change_id, status })),
  );
}
