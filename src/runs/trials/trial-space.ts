import { EnhancerError } from "../../lib/core/errors.ts";
import { serializeSpace, spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { writeSpace } from "../../lib/space/write-space.ts";
import type { SpaceRow } from "../../lib/state/tables/spaces.ts";
import { ensureViewsOf } from "../effects/trial-views.ts";
import type { OpenRun } from "../open-run.ts";
import { spacePorts } from "../space-ports.ts";

/** A clone as a trial knows it: which space, and what it holds. */
export type TrialSpace = Pick<SpaceRow, "space_id" | "digest">;

/** Makes dev-working hold the document, and waits until answers follow it. */
export function writeWorking(run: OpenRun, document: SpaceDocument, reason: string): Promise<TrialSpace> {
  return writeClone(run, "dev_working", document, reason);
}

/** Makes dev-best hold what was proven. */
export function writeBest(run: OpenRun, document: SpaceDocument, reason: string): Promise<TrialSpace> {
  return writeClone(run, "dev_best", document, reason);
}

/** Puts dev-working back to dev-best: nothing that was rejected stays anywhere. */
export async function restoreWorking(run: OpenRun): Promise<TrialSpace> {
  const best = await run.state.spaces.latest(run.run.run_id, "dev_best");
  if (best === null) throw new Error(`run ${run.run.run_id} has no snapshot of dev-best`);
  return writeWorking(run, parseSpace(best.serialized_space), "back to dev-best");
}

async function writeClone(
  run: OpenRun,
  role: "dev_best" | "dev_working",
  document: SpaceDocument,
  reason: string,
): Promise<TrialSpace> {
  const spaceId = cloneOf(run, role);
  const newest = await run.state.spaces.latest(run.run.run_id, role);
  const digest = spaceDigest(document);
  await ensureViewsOf(run, { runId: run.run.run_id, loop: run.loop, actor: null }, document);
  const write = { spaceId, document, reason, kind: `update_${role}` };
  const written = await writeSpace(write, spacePorts(run, run.run.run_id, run.loop, null));
  if (newest?.digest !== digest) {
    await run.state.spaces.insert([
      {
        snapshot_id: run.ids.hex32(),
        run_id: run.run.run_id,
        iteration_number: run.loop,
        role,
        space_id: spaceId,
        etag: written.etag,
        digest,
        serialized_space: serializeSpace(document),
        reason,
      },
    ]);
  }
  if (written.kind === "written") await run.clock.sleep(run.settings.indexing_wait * 1000, run.signal);
  return { space_id: spaceId, digest };
}

/** Only a space whose id this run recorded as its clone is ever written; production is not one. */
function cloneOf(run: OpenRun, role: "dev_best" | "dev_working"): string {
  const spaceId = role === "dev_best" ? run.run.dev_best_space_id : run.run.dev_working_space_id;
  if (spaceId !== null && spaceId !== run.run.space_id) return spaceId;
  throw new EnhancerError({
    code: "INTERNAL",
    message: `Run ${run.run.run_id} has no ${role === "dev_best" ? "dev-best" : "dev-working"} clone to write to`,
    remedy: `Resume the run, so that its orchestrator stage makes the clones: \`genie-enhancer resume --run ${run.run.run_id}\`.`,
  });
}
