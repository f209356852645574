import { createAsker } from "../runs/asking/asking.ts";
import { isActive, isKept } from "../runs/change-words.ts";
import { changesOf, decideAll, isDecided } from "../runs/trials/decide-all.ts";
import { dropUnneededViews } from "../runs/effects/drop-views.ts";
import { finishKeeping } from "../runs/trials/keep-record.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { stopRequested } from "../runs/asking/stop-request.ts";
import { restoreWorking } from "../runs/trials/trial-space.ts";
import { unlessWaiting } from "../runs/approval/unless-waiting.ts";
import { withUsage } from "../runs/budget/with-usage.ts";
import { stageProgram } from "./program.ts";

/**
 * Decides what of the applied plan stays. `batch`: all or nothing. `bisect`: all first; a group that the gate rejects is halved, and
 * each half is tried on what was kept before it, until groups of one. `sequential`: one fix after the other. Whatever is kept is copied to dev-best; dev-working ends as dev-best.
 * Every step follows from stored rows, so that a stage that was killed goes on where it was.
 */
export function validate(context: RunContext, runId: string, loop: number): Promise<StageResult> {
  const work = async (run: OpenRun): Promise<StageWork> => {
    await finishKeeping(run);
    const before = await changesOf(run);
    if (!before.some((row) => isActive(row) || isDecided(row))) {
      // Told to stop before anything was applied, the plan waits for a resume: nothing is decided yet.
      if (!(await stopRequested(run))) await recordDecision(run, "NONE", "nothing was applied");
      return { status: "SKIPPED", values: { kept: 0, reverted: 0 } };
    }
    const iteration = await run.state.iterations.get(runId, loop);
    if (iteration?.decision == null) await withUsage(run, () => decideAll(run, createAsker(run)));
    const decided = (await changesOf(run)).filter(isDecided);
    const kept = decided.filter(isKept).length;
    const indecisive = decided.every((row) => row.validation_status === "INDECISIVE");
    const decision =
      kept === decided.length ? "KEEP" : kept > 0 ? "PARTLY_KEPT" : indecisive ? "INDECISIVE" : "ROLL_BACK";
    await recordDecision(run, decision, `${String(kept)} of ${String(decided.length)} fixes kept`);
    await restoreWorking(run);
    await dropUnneededViews(run, run.run, { runId, loop, actor: null });
    return { status: "COMPLETED", values: { kept, reverted: decided.length - kept } };
  };
  return unlessWaiting(context, "validate", runId, loop, () => recordStage(context, "validate", runId, loop, work));
}

async function recordDecision(
  run: OpenRun,
  decision: "KEEP" | "ROLL_BACK" | "PARTLY_KEPT" | "INDECISIVE" | "NONE",
  reason: string,
): Promise<void> {
  const row = await run.state.iterations.get(run.run.run_id, run.loop);
  await run.state.iterations.upsert({
    run_id: run.run.run_id,
    iteration_number: run.loop,
    status: row?.status ?? "RUNNING",
    decision,
    decision_reason: reason,
  });
}

await stageProgram(import.meta, "validate", validate);
