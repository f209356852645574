import { EnhancerError } from "../../lib/core/errors.ts";
import { serializeSpace, spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { mergeSpaces } from "../../lib/space/merge.ts";
import { writeSpace } from "../../lib/space/write-space.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { isKept } from "../change-words.ts";
import { keepKind } from "../trials/keep-record.ts";
import { withFixes, trialFixesOf } from "../trials/trial-run.ts";
import { spacePorts } from "../space-ports.ts";
import type { RunContext } from "../run-context.ts";

/** What writing production came to: the shape of `promote` and `rollback` with `--json`. */
export type ProductionWrite = {
  readonly run_id: string;
  readonly space_id: string;
  /** Digests of production's configuration. */
  readonly before: string;
  readonly after: string;
  /** Read back and found to be exactly what was sent. */
  readonly verified: boolean;
  readonly conflicts: readonly {
    readonly path: string;
    readonly base: unknown;
    readonly ours: unknown;
    readonly theirs: unknown;
  }[];
};

/**
 * Brings dev-best to production by a three-way merge: base is production as it was cloned, ours dev-best, theirs production as it is
 * now. Edits that people made meanwhile stay; where they overlap nothing is written.
 */
export async function promote(context: RunContext, run: RunRow, actor: string | null): Promise<ProductionWrite> {
  await refuseHalfKept(context, run);
  const base = await firstProduction(context, run);
  const best = await context.state.spaces.latest(run.run_id, "dev_best");
  const changes = await context.state.changes.list({ run_id: run.run_id });
  const kept = changes.filter(isKept);
  if (best === null || kept.length === 0) {
    throw new EnhancerError({
      code: "CONFLICT",
      message: `Run ${run.run_id} has nothing to promote: no change was proven and kept`,
      remedy: "Give it another loop or more questions; its report says what was tried.",
    });
  }
  const written = await writeProduction(context, run, actor, {
    kind: "promote",
    base,
    ours: parseSpace(best.serialized_space),
    reason: `dev-best of run ${run.run_id}`,
  });
  if (written.conflicts.length > 0) {
    await context.state.runs.update(run.run_id, { outcome: "CONFLICT" });
    return written;
  }
  await markAll(context, run, kept, "PROMOTED");
  return written;
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

/** Takes back what the run's promotion did, all of it or one change, and keeps what people edited since. `exact` restores the whole snapshot. */
export async function rollback(
  context: RunContext,
  run: RunRow,
  actor: string | null,
  what: { readonly kind: "run" } | { readonly kind: "change"; readonly changeId: string } | { readonly kind: "exact" },
): Promise<ProductionWrite> {
  const original = await firstProduction(context, run);
  const changes = await context.state.changes.list({ run_id: run.run_id, status: "PROMOTED" });
  const undone = what.kind === "change" ? changes.filter((row) => row.change_id === what.changeId) : changes;
  if (undone.length === 0) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message:
        what.kind === "change"
          ? `Change ${what.changeId} of run ${run.run_id} is not in production`
          : `Nothing of run ${run.run_id} is in production`,
      remedy: "`genie-enhancer report --run` shows which changes were promoted.",
    });
  }
  const promoted = withFixes(original, trialFixesOf(changes)).document;
  const without = trialFixesOf(changes.filter((row) => !undone.includes(row)));
  const ours = what.kind === "change" ? withFixes(original, without).document : original;
  const written = await writeProduction(context, run, actor, {
    kind: "rollback",
    base: promoted,
    ours,
    reason: what.kind === "change" ? `take back change ${what.changeId}` : `take back run ${run.run_id}`,
    exact: what.kind === "exact",
  });
  if (written.conflicts.length === 0) await markAll(context, run, undone, "UNDONE");
  return written;
}

type Merge = {
  readonly kind: "promote" | "rollback";
  readonly base: SpaceDocument;
  readonly ours: SpaceDocument;
  readonly reason: string;
  readonly exact?: boolean;
};

async function writeProduction(
  context: RunContext,
  run: RunRow,
  actor: string | null,
  merge: Merge,
): Promise<ProductionWrite> {
  const now = parseSpace((await context.workspace.spaces.get(run.space_id, context.signal)).serializedSpace);
  const before = spaceDigest(now);
  const merged =
    merge.exact === true
      ? ({ kind: "merged", document: merge.ours } as const)
      : mergeSpaces(merge.base, merge.ours, now);
  const result = { run_id: run.run_id, space_id: run.space_id, before };
  if (merged.kind !== "merged") return { ...result, after: before, verified: false, conflicts: merged.conflicts };
  const write = {
    spaceId: run.space_id,
    document: merged.document,
    reason: merge.reason,
    kind: merge.kind,
    expected: before,
  };
  const written = await writeSpace(write, spacePorts(context, run.run_id, run.iterations_completed ?? 0, actor));
  await context.state.spaces.insert([
    {
      snapshot_id: context.ids.hex32(),
      run_id: run.run_id,
      iteration_number: run.iterations_completed,
      role: "production",
      space_id: run.space_id,
      etag: written.etag,
      digest: written.digest,
      serialized_space: serializeSpace(written.document),
      reason: merge.kind,
    },
  ]);
  return { ...result, after: written.digest, verified: true, conflicts: [] };
}

/** Production as it was when the run cloned it. */
async function firstProduction(context: RunContext, run: RunRow): Promise<SpaceDocument> {
  const snapshots = await context.state.spaces.list({ run_id: run.run_id, role: "production" });
  const first = snapshots[0];
  if (first === undefined) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `Run ${run.run_id} has no snapshot of production`,
      remedy: "Its orchestrator stage did not finish: resume the run or start a new one.",
    });
  }
  return parseSpace(first.serialized_space);
}

async function markAll(
  context: RunContext,
  run: RunRow,
  rows: readonly { readonly iteration_number: number; readonly change_id: string }[],
  status: "PROMOTED" | "UNDONE",
): Promise<void> {
  await context.state.changes.update(
    rows.map((row) => ({
      run_id: run.run_id,
      iteration_number: row.iteration_number,
      change_id: row.change_id,
      status,
    })),
  );
}
