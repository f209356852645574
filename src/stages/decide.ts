import { z } from "zod";
import { EnhancerError } from "../lib/core/errors.ts";
import { planTexts } from "../lib/report/texts/plan-texts.ts";
import { decidePlan } from "../runs/approval/decide-plan.ts";
import type { Decided, PlanDecision, SingleWord } from "../runs/approval/plan-decision.ts";
import { nextCommand } from "../runs/ending/next-command.ts";
import { findRun } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { settingsAsBegun } from "../runs/settings-as-begun.ts";
import { stageProgram } from "./program.ts";

const decisions = ["APPROVE", "REJECT", "STOP"] as const;

/**
 * Records a person's word on a plan that waits, and lets the run go on. Parameters: `decision`; `fixes`, ids or numbers of fixes with
 * commas between, empty for the whole plan; or, fix by fix, `approve_changes` and `reject_changes`, lists of the same kind, and
 * `edit_changes`, a JSON object of fixes by number or id; `plan_digest`, the plan that was seen; `comment`; `enhance_job_id`, the job that
 * goes on with the run, by default the run's own. The person is whoever started this job run.
 */
export async function decide(context: RunContext, runId: string): Promise<StageResult> {
  const parameters = context.job?.parameters ?? {};
  const singles = singlesOf(parameters);
  const wanted = (parameters["decision"] ?? "").trim();
  const decision = wanted === "" && singles.length > 0 ? null : decisionOf(wanted);
  if (runId === "") throw missing("run_id", "Give the id of the run that waits, or `latest`.");
  const run = await findRun(context, runId);
  const own = { ...context, settings: settingsAsBegun(context.settings, run) };
  const order: PlanDecision = {
    decision,
    fixes: listOf(parameters["fixes"]),
    singles,
    seen: parameters["plan_digest"] ?? null,
    comment: parameters["comment"] ?? null,
    decidedBy: await personBehind(context),
    channel: "job",
    jobId: parameters["enhance_job_id"] ?? run.job_id,
  };
  const decided = await decidePlan(own, run, order);
  const { next, approved, rejected, undecided, edited, approvals } = decided;
  return {
    run_id: run.run_id,
    loop: decided.loop,
    stage: "decide",
    status: "COMPLETED",
    task_values: {
      decision: decision ?? "",
      decided_by: decided.decided_by,
      approved,
      rejected,
      undecided,
      edited,
      approvals: approvals.given,
      approvals_required: approvals.required,
      ...(next.kind === "job_run" ? { next_job_run_id: next.job_run_id } : {}),
    },
    message: wordsOf(decided, context),
  };
}

/** Words on fixes one by one. */
function singlesOf(parameters: Readonly<Record<string, string>>): SingleWord[] {
  const comment = null;
  return [
    ...listOf(parameters["approve_changes"]).map((fix) => ({ decision: "APPROVE", fix, comment }) as const),
    ...listOf(parameters["reject_changes"]).map((fix) => ({ decision: "REJECT", fix, comment }) as const),
    ...editsOf(parameters["edit_changes"] ?? "").map(([fix, to]) => ({ decision: "EDIT", fix, to, comment }) as const),
  ];
}

function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((fix) => fix.trim())
    .filter((fix) => fix !== "");
}

function editsOf(text: string): [string, unknown][] {
  if (text.trim() === "") return [];
  const read = editsSchema.safeParse(text);
  if (read.success) return Object.entries(read.data);
  throw missing(
    "edit_changes",
    'It is a JSON object of whole fixes by number or id, such as {"3": {"change_type": …}}.',
  );
}

const editsSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue("no JSON");
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.looseObject({})));

function decisionOf(text: string): Exclude<PlanDecision["decision"], null> {
  const decision = decisions.find((one) => one === text.trim().toUpperCase());
  if (decision !== undefined) return decision;
  throw missing("decision", `It is one of ${decisions.join(", ")}.`);
}

function missing(name: string, remedy: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `Parameter ${name} of the decide job is missing or unknown`,
    remedy,
  });
}

/** A job may run as somebody else than the person who started it, and it is the person's word that counts. */
async function personBehind(context: RunContext): Promise<string> {
  const jobRunId = context.job?.jobRunId ?? null;
  const creator = jobRunId === null ? null : (await context.workspace.jobs.getRun(jobRunId, context.signal)).creator;
  return creator ?? (await context.workspace.whoAmI(context.signal)).userName;
}

function wordsOf({ run_id, next, undecided, approvals }: Decided, context: RunContext): string {
  switch (next.kind) {
    case "job_run":
      return `Run ${run_id} goes on in job run ${next.job_run_id}${next.url === null ? "" : `: ${next.url}`}`;
    case "undecided":
      return `The word is recorded (${planTexts.en.count(approvals)}); ${String(undecided)} ${undecided === 1 ? "fix still waits" : "fixes still wait"} to be decided.`;
    case "resume":
      return `The plan is decided. To go on: ${nextCommand("resume", run_id, context.workspaceName)}`;
    case "ended":
      return `Run ${run_id} is stopped.`;
  }
}

await stageProgram(import.meta, "decide", decide);
