import type { RunRow } from "../../lib/state/tables/runs.ts";
import { approvalStanding } from "./approval-standing.ts";
import { leaseKeyOf } from "../open-run.ts";
import type { RunContext } from "../run-context.ts";
import { settingsAsBegun } from "../settings-as-begun.ts";

/** Why a run ended whose plan nobody decided on; stands in `enhancement_runs.reason`. */
export const approvalExpired = "approval_expired";

/**
 * Ends the runs of a space, but for one, that wait for a word which may not be given any more. Nothing else would: they have no process.
 */
export async function giveUpExpired(context: RunContext, spaceId: string, exceptRunId: string): Promise<void> {
  const waiting = await context.state.runs.list({ space_id: spaceId, status: "AWAITING_APPROVAL" });
  for (const run of waiting.filter((one) => one.run_id !== exceptRunId)) await giveUpIfExpired(context, run);
}

/** Ends one such run. A resume of it asks again. @returns whether it was ended */
export async function giveUpIfExpired(context: RunContext, run: RunRow): Promise<boolean> {
  const loop = (await context.state.iterations.list(run.run_id)).findLast((row) => row.plan_digest !== null);
  if (loop === undefined) return false;
  const settings = settingsAsBegun(context.settings, run);
  const standing = await approvalStanding({ ...context, settings }, run.run_id, loop.iteration_number);
  if (standing.kind !== "expired") return false;
  const state = context.state.withFence(run.fence);
  await forgetExpiry({ state }, run.run_id, loop.iteration_number);
  await state.runs.update(run.run_id, {
    status: "STOPPED",
    reason: approvalExpired,
    completed_at: context.clock.now().toISOString(),
  });
  const lease = await state.leases.get(leaseKeyOf(run.space_id));
  if (lease?.holder === run.run_id) await state.leases.release(lease);
  return true;
}

/** Whether the run ends here because nobody decided on its plan in time; if so, a resume of it asks again. */
export async function endsUndecided(
  context: Pick<RunContext, "state" | "settings" | "clock">,
  runId: string,
  loop: number,
): Promise<boolean> {
  const standing = await approvalStanding(context, runId, loop);
  if (standing.kind !== "expired") return false;
  await forgetExpiry(context, runId, loop);
  return true;
}

async function forgetExpiry({ state }: Pick<RunContext, "state">, runId: string, loop: number): Promise<void> {
  const row = await state.iterations.get(runId, loop);
  await state.iterations.upsert({
    run_id: runId,
    iteration_number: loop,
    status: row?.status ?? "RUNNING",
    approval_expires_at: null,
  });
}
