import { toEnhancerError } from "../../lib/core/errors.ts";
import type { RunOutcome } from "../../lib/state/words.ts";
import type { OpenRun } from "../open-run.ts";

/**
 * Trashes the run's clones as setting cleanup_on_success says: `ask` keeps them until a person has promoted or discarded, `promote` only
 * as long as the run needs them, `keep` for ever. A run that failed or improved nothing has nothing that a person could still decide.
 */
export async function cleanUpClones(run: OpenRun, outcome: RunOutcome | null): Promise<void> {
  const { cleanup_on_success: when } = run.settings;
  if (when === "keep" || (when === "ask" && outcome !== "NO_PROVEN_CHANGE")) return;
  await trashClones(run);
}

/** Trashes the clones that this run recorded as its own, and forgets only those that are gone. */
export async function trashClones(
  run: Pick<OpenRun, "run" | "workspace" | "state" | "ids" | "loop" | "report" | "signal">,
): Promise<void> {
  const { run_id: runId, space_id: production, dev_best_space_id: best, dev_working_space_id: working } = run.run;
  for (const [column, spaceId] of [
    ["dev_best_space_id", best],
    ["dev_working_space_id", working],
  ] as const) {
    if (spaceId === null || spaceId === production) continue;
    const intent_id = run.ids.hex32();
    await run.state.intents.begin({
      intent_id,
      run_id: runId,
      iteration_number: run.loop,
      kind: "trash_clone",
      target: spaceId,
    });
    try {
      await run.workspace.spaces.trash(spaceId, run.signal);
      await run.state.intents.finish(intent_id, { status: "DONE" });
      await run.state.runs.update(runId, { [column]: null });
    } catch (thrown) {
      const error = toEnhancerError(thrown);
      await run.state.intents.finish(intent_id, { status: "FAILED", reason: error.message });
      run.report({ kind: "problem", message: `The clone ${spaceId} could not be trashed: ${error.message}` });
    }
  }
}
