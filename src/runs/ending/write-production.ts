import { EnhancerError } from "../../lib/core/errors.ts";
import { serializeSpace, spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { type MergeConflict, type MergeResult, mergeSpaces } from "../../lib/space/merge.ts";
import { promotedDocument } from "../../lib/space/promoted-document.ts";
import { type SpaceWritten, writeSpace } from "../../lib/space/write-space.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { spacePorts } from "../space-ports.ts";
import { nextCommand } from "./next-command.ts";
import type { ProductionWrite } from "./production-write.ts";

export type ProductionWish = {
  readonly kind: "promote" | "rollback";
  readonly base: SpaceDocument;
  readonly ours: SpaceDocument;
  /** Write ours as it is, whatever stands there now. */
  readonly exact?: boolean;
  /** Why, for the record: a person's own words, or ours. */
  readonly reason: string;
  readonly actor: string | null;
  /** Changes that are brought or taken back, for the record. */
  readonly changes: readonly ChangeRow[];
  /** Conflicts outside of the configuration, in Unity Catalog: with one of them nothing is written either. */
  readonly beside?: readonly MergeConflict[];
};

/** The reason under which production is remembered as it stood right before a promotion. */
export const beforePromotion = "right before promotion";

/** Somebody who edits just while we write is merged with; somebody who keeps doing so is left alone. */
const mostTries = 3;

/**
 * Writes production as a three-way merge with what stands there now, guarded by the etag just read, and reads it back. An edit that comes
 * between is merged too; edits of the same places are conflicts, and nothing is written.
 */
export async function writeProduction(
  context: RunContext,
  run: RunRow,
  wish: ProductionWish,
): Promise<ProductionWrite> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await writeOnce(context, run, wish);
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "CONFLICT" || tried === mostTries) throw thrown;
    }
  }
}

async function writeOnce(context: RunContext, run: RunRow, wish: ProductionWish): Promise<ProductionWrite> {
  const read = await context.workspace.spaces.get(run.space_id, context.signal);
  const now = parseSpace(read.serializedSpace);
  const before = spaceDigest(now);
  const result = { run_id: run.run_id, space_id: run.space_id, before, handed_over: null };
  const merged = mergedWith(wish, now);
  const beside = wish.beside ?? [];
  if (merged.kind === "conflict" || beside.length > 0) {
    const conflicts = [...(merged.kind === "conflict" ? merged.conflicts : []), ...beside];
    return { ...result, after: before, verified: false, conflicts, guarded_by: null };
  }
  const after = spaceDigest(merged.document);
  if (wish.kind === "promote" && after !== before) {
    // What an undo goes back to; noted first, since nobody could read it afterwards.
    await remember(context, run, { document: now, digest: before, etag: read.etag }, beforePromotion);
  }
  const written = await writeSpace(
    {
      spaceId: run.space_id,
      document: merged.document,
      reason: wish.reason,
      kind: wish.kind,
      expected: before,
      restore: `${nextCommand("rollback", run.run_id, context.workspaceName, run.job_id)} --exact`,
    },
    productionPorts(context, run, wish, before),
  );
  await remember(context, run, written, wish.kind);
  const guarded_by = written.kind === "written" ? written.guard : null;
  return { ...result, after: written.digest, verified: true, conflicts: [], guarded_by };
}

/** What would be written: the wish as it is, or merged with what stands there. */
export function mergedWith(wish: Pick<ProductionWish, "base" | "ours" | "exact">, now: SpaceDocument): MergeResult {
  if (wish.exact === true) return { kind: "merged", document: wish.ours };
  // Under the names that production knows: trials of a metric view's change read another view.
  return mergeSpaces(promotedDocument(wish.base, now), promotedDocument(wish.ours, now), now);
}

/** Ports whose intents tell who writes and what it is about. */
function productionPorts(
  context: RunContext,
  run: RunRow,
  wish: ProductionWish,
  before: string,
): ReturnType<typeof spacePorts> {
  const loop = run.iterations_completed ?? 0;
  const ports = spacePorts(context, run.run_id, loop, wish.actor);
  const { state } = context;
  const record: ProductionRecord = {
    before,
    changes: wish.changes.map((row) => row.change_id),
    effect: wish.changes.reduce((sum, row) => sum + (row.effect ?? 0), 0) * (wish.kind === "promote" ? 1 : -1),
    exact: wish.exact === true,
  };
  const begin: typeof ports.intents.begin = (intent) =>
    state.intents.begin({
      ...intent,
      run_id: run.run_id,
      iteration_number: loop,
      actor: wish.actor,
      result_json: JSON.stringify(record),
    });
  return { ...ports, intents: { ...ports.intents, begin } };
}

/** What an intent that writes production holds beside its digests. */
export type ProductionRecord = {
  /** Digest of what stood there. */
  readonly before: string;
  readonly changes: readonly string[];
  /** Net questions that those changes gained in the run; less than 0 where they were taken back. */
  readonly effect: number;
  readonly exact: boolean;
};

async function remember(
  context: RunContext,
  run: RunRow,
  seen: Pick<SpaceWritten, "document" | "digest" | "etag">,
  reason: string,
): Promise<void> {
  await context.state.spaces.insert([
    {
      snapshot_id: context.ids.hex32(),
      run_id: run.run_id,
      iteration_number: run.iterations_completed,
      role: "production",
      space_id: run.space_id,
      etag: seen.etag,
      digest: seen.digest,
      serialized_space: serializeSpace(seen.document),
      reason,
    },
  ]);
}
