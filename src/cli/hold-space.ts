import { EnhancerError } from "../lib/core/errors.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import { nextCommand } from "../runs/ending/next-command.ts";
import { leaseKeyOf } from "../runs/open-run.ts";
import type { RunContext } from "../runs/run-context.ts";

/** One process at a time writes a run's spaces: the lease that runs hold. */
const writeSeconds = 600;

/**
 * Does a piece of work that nothing else may do to the run's spaces meanwhile.
 * @throws EnhancerError CONFLICT for a run that is still going, LEASE_HELD when another run works on the space
 */
export async function holdSpace<T>(
  context: RunContext,
  run: RunRow,
  work: (held: RunContext) => Promise<T>,
): Promise<T> {
  refuseGoing(run, context.workspaceName);
  const lease = await context.state.leases.acquire(leaseKeyOf(run.space_id), run.run_id, writeSeconds);
  try {
    return await work({ ...context, state: context.state.withFence(lease.fence) });
  } finally {
    await context.state.leases.release(lease);
  }
}

/** A run's lease is also its own processes': taking it would end them in the middle of a write. */
function refuseGoing(run: RunRow, workspaceName: string): void {
  if (run.status !== "RUNNING" && run.status !== "NEEDS_ANOTHER_LOOP" && run.status !== "AWAITING_APPROVAL") return;
  throw new EnhancerError({
    code: "CONFLICT",
    message: `Run ${run.run_id} is still going (${run.status}), so its spaces are not written for it`,
    remedy: `Wait until it ends, or end it with \`${nextCommand("stop", run.run_id, workspaceName, run.job_id)}\`; one that was killed is taken up by \`resume\`.`,
  });
}
