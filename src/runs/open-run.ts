import { EnhancerError } from "../lib/core/errors.ts";
import type { Exam } from "../lib/exam/question.ts";
import type { Settings } from "../lib/settings/settings.ts";
import type { Lease } from "../lib/state/tables/leases.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import { isWatch } from "./watch/is-watch.ts";
import { type Budget, openBudget } from "./budget/budget.ts";
import { storedExam } from "./exam/stored-exam.ts";
import type { RunContext } from "./run-context.ts";
import { stageDeadline } from "./asking/time-limit.ts";

/** A run that this process holds the lease of. Its `state` writes under that lease's fence. */
export type OpenRun = RunContext & {
  readonly run: RunRow;
  readonly loop: number;
  readonly lease: Lease;
  readonly exam: Exam;
  /** When the stage has to leave the rest to a new job run, by the monotonic clock; null for no limit. */
  readonly deadline: number | null;
  /** What the run may still use. */
  readonly budget: Budget;
};

/** Long enough for the longest stage at five questions a minute; a run taken up again does not wait for it. */
export const leaseSeconds = 6 * 3600;

/** How long a run that waits for a person keeps its space. */
export function parkedSeconds({ approval_expires: days }: Settings): number {
  return days * 24 * 3600;
}

export function leaseKeyOf(spaceId: string): string {
  return `space:${spaceId}`;
}

/**
 * Takes a run up for one stage: claims its space at the next fence and loads its fixed exam.
 * @throws EnhancerError NOT_FOUND for an unknown run, LEASE_HELD when another run works on the space
 */
export async function openRun(context: RunContext, runId: string, loop: number): Promise<OpenRun> {
  const run = await context.state.runs.get(runId);
  if (run === null) throw unknownRun(runId);
  const seconds = run.status === "AWAITING_APPROVAL" ? parkedSeconds(context.settings) : leaseSeconds;
  const lease = await context.state.leases.acquire(leaseKeyOf(run.space_id), runId, seconds);
  const state = context.state.withFence(lease.fence);
  const exam = await storedExam(state, run);
  if (exam === null) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `Run ${runId} has no exam: its orchestrator stage did not finish`,
      remedy: `Take the run up again with \`genie-enhancer resume --run ${runId}\`, or start a new one.`,
    });
  }
  const budget = await openBudget(context, runId);
  return { ...context, state, run, loop, lease, exam, deadline: stageDeadline(context), budget };
}

/** A run by its id, or the newest that did more than watch for "latest". @throws EnhancerError NOT_FOUND */
export async function findRun(context: RunContext, wanted: string): Promise<RunRow> {
  const run = wanted === "latest" ? await latestRun(context) : await context.state.runs.get(wanted);
  if (run === null) throw unknownRun(wanted);
  return run;
}

/** Watches looked past in search of a run. */
const looksBack = 100;

async function latestRun({ state }: RunContext): Promise<RunRow | null> {
  const newest = await state.runs.list({ limit: looksBack });
  return newest.find((run) => !isWatch(run)) ?? null;
}

function unknownRun(wanted: string): EnhancerError {
  return new EnhancerError({
    code: "NOT_FOUND",
    message: wanted === "latest" ? "There is no run yet" : `There is no run ${wanted}`,
    remedy: "`genie-enhancer run` starts one; settings catalog and schema say where runs are kept.",
  });
}
