import { EnhancerError } from "../lib/core/errors.ts";
import type { Lease } from "../lib/state/tables/leases.ts";
import type { RunStatus } from "../lib/state/words.ts";
import { giveUpExpired } from "./approval/give-up-plans.ts";
import { leaseKeyOf, leaseSeconds } from "./open-run.ts";
import type { RunContext } from "./run-context.ts";

/** Statuses of a run that somebody, or something, still works on. */
const going: readonly RunStatus[] = ["RUNNING", "NEEDS_ANOTHER_LOOP", "AWAITING_APPROVAL"];

/** The claim on a space that a run still under way holds, or null. */
export async function holderOf(
  { state, clock }: Pick<RunContext, "state" | "clock">,
  spaceId: string,
): Promise<Lease | null> {
  const lease = await state.leases.get(leaseKeyOf(spaceId));
  if (lease === null || lease.expires_at <= clock.now().toISOString()) return null;
  const holding = await state.runs.get(lease.holder);
  // A run that these tables do not know is another deployment's.
  return holding === null || going.includes(holding.status) ? lease : null;
}

/**
 * Claims a space for a run. Others whose plan expired give it up first; a run that has ended holds nothing, even where its process was
 * killed before it gave its claim back.
 * @throws EnhancerError LEASE_HELD naming the run that works on the space
 */
export async function claimSpace(context: RunContext, spaceId: string, runId: string): Promise<Lease> {
  await giveUpExpired(context, spaceId, runId);
  const { leases, runs } = context.state;
  const key = leaseKeyOf(spaceId);
  try {
    return await leases.acquire(key, runId, leaseSeconds);
  } catch (thrown) {
    if (!(thrown instanceof EnhancerError) || thrown.code !== "LEASE_HELD") throw thrown;
    const { holder } = thrown.context;
    const holding = typeof holder === "string" ? await runs.get(holder) : null;
    if (holding === null || going.includes(holding.status)) throw thrown;
    await leases.release(await leases.acquire(key, holding.run_id, 1));
    return leases.acquire(key, runId, leaseSeconds);
  }
}
