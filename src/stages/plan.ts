import { askApproval } from "../runs/approval/approval-request.ts";
import { baselineTrouble } from "../runs/asking/baseline-trouble.ts";
import { isTooEasy } from "../runs/exam/too-easy.ts";
import type { OpenRun } from "../runs/open-run.ts";
import { planLoop } from "../runs/planning/plan-loop.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { currentStanding } from "../runs/trials/run-standing.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { stopRequested } from "../runs/asking/stop-request.ts";
import { withUsage } from "../runs/budget/with-usage.ts";
import { stageProgram } from "./program.ts";

/**
 * Plans fixes from what the visible exam got wrong: evidence, one model call a category, every check before anything is tried, and one plan
 * with declared targets. A plan that is stored already is kept: its questions may have been asked. With approval: manual it then waits for
 * a person.
 */
export function plan(context: RunContext, runId: string, loop: number): Promise<StageResult> {
  return recordStage(context, "plan", runId, loop, async (run): Promise<StageWork> => {
    const { status, ...counts } = await makePlan(run);
    const { values, ...rest } = await askApproval(run);
    return { status, values: { ...counts, ...values }, ...rest };
  });
}

type Planned = Pick<StageWork, "status"> & { readonly proposed: number; readonly blocked: number };

async function makePlan(run: OpenRun): Promise<Planned> {
  const stored = await run.state.changes.list({ run_id: run.run.run_id, iteration_number: run.loop });
  const blocked = stored.filter((row) => row.status === "BLOCKED").length;
  if (stored.length > 0) return { status: "SKIPPED", proposed: stored.length - blocked, blocked };
  if (!(await worthPlanning(run))) return { status: "SKIPPED", proposed: 0, blocked: 0 };
  const planned = await withUsage(run, () => planLoop(run));
  run.report({ kind: "planned", loop: run.loop, ...planned });
  return { status: "COMPLETED", ...planned };
}

/** An exam that is passed before any change cannot show an improvement; a run told to stop plans nothing more. */
async function worthPlanning(run: OpenRun): Promise<boolean> {
  if (await stopRequested(run)) return false;
  if ((await baselineTrouble(run)) !== null) return false;
  // A later loop was started because a full evaluation, not this estimate, fell short.
  if (run.loop > 1) return true;
  const { correct, n } = await currentStanding(run);
  const share = correct / Math.max(1, n);
  return share < run.settings.target_score && !isTooEasy(share);
}

await stageProgram(import.meta, "plan", plan);
