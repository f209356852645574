import type { StageName } from "../../lib/state/words.ts";
import { approvalStanding } from "./approval-standing.ts";
import { carryOutWaitingEdits } from "./carry-out-edits.ts";
import type { RunContext, StageResult } from "../run-context.ts";
import { stopRequested } from "../asking/stop-request.ts";

/**
 * Runs a stage that comes after the plan, unless the plan still lacks a person's word: then it claims nothing, leaves no row that could
 * hide the work to come, and says why. A run that was told to stop, or whose plan expired, comes to its end all the same.
 */
export async function unlessWaiting(
  context: RunContext,
  stage: StageName,
  runId: string,
  loop: number,
  work: () => Promise<StageResult>,
): Promise<StageResult> {
  // Edits in people's own rows are made before anything is: they make another plan, which then needs its words.
  const waiting = stage === "apply" ? await context.state.runs.get(runId) : null;
  if (waiting !== null) await carryOutWaitingEdits(context, waiting);
  const standing = await approvalStanding(context, runId, loop);
  if (standing.kind !== "waiting" && standing.kind !== "expired") return work();
  const run = await context.state.runs.get(runId);
  // Whatever else became of the run, the loop stage brings it to an end.
  const isToEnd = stage === "loop" && (standing.kind === "expired" || run?.status !== "AWAITING_APPROVAL");
  if (isToEnd || (await stopRequested({ ...context, run: { run_id: runId } }))) return work();
  const count = standing.undecided.length;
  const message =
    standing.kind === "waiting"
      ? `Nothing done: ${String(count)} ${count === 1 ? "fix waits" : "fixes wait"} for a person's word.`
      : "Nothing done: nobody decided on the plan in time.";
  return {
    run_id: runId,
    loop,
    stage,
    status: "SKIPPED",
    task_values: { run_status: run?.status ?? "", undecided: count },
    message,
  };
}
