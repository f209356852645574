import { toEnhancerError } from "../../lib/core/errors.ts";
import { approvalStanding } from "./approval-standing.ts";
import { carryOutEdits } from "./carry-out-edits.ts";
import { type OpenRun, parkedSeconds } from "../open-run.ts";
import { measureBasis, planDigestOf } from "./plan-basis.ts";
import type { StageResult } from "../run-context.ts";
import { writeRunFiles } from "../ending/run-files.ts";
import { stopRequested } from "../asking/stop-request.ts";

/** What the plan stage says of approval: its values, and where the plan can be read when it waits. */
export type Asked = {
  readonly values: StageResult["task_values"];
} & Pick<StageResult, "message" | "report_html">;

/**
 * Puts the loop's plan to a person where setting approval wants that: the run waits, and its claim on the space with it, until the plan
 * expires. A plan that has its words already, or none to be had, goes on.
 */
export async function askApproval(run: OpenRun): Promise<Asked> {
  const iteration = await run.state.iterations.get(run.run.run_id, run.loop);
  if (iteration !== null) await carryOutEdits(run, { ...run.run, fence: run.lease.fence }, iteration);
  const standing = await approvalStanding(run, run.run.run_id, run.loop);
  switch (standing.kind) {
    case "not_needed":
    case "decided":
      return { values: { approved: true } };
    case "expired":
      return { values: { approved: false }, message: "Nobody decided on the plan in time: the run ends." };
    case "waiting":
      return (await stopRequested(run)) ? { values: { approved: false } } : wait(run);
  }
}

async function wait(run: OpenRun): Promise<Asked> {
  const runId = run.run.run_id;
  const { digest, expires } = await stampPlan(run);
  const seconds = (new Date(expires).getTime() - run.clock.now().getTime()) / 1000;
  await run.state.leases.renew(run.lease, seconds);
  await run.state.runs.update(runId, { status: "AWAITING_APPROVAL", reason: null });
  const values = { approved: false, run_status: "AWAITING_APPROVAL", plan_digest: digest };
  const message = `The plan waits for a person's word until ${expires}.`;
  return { values, message, ...(await writePlan(run)) };
}

/** Gives the plan its digest, once: a run that is taken up again waits for the same word, and no longer than it would have. */
async function stampPlan(run: OpenRun): Promise<{ readonly digest: string; readonly expires: string }> {
  const key = { run_id: run.run.run_id, iteration_number: run.loop };
  const row = await run.state.iterations.get(key.run_id, key.iteration_number);
  const expires = row?.approval_expires_at ?? later(run, parkedSeconds(run.settings));
  if (row?.plan_digest != null && row.approval_expires_at !== null) return { digest: row.plan_digest, expires };
  let digest = row?.plan_digest ?? null;
  let basis = row?.plan_basis_json ?? null;
  if (digest === null) {
    const measured = { ...(await measureBasis(run)), approvals_required: run.settings.approvals_required };
    const rows = await run.state.changes.list(key);
    digest = planDigestOf(rows, measured);
    basis = JSON.stringify(measured);
    const plan_digest = digest;
    await run.state.changes.update(rows.map(({ change_id }) => ({ ...key, change_id, plan_digest })));
  }
  await run.state.iterations.upsert({
    ...key,
    status: row?.status ?? "RUNNING",
    plan_digest: digest,
    plan_basis_json: basis,
    approval_expires_at: expires,
  });
  return { digest, expires };
}

function later({ clock }: OpenRun, seconds: number): string {
  return new Date(clock.now().getTime() + seconds * 1000).toISOString();
}

/** The plan in words stands beside the run's other files. Where it cannot be written, the tables still hold it. */
async function writePlan(run: OpenRun): Promise<Pick<StageResult, "report_html">> {
  try {
    const { files } = await writeRunFiles(run, run.run.run_id);
    const path = files[run.settings.locale === "ko" ? "plan.ko.html" : "plan.html"];
    return path === undefined ? {} : { report_html: path };
  } catch (thrown) {
    if (run.signal.aborted) throw thrown;
    run.report({ kind: "problem", message: `The plan's files were not written: ${toEnhancerError(thrown).message}` });
    return {};
  }
}
