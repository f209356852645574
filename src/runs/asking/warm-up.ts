import { EnhancerError } from "../../lib/core/errors.ts";
import type { OpenRun } from "../open-run.ts";

/** A classic warehouse takes minutes to start; one that takes longer than this has a trouble of its own. */
const startPatienceMs = 15 * 60_000;
/** Looks at a starting warehouse, in poll intervals. */
const pollsBetween = 5;

/**
 * Starts our warehouse and those of the spaces, and waits until they run, so that their start is in no question's time. A space's
 * warehouse that we may not see is Genie's to start.
 * @throws EnhancerError TIMEOUT when one does not come up, NOT_FOUND when ours is gone
 */
export async function warmUp(run: OpenRun, spaceIds: readonly string[]): Promise<void> {
  const own = run.settings.warehouse_id ?? "";
  const theirs = await Promise.all(
    [...new Set(spaceIds)].map(async (id) => (await run.workspace.spaces.describe(id, run.signal)).warehouseId),
  );
  const others = new Set(theirs.filter((id): id is string => id !== null && id !== own));
  await Promise.all([
    untilRunning(run, own),
    ...[...others].map((id) =>
      untilRunning(run, id).catch((thrown: unknown) => {
        if (!isHidden(thrown)) throw thrown;
        run.report({ kind: "problem", message: `The space's warehouse ${id} is not started ahead: ${thrown.message}` });
      }),
    ),
  ]);
}

async function untilRunning({ workspace, clock, settings, signal }: OpenRun, id: string): Promise<void> {
  const began = clock.monotonic();
  let asked = false;
  for (;;) {
    const { state, name } = await workspace.warehouses.get(id, signal);
    if (state === "RUNNING") return;
    if (state === "DELETED" || state === "DELETING") throw gone(id);
    // A stopping warehouse is started once it has stopped.
    if (!asked && state !== "STARTING") await workspace.warehouses.start(id, signal);
    asked = state !== "STOPPING";
    if (clock.monotonic() - began >= startPatienceMs) throw tooSlow(name === "" ? id : name, state);
    await clock.sleep(settings.poll_interval * 1000 * pollsBetween, signal);
  }
}

function isHidden(thrown: unknown): thrown is EnhancerError {
  return thrown instanceof EnhancerError && (thrown.code === "PERMISSION_DENIED" || thrown.code === "NOT_FOUND");
}

function gone(id: string): EnhancerError {
  return new EnhancerError({
    code: "NOT_FOUND",
    message: `The SQL warehouse ${id} was deleted.`,
    remedy: "Name another one in setting warehouse_id.",
  });
}

function tooSlow(name: string, state: string): EnhancerError {
  return new EnhancerError({
    code: "TIMEOUT",
    message: `The SQL warehouse ${name} did not start within ${String(startPatienceMs / 60_000)} minutes (still ${state}).`,
    remedy: "Look at the warehouse in the workspace, start it there, then resume the run.",
    retryable: true,
  });
}
