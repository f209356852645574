import { EnhancerError } from "../../lib/core/errors.ts";
import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import { signed, type Word, wordsOf } from "./approval-words.ts";
import { decisionPatches } from "./approved-rows.ts";
import { carryOutEdits } from "./carry-out-edits.ts";
import { editPlan } from "./edit-plan.ts";
import { endRun } from "../ending/end-run.ts";
import { giveUpIfExpired } from "./give-up-plans.ts";
import { goOnAfterDecision } from "./go-on-after-decision.ts";
import { openRun } from "../open-run.ts";
import { plannedRows, requiredOf } from "./plan-basis.ts";
import type { Decided, PlanDecision, SingleWord } from "./plan-decision.ts";
import type { RunContext } from "../run-context.ts";
import { approvalsOf, personOf, voicesOn, wordsOnFixes } from "./words-on-fixes.ts";

/**
 * Takes a person's word on a waiting plan, edits first. Once every fix is decided by as many people as must approve it, the run goes on: in
 * a new job run of the same loop where a job is given. The same word twice is one word, and starts one job run.
 * @throws EnhancerError CONFLICT when the run does not wait, its plan expired or is not the one that was seen, or the job cannot be
 * started; NOT_FOUND for a fix it has not; FIX_INVALID for an edit that a check refuses
 */
export async function decidePlan(context: RunContext, run: RunRow, order: PlanDecision): Promise<Decided> {
  const waiting = await waitingLoop(context, run);
  const { iteration_number: loop } = waiting;
  const state = context.state.withFence(run.fence);
  const planned = async (): Promise<ChangeRow[]> =>
    plannedRows(await state.changes.list({ run_id: run.run_id, iteration_number: loop }));
  const before = await planned();
  const idOf = (wanted: string): string => changeNamed(before, wanted, run).change_id;
  const singles =
    order.decision === "STOP" ? [] : namedOnce((order.singles ?? []).map((one) => ({ ...one, fix: idOf(one.fix) })));
  const about = order.decision === "STOP" ? [] : order.fixes.map(idOf);
  const iteration = order.decision === "STOP" ? waiting : await asSeen(context, run, waiting, order);
  const edits = singles.filter((one) => one.decision === "EDIT");
  const edited = edits.length === 0 ? iteration : await editPlan(context, run, iteration, { order, edits });
  await record(context, edited, order, { about, singles });

  const rows = edits.length === 0 ? before : await planned();
  const digest = edited.plan_digest ?? "";
  const ids = rows.map((row) => row.change_id);
  const said = await wordsOf(context, run.run_id, loop);
  const required = requiredOf(edited);
  const words = wordsOnFixes(ids, said, digest, required);
  const undecided = ids.length - words.size;
  const approved = [...words.values()].filter((word) => word.decision === "APPROVE").length;
  const { decision, decidedBy: decided_by, jobId } = order;
  const counts = { approved, rejected: words.size - approved, undecided, edited: edits.length };
  const approvals = approvalsOf(voicesOn(ids, said, digest), required);
  const decided = { run_id: run.run_id, loop, plan_digest: digest, decision, decided_by, ...counts, approvals };
  if (decision !== "STOP") {
    if (undecided > 0) return { ...decided, next: { kind: "undecided" } };
    await state.changes.update(decisionPatches(rows, words));
  }
  if (jobId !== null) {
    const stops = decision === "STOP";
    const { jobRunId, pageUrl } = await goOnAfterDecision(context, run, edited, { jobId, stops });
    return { ...decided, next: { kind: "job_run", job_run_id: jobRunId, url: pageUrl } };
  }
  if (decision !== "STOP") return { ...decided, next: { kind: "resume" } };
  await endRun(await openRun(context, run.run_id, loop), "STOPPED", "asked_to_stop", async () => {});
  return { ...decided, next: { kind: "ended" } };
}

/** The loop whose plan waits for a person. @throws EnhancerError CONFLICT when the run does not wait, or its plan expired */
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

/** The plan as it stands, which must be the one that the person saw: nobody approves what somebody else edited a moment ago. */
async function asSeen(
  context: RunContext,
  run: RunRow,
  waiting: IterationRow,
  { seen = null }: PlanDecision,
): Promise<IterationRow> {
  const iteration = await carryOutEdits(context, run, waiting);
  const isSeen = seen === null || seen === "" || (iteration.plan_digest ?? "").startsWith(seen);
  if (isSeen && iteration.plan_digest === waiting.plan_digest) return iteration;
  throw new EnhancerError({
    code: "CONFLICT",
    message: `The plan of run ${run.run_id} was edited since: it is ${(iteration.plan_digest ?? "").slice(0, 12)} now; nothing was recorded`,
    remedy: "Look at it again with `genie-enhancer review`, then decide.",
    context: { run_id: run.run_id, plan_digest: iteration.plan_digest },
  });
}

/** A fix by its id, or by its number in the plan. @throws EnhancerError NOT_FOUND */
function changeNamed(rows: readonly ChangeRow[], wanted: string, run: Pick<RunRow, "run_id">): ChangeRow {
  const row = rows.find((one) => one.change_id === wanted || String(one.position) === wanted);
  if (row !== undefined) return row;
  throw new EnhancerError({
    code: "NOT_FOUND",
    message: `The plan of run ${run.run_id} has no fix ${JSON.stringify(wanted)}`,
    remedy: `It has the fixes ${rows.map((one) => String(one.position)).join(", ")}; their ids do as well.`,
  });
}

function namedOnce(singles: readonly SingleWord[]): readonly SingleWord[] {
  const twice = singles.find((one, index) => singles.findIndex((other) => other.fix === one.fix) !== index);
  if (twice === undefined) return singles;
  throw new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `Fix ${twice.fix} is decided on twice in one go`,
    remedy: "Name each fix once: approved, rejected or edited.",
  });
}

/** A word that is the person's newest on its thing already is not written again. */
async function record(
  context: RunContext,
  { run_id, iteration_number, plan_digest }: IterationRow,
  { decision, decidedBy: decided_by, comment, channel }: PlanDecision,
  { about, singles }: { readonly about: readonly string[]; readonly singles: readonly SingleWord[] },
): Promise<void> {
  const said = await wordsOf(context, run_id, iteration_number);
  const common = { run_id, iteration_number, plan_digest, decided_by, channel };
  const onPlan = (about.length === 0 ? [null] : [...new Set(about)]).flatMap((change_id): Word[] => {
    if (decision === null) return [];
    const digest = decision === "STOP" ? null : plan_digest;
    return [{ ...common, plan_digest: digest, change_id, decision, comment }];
  });
  const onFixes = singles.flatMap((one): Word[] =>
    // The edit itself is recorded with what it makes of the plan.
    one.decision === "EDIT"
      ? []
      : [{ ...common, change_id: one.fix, decision: one.decision, comment: one.comment ?? comment }],
  );
  const fresh = [...onPlan, ...onFixes].filter(
    (word) =>
      !isSame(
        word,
        said.findLast(
          (row) =>
            row.decision !== "EDIT" &&
            row.change_id === word.change_id &&
            personOf(row.decided_by) === personOf(word.decided_by),
        ),
      ),
  );
  await context.state.approvals.insert(fresh.map((word) => signed(word, context.clock.now())));
}

function isSame(word: Word, newest: ApprovalRow | undefined): boolean {
  return newest !== undefined && newest.decision === word.decision && newest.plan_digest === word.plan_digest;
}
