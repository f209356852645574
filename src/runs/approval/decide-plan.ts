import { EnhancerError } from "../../lib/core/errors.ts";
import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { signed, type Word, wordsOf } from "./approval-words.ts";
import { decisionPatches } from "./approved-rows.ts";
import { endRun } from "../ending/end-run.ts";
import { giveUpIfExpired } from "./give-up-plans.ts";
import { goOnAfterDecision } from "./go-on-after-decision.ts";
import { openRun } from "../open-run.ts";
import { plannedRows } from "./plan-basis.ts";
import type { RunContext } from "../run-context.ts";
import { wordsOnFixes } from "./words-on-fixes.ts";

/** A person's decision on the plan that a run waits with. */
export type PlanDecision = {
  readonly decision: "APPROVE" | "REJECT" | "STOP";
  /** Ids of fixes, or their numbers as the plan lists them; none for the whole plan. */
  readonly fixes: readonly string[];
  readonly comment: string | null;
  readonly decidedBy: string;
  readonly channel: "job" | "cli";
  /** Job that goes on with the run; null when a person does. */
  readonly jobId: string | null;
};

/** What the decision came to. */
export type Decided = {
  readonly run_id: string;
  readonly loop: number;
  readonly plan_digest: string;
  readonly decision: PlanDecision["decision"];
  readonly decided_by: string;
  /** How many fixes of the plan have which word now. */
  readonly approved: number;
  readonly rejected: number;
  readonly undecided: number;
  /** Who goes on: a new job run, a person by `resume`, nobody before the rest is decided, or nobody any more. */
  readonly next:
    | { readonly kind: "job_run"; readonly job_run_id: string; readonly url: string | null }
    | { readonly kind: "resume" | "undecided" | "ended" };
};

/**
 * Takes a person's word on a waiting plan. Once every fix has one, the run goes on: in a new job run of the same loop where a job is given.
 * The same word twice is one word, and starts one job run.
 * @throws EnhancerError CONFLICT when the run does not wait, its plan expired, or the job cannot be started; NOT_FOUND for a fix it has not
 */
export async function decidePlan(context: RunContext, run: RunRow, order: PlanDecision): Promise<Decided> {
  const iteration = await waitingLoop(context, run);
  const loop = iteration.iteration_number;
  const digest = iteration.plan_digest ?? "";
  const state = context.state.withFence(run.fence);
  const rows = plannedRows(await state.changes.list({ run_id: run.run_id, iteration_number: loop }));
  const about = order.decision === "STOP" ? [] : order.fixes.map((wanted) => changeNamed(rows, wanted, run));
  await record(context, { run_id: run.run_id, iteration_number: loop, plan_digest: digest }, order, about);

  const ids = rows.map((row) => row.change_id);
  const words = wordsOnFixes(ids, await wordsOf(context, run.run_id, loop), digest);
  const undecided = ids.length - words.size;
  const approved = [...words.values()].filter((word) => word.decision === "APPROVE").length;
  const { decision, decidedBy: decided_by, jobId } = order;
  const counts = { approved, rejected: words.size - approved, undecided };
  const decided = { run_id: run.run_id, loop, plan_digest: digest, decision, decided_by, ...counts };
  if (decision !== "STOP") {
    if (undecided > 0) return { ...decided, next: { kind: "undecided" } };
    await state.changes.update(decisionPatches(rows, words));
  }
  if (jobId !== null) {
    const { jobRunId, pageUrl } = await goOnAfterDecision(context, run, iteration, { jobId, decision });
    return { ...decided, next: { kind: "job_run", job_run_id: jobRunId, url: pageUrl } };
  }
  if (decision !== "STOP") return { ...decided, next: { kind: "resume" } };
  await endRun(await openRun(context, run.run_id, loop), "STOPPED", "asked_to_stop", async () => {});
  return { ...decided, next: { kind: "ended" } };
}

async function waitingLoop(context: RunContext, run: RunRow): Promise<IterationRow> {
  if (run.status === "AWAITING_APPROVAL" && (await giveUpIfExpired(context, run))) {
    throw new EnhancerError({
      code: "CONFLICT",
      message: `The plan of run ${run.run_id} expired before anybody decided on it; the run is STOPPED now`,
      remedy: "Resume the run: it puts its plan to a person again. Setting approval_expires says for how many days.",
    });
  }
  const loop = (await context.state.iterations.list(run.run_id)).findLast((row) => row.plan_digest !== null);
  if (run.status === "AWAITING_APPROVAL" && loop !== undefined) return loop;
  throw new EnhancerError({
    code: "CONFLICT",
    message: `Run ${run.run_id} does not wait for approval: its status is ${run.status}`,
    remedy:
      "Only a run with status AWAITING_APPROVAL has a plan to decide on; `genie-enhancer status` shows how it stands.",
    context: { run_id: run.run_id, status: run.status },
  });
}

/** A fix by its id, or by its number in the plan. */
function changeNamed(rows: readonly ChangeRow[], wanted: string, run: RunRow): string {
  const row = rows.find((one) => one.change_id === wanted || String(one.position) === wanted);
  if (row !== undefined) return row.change_id;
  throw new EnhancerError({
    code: "NOT_FOUND",
    message: `The plan of run ${run.run_id} has no fix ${JSON.stringify(wanted)}`,
    remedy: `It has the fixes ${rows.map((one) => String(one.position)).join(", ")}; their ids do as well.`,
  });
}

type About = Pick<Word, "run_id" | "iteration_number" | "plan_digest">;

/** A word that is the newest on its thing already is not written again. */
async function record(
  context: RunContext,
  about: About,
  { decision, decidedBy: decided_by, comment, channel }: PlanDecision,
  fixes: readonly string[],
): Promise<void> {
  const said = await wordsOf(context, about.run_id, about.iteration_number);
  const words = (fixes.length === 0 ? [null] : [...new Set(fixes)]).map((change_id): Word => {
    const plan_digest = decision === "STOP" ? null : about.plan_digest;
    return { ...about, plan_digest, change_id, decision, decided_by, comment, channel };
  });
  const fresh = words.filter(
    (word) =>
      !isSame(
        word,
        said.findLast((row) => row.change_id === word.change_id),
      ),
  );
  await context.state.approvals.insert(fresh.map((word) => signed(word, context.clock.now())));
}

function isSame(word: Word, newest: ApprovalRow | undefined): boolean {
  return (
    newest !== undefined &&
    newest.decision === word.decision &&
    newest.decided_by === word.decided_by &&
    newest.plan_digest === word.plan_digest
  );
}
