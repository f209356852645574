import { addedCharacters } from "../lib/space/canonical.ts";
import { diffSpaces } from "../lib/space/diff.ts";
import { parseSpace } from "../lib/space/document.ts";
import type { ChangePatch, ChangeRow } from "../lib/state/tables/changes.ts";
import { approvedRows } from "../runs/approval/approved-rows.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { stopRequested } from "../runs/asking/stop-request.ts";
import { trialFixesOf, withFixes } from "../runs/trials/trial-run.ts";
import { writeWorking } from "../runs/trials/trial-space.ts";
import { readyForTrial } from "../runs/effects/trial-views.ts";
import { unlessWaiting } from "../runs/approval/unless-waiting.ts";
import { stageProgram } from "./program.ts";

/**
 * Writes the approved plan to dev-working as one update, reads it back, and proves that the difference is the plan. A plan that waits for a
 * person is left alone.
 */
export function apply(context: RunContext, runId: string, loop: number): Promise<StageResult> {
  return unlessWaiting(context, "apply", runId, loop, () =>
    recordStage(context, "apply", runId, loop, async (run): Promise<StageWork> => {
      const rows = await run.state.changes.list({ run_id: runId, iteration_number: loop });
      const stopping = await stopRequested(run);
      const approved = stopping ? [] : await approvedRows(run, rows);
      if (run.run.status === "AWAITING_APPROVAL" && !stopping) {
        await run.state.runs.update(runId, { status: "RUNNING" });
      }
      if (approved.length === 0) {
        const values = { applied: rows.filter((row) => row.status === "APPLIED").length, refused: 0 };
        return { status: "SKIPPED", values };
      }
      const { applied, refused } = await applyPlan(run, approved);
      run.report({ kind: "applied", loop, applied, refused });
      return { status: "COMPLETED", values: { applied, refused } };
    }),
  );
}

async function applyPlan(run: OpenRun, planned: readonly ChangeRow[]): Promise<{ applied: number; refused: number }> {
  const best = await run.state.spaces.latest(run.run.run_id, "dev_best");
  if (best === null) throw new Error("no snapshot of dev-best");
  const before = parseSpace(best.serialized_space);
  const fixes = trialFixesOf(planned);
  const ready = await readyForTrial(run, { runId: run.run.run_id, loop: run.loop, actor: null }, fixes);
  const tried = withFixes(
    before,
    fixes.filter((fix) => !ready.refused.has(fix.changeId)),
  );
  const { document, steps } = tried;
  const refused = new Map([...tried.refused, ...ready.refused]);
  if (refused.size < fixes.length) await writeWorking(run, document, `plan of loop ${String(run.loop)}`);
  const approvedBy = new Map(planned.map((row) => [row.change_id, row.decided_by]));
  const patches = fixes.map((fix): ChangePatch => {
    const key = { run_id: run.run.run_id, iteration_number: run.loop, change_id: fix.changeId };
    const step = steps.get(fix.changeId);
    if (step === undefined) {
      return {
        ...key,
        status: "BLOCKED",
        applied_successfully: false,
        error_message: refused.get(fix.changeId) ?? null,
      };
    }
    const alone = diffSpaces(step.before, step.after);
    return {
      ...key,
      status: "APPLIED",
      applied_successfully: true,
      decided_by: approvedBy.get(fix.changeId) ?? null,
      before_json: JSON.stringify([
        ...alone.map(({ path, before: old }) => ({ path, value: old ?? null })),
        ...(ready.seen.get(fix.changeId) ?? []),
      ]),
      after_json: JSON.stringify(alone.map(({ path, after }) => ({ path, value: after ?? null }))),
      characters: addedCharacters(step.before, step.after),
    };
  });
  await run.state.changes.update(patches);
  const applied = fixes.length - refused.size;
  const row = await run.state.iterations.get(run.run.run_id, run.loop);
  await run.state.iterations.upsert({
    run_id: run.run.run_id,
    iteration_number: run.loop,
    status: row?.status ?? "RUNNING",
    num_changes: applied,
  });
  return { applied, refused: refused.size };
}

await stageProgram(import.meta, "apply", apply);
