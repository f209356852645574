import { ablate } from "../runs/trials/ablation.ts";
import { type Asker, createAsker } from "../runs/asking/asking.ts";
import { isActive, isKept } from "../runs/change-words.ts";
import { halves, targetsOf } from "../runs/trials/fix-groups.ts";
import { finishKeeping, keepFixes, type Keeping } from "../runs/trials/keep-record.ts";
import type { OpenRun } from "../runs/open-run.ts";
import { outcomePatches } from "../runs/trials/outcome-rows.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { currentStanding } from "../runs/trials/run-standing.ts";
import { recordStage, type StageWork } from "../runs/stage-record.ts";
import { stopped, stopRequested } from "../runs/asking/stop-request.ts";
import { nextNumber, numbered, type TrialGroup, waitingGroups } from "../runs/trials/trial-groups.ts";
import { type GroupOutcome, keepGroup, revertedBecause, runTrial, type TrialFix } from "../runs/trials/trial-run.ts";
import { restoreWorking } from "../runs/trials/trial-space.ts";
import { unlessWaiting } from "../runs/approval/unless-waiting.ts";
import { usageRecorder } from "../runs/asking/usage-record.ts";
import type { ChangeRow } from "../lib/state/tables/changes.ts";
import { stageProgram } from "./program.ts";

/**
 * Decides what of the applied plan stays. `batch`: all or nothing. `bisect`: all first; a group that the gate rejects is halved, and
 * each half is tried on what was kept before it, until groups of one. Whatever is kept is copied to dev-best; dev-working ends as dev-best.
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
    const recordUsage = usageRecorder(run);
    const iteration = await run.state.iterations.get(runId, loop);
    if (iteration?.decision == null) await decideAll(run);
    const decided = (await changesOf(run)).filter(isDecided);
    const kept = decided.filter(isKept).length;
    const indecisive = decided.every((row) => row.validation_status === "INDECISIVE");
    const decision =
      kept === decided.length ? "KEEP" : kept > 0 ? "PARTLY_KEPT" : indecisive ? "INDECISIVE" : "ROLL_BACK";
    await recordDecision(run, decision, `${String(kept)} of ${String(decided.length)} fixes kept`);
    await restoreWorking(run);
    await recordUsage();
    return { status: "COMPLETED", values: { kept, reverted: decided.length - kept } };
  };
  return unlessWaiting(context, "validate", runId, loop, () => recordStage(context, "validate", runId, loop, work));
}

function changesOf(run: OpenRun): Promise<ChangeRow[]> {
  return run.state.changes.list({ run_id: run.run.run_id, iteration_number: run.loop });
}

/** Tested, or told to be left untested, and so settled. */
function isDecided(row: ChangeRow): boolean {
  return isKept(row) || row.status === "REVERTED";
}

/** Groups wait on a stack, so that both halves of a group are settled before anything else. */
async function decideAll(run: OpenRun): Promise<void> {
  const asker = createAsker(run);
  const changes = await changesOf(run);
  const waiting = waitingGroups(changes);
  let next = nextNumber(changes);
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    if (await stopRequested(run)) throw stopped(run);
    const settled = await decide(run, asker, group);
    const again = numbered(settled.again, next);
    next += again.length;
    waiting.push(...again.toReversed());
    await store(run, settled.steps, outcomePatches(run, settled.outcomes, group.number, again));
  }
  const trimmed = await ablate(run, asker, next, await changesOf(run));
  await store(run, trimmed.steps, outcomePatches(run, trimmed.dropped, null, []));
}

type Settled = {
  readonly outcomes: readonly GroupOutcome[];
  readonly again: readonly (readonly TrialFix[])[];
  readonly steps: Keeping["steps"];
};

/** One trial: what is settled by it, and which smaller groups it leaves to try. */
async function decide(run: OpenRun, asker: Asker, { number, fixes: group }: TrialGroup): Promise<Settled> {
  const standing = await currentStanding(run, number);
  const tried = await runTrial(run, asker, { trial: number, group, targets: targetsOf(group), standing });
  const { decision, validation, reason } = tried.decision;
  run.report({
    kind: "trial_decided",
    loop: run.loop,
    fixes: group.map((fix) => fix.words),
    decision,
    validation,
    reason,
  });
  if (decision === "KEEP") {
    const { kept, idle, steps } = keepGroup(tried);
    const again = smallerGroups(run, idle);
    if (again.length > 0 || idle.length === 0) return { outcomes: kept, again, steps };
    run.report({ kind: "taken_back", loop: run.loop, fixes: idle.map((fix) => fix.words) });
    return {
      outcomes: [...kept, ...revertedBecause(idle, "NO_CHANGE", { kind: "own_questions_unmoved" })],
      again: [],
      steps,
    };
  }
  const again = decision === "INDECISIVE" ? [] : smallerGroups(run, group);
  return { outcomes: again.length > 0 ? [] : revertedBecause(group, validation, reason), again, steps: [] };
}

/** The halves to try next: one fix may hide what another would have done. None for a single fix, or when the plan is all or nothing. */
function smallerGroups(run: OpenRun, group: readonly TrialFix[]): (readonly TrialFix[])[] {
  return run.settings.strategy === "bisect" && group.length > 1 ? [...halves(group)] : [];
}

/** One statement a trial, so that a killed stage finds what was settled. */
async function store(run: OpenRun, steps: Keeping["steps"], changes: Keeping["changes"]): Promise<void> {
  if (steps.length > 0) await keepFixes(run, { steps, changes });
  else await run.state.changes.update(changes);
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
