import { EnhancerError } from "../lib/core/errors.ts";
import type { JobRun } from "../lib/databricks/jobs.ts";
import { stopReasonInWords } from "../lib/report/stop-reason.ts";
import type { IterationRow } from "../lib/state/tables/iterations.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import { loopOfJobRun } from "../runs/jobs/job-run-loop.ts";
import { findRun, leaseKeyOf } from "../runs/open-run.ts";
import type { RunContext } from "../runs/run-context.ts";
import { eventsOf } from "./events-of-rows.ts";
import type { FollowEvent } from "./follow-event.ts";
import { jobRunLink } from "./job-run-link.ts";
import { isGoing } from "./run-word.ts";

/** Why following came to its end. `left`: the run is not over, and nothing that is known of works on it. */
export type Followed =
  | { readonly kind: "ended" | "awaits_approval"; readonly run: RunRow }
  | { readonly kind: "left"; readonly run: RunRow; readonly jobRun: JobRun | null };

type Following = {
  readonly onEvent: (event: FollowEvent) => void;
  /** Seconds after which it is given up; null waits for ever. */
  readonly timeoutSeconds: number | null;
};

/** Looks in a row that must agree before a run counts as left: a loop's end and the start of the next are not one moment. */
const looksUntilLeft = 3;

/**
 * Follows a run over its loops, wherever they work: state tables say how it stands, job runs whether somebody is still at it.
 * @throws EnhancerError TIMEOUT when it is not over in time
 */
export async function followRun(context: RunContext, runId: string, following: Following): Promise<Followed> {
  const began = context.clock.monotonic();
  const told = new Set<string>();
  let leftLooks = 0;
  for (;;) {
    const run = await findRun(context, runId);
    const [loops, stages] = await Promise.all([context.state.iterations.list(runId), context.state.stages.list(runId)]);
    const jobRun = await newestJobRun(context, loops);
    for (const [key, event] of eventsOf({ run, loops, stages, linkOf: (row) => jobRunLink(context, run, row) })) {
      if (told.has(key)) continue;
      told.add(key);
      following.onEvent(event);
    }
    tellQueued(jobRun, told, following.onEvent);
    // A job run that takes the run up again says so after its first looks; one that ends the run has a little left to do.
    const isSettled = jobRun?.ended ?? true;
    if (isSettled && run.status === "AWAITING_APPROVAL") return { kind: "awaits_approval", run };
    if (isSettled && !isGoing(run)) {
      const reason = run.reason ?? "";
      following.onEvent({
        kind: "run_ended",
        status: run.status,
        outcome: run.outcome,
        reason: stopReasonInWords(reason, context.settings.locale),
      });
      return { kind: "ended", run };
    }
    leftLooks = isGoing(run) && (await isLeft(context, run, jobRun)) ? leftLooks + 1 : 0;
    if (leftLooks >= looksUntilLeft) return { kind: "left", run, jobRun };
    await pause(context, began, following.timeoutSeconds, run);
  }
}

/**
 * The run that a job run works on; a job run records it as its first deed.
 * @throws EnhancerError NOT_FOUND when the job run ended without one, TIMEOUT
 */
export async function runOfJobRun(
  context: RunContext,
  jobRunId: string,
  { onEvent, timeoutSeconds }: Following,
): Promise<string> {
  const began = context.clock.monotonic();
  const told = new Set<string>();
  for (;;) {
    // Looked at before the tables: a job run that has ended has written all it had to say.
    const jobRun = await context.workspace.jobs.getRun(jobRunId, context.signal);
    tellQueued(jobRun, told, onEvent);
    const run = await recordedRun(context, jobRunId, jobRun.ended ? "ended" : "going");
    if (run !== null) return run;
    if (jobRun.ended) {
      throw new EnhancerError({
        code: "NOT_FOUND",
        message: `Job run ${jobRunId} ended (${jobRun.resultState ?? jobRun.lifeCycleState}${jobRun.stateMessage === "" ? "" : `: ${jobRun.stateMessage}`}) before it recorded a run`,
        remedy: `Its orchestrator task says why: ${jobRun.pageUrl ?? jobRunId}.`,
      });
    }
    await pause(context, began, timeoutSeconds, null);
  }
}

/** Before the first run there are no tables. While the job run goes on, it may also be about to change them. */
async function recordedRun(context: RunContext, jobRunId: string, jobRun: "going" | "ended"): Promise<string | null> {
  try {
    return (await loopOfJobRun(context, jobRunId))?.runId ?? null;
  } catch (thrown) {
    if (!(thrown instanceof EnhancerError) || thrown.code !== "SQL_FAILED") throw thrown;
    if (jobRun === "going" || /(?:TABLE_OR_VIEW|SCHEMA)_NOT_FOUND/u.test(thrown.message)) return null;
    throw thrown;
  }
}

async function newestJobRun(context: RunContext, loops: readonly IterationRow[]): Promise<JobRun | null> {
  const newest = loops.findLast((row) => row.job_run_id !== null)?.job_run_id ?? null;
  if (newest === null) return null;
  try {
    return await context.workspace.jobs.getRun(newest, context.signal);
  } catch (thrown) {
    // The platform forgets job runs after a while; one that still works is not forgotten.
    if (thrown instanceof EnhancerError && thrown.code === "NOT_FOUND") return null;
    throw thrown;
  }
}

/** A job's run is at work as long as its newest job run is; another as long as it holds its space. */
async function isLeft(context: RunContext, run: RunRow, jobRun: JobRun | null): Promise<boolean> {
  if (jobRun !== null) return jobRun.ended;
  const lease = await context.state.leases.get(leaseKeyOf(run.space_id));
  return lease?.holder !== run.run_id || new Date(lease.expires_at) <= context.clock.now();
}

function tellQueued(jobRun: JobRun | null, told: Set<string>, onEvent: Following["onEvent"]): void {
  if (jobRun === null || !["QUEUED", "BLOCKED"].includes(jobRun.lifeCycleState)) return;
  const key = `queued ${jobRun.runId}`;
  if (told.has(key)) return;
  told.add(key);
  onEvent({ kind: "queued", message: jobRun.stateMessage });
}

async function pause(
  context: RunContext,
  began: number,
  timeoutSeconds: number | null,
  run: RunRow | null,
): Promise<void> {
  const passed = (context.clock.monotonic() - began) / 1000;
  if (timeoutSeconds !== null && passed >= timeoutSeconds) {
    throw new EnhancerError({
      code: "TIMEOUT",
      message: `${run === null ? "The job run" : `Run ${run.run_id}`} is not over after ${String(timeoutSeconds)} s${run === null ? "" : ` (${run.status})`}; it goes on`,
      remedy: "Follow it again with `genie-enhancer wait`, or end it with `genie-enhancer stop`.",
    });
  }
  // Ten looks at an answer are one at a run: a local workspace answers at once, and its runs take seconds.
  const seconds = Math.min(10, Math.max(0.2, context.settings.poll_interval * 10));
  await context.clock.sleep(
    1000 * (timeoutSeconds === null ? seconds : Math.min(seconds, Math.max(0, timeoutSeconds - passed))),
    context.signal,
  );
}
