import type { Asker } from "../asking/asking.ts";
import { stopped, stopRequested } from "../asking/stop-request.ts";
import { isActive, isKept } from "../change-words.ts";
import type { OpenRun } from "../open-run.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { ablate } from "./ablation.ts";
import { targetsOf } from "./fix-groups.ts";
import { keepFixes, type Keeping } from "./keep-record.ts";
import { outcomePatches } from "./outcome-rows.ts";
import { currentStanding } from "./run-standing.ts";
import { firstGroups, smallerGroups } from "./strategy.ts";
import { nextNumber, numbered, type TrialGroup, waitingGroups } from "./trial-groups.ts";
import { type GroupOutcome, keepGroup, revertedBecause, runTrial, type TrialFix } from "./trial-run.ts";

/**
 * Tries what was applied until every fix is settled. Groups wait on a stack, so that both halves of a group are settled before anything
 * else. Every step follows from stored rows.
 */
export async function decideAll(run: OpenRun, asker: Asker): Promise<void> {
  const waiting = await begunGroups(run);
  const changes = await changesOf(run);
  let next = nextNumber(changes);
  const tell = settledTeller(run, changes);
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    if (await stopRequested(run)) throw stopped(run);
    const settled = await decide(run, asker, group);
    const again = numbered(settled.again, next);
    next += again.length;
    waiting.push(...again.toReversed());
    await store(run, settled.steps, outcomePatches(run, settled.outcomes, group.number, again));
    tell(settled.outcomes);
  }
  const trimmed = await ablate(run, asker, next, await changesOf(run));
  await store(run, trimmed.steps, outcomePatches(run, trimmed.dropped, null, []));
}

/** The groups that wait for their trial. A plan that nobody has begun on is parted as the strategy wants, and the rows say so. */
async function begunGroups(run: OpenRun): Promise<TrialGroup[]> {
  const changes = await changesOf(run);
  const waiting = waitingGroups(changes);
  const [whole] = waiting;
  if (waiting.length !== 1 || whole === undefined || whole.number !== 0) return waiting;
  const groups = firstGroups(run.settings.strategy, whole.fixes);
  if (groups.length < 2) return waiting;
  const parted = numbered(groups, nextNumber(changes));
  await run.state.changes.update(outcomePatches(run, [], null, parted));
  return parted.toReversed();
}

/** Tells of each fix once it is settled, and how many of the loop's are. */
function settledTeller(run: OpenRun, changes: readonly ChangeRow[]): (outcomes: readonly GroupOutcome[]) => void {
  const total = changes.filter((row) => isActive(row) || isDecided(row)).length;
  let done = changes.filter(isDecided).length;
  return (outcomes) => {
    for (const { fix, status, validation, effect } of outcomes) {
      done += 1;
      run.report({ kind: "fix_settled", loop: run.loop, done, total, fix: fix.words, status, validation, effect });
    }
  };
}

export function changesOf(run: OpenRun): Promise<ChangeRow[]> {
  return run.state.changes.list({ run_id: run.run.run_id, iteration_number: run.loop });
}

/** Tested, or told to be left untested, and so settled. */
export function isDecided(row: ChangeRow): boolean {
  return isKept(row) || row.status === "REVERTED";
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
    if (idle.length === 0) return { outcomes: kept, again: [], steps };
    run.report({ kind: "taken_back", loop: run.loop, fixes: idle.map((fix) => fix.words) });
    return {
      outcomes: [...kept, ...revertedBecause(idle, "NO_CHANGE", { kind: "own_questions_unmoved" })],
      again: [],
      steps,
    };
  }
  const again = decision === "INDECISIVE" ? [] : smallerGroups(run.settings.strategy, group);
  return { outcomes: again.length > 0 ? [] : revertedBecause(group, validation, reason), again, steps: [] };
}

/** One statement a trial, so that a killed stage finds what was settled. */
async function store(run: OpenRun, steps: Keeping["steps"], changes: Keeping["changes"]): Promise<void> {
  if (steps.length > 0) await keepFixes(run, { steps, changes });
  else await run.state.changes.update(changes);
}
