import { EnhancerError } from "../../lib/core/errors.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import { type Fix, fixSchema } from "../../lib/space/fix.ts";
import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";
import type { ChangePatch, ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";
import { approvalStanding } from "./approval-standing.ts";
import { signed, type Word, wordsOf } from "./approval-words.ts";
import { checkEdits } from "./check-edits.ts";
import { editedRows, type FixEdit } from "./edited-rows.ts";
import { plannedRows, planDigestOf, storedBasis } from "./plan-basis.ts";
import { recordedEdit, wishedFix } from "./plan-edits.ts";

/** An edit that somebody wants, already checked. */
export type WantedEdit = { readonly changeId: string; readonly fix: Fix } & Pick<
  Word,
  "decided_by" | "comment" | "channel"
>;

/**
 * Stores edits of a plan together with the plan that they make of it, before any of it is changed. @returns that plan's digest
 * @throws EnhancerError CONFLICT when the plan in the tables is not the one that was put to people
 */
export async function recordEdits(
  context: RunContext,
  run: RunRow,
  iteration: IterationRow,
  wanted: readonly WantedEdit[],
): Promise<string> {
  const { run_id } = run;
  const { iteration_number, plan_digest } = iteration;
  const rows = await context.state.changes.list({ run_id, iteration_number });
  const basis = storedBasis(iteration);
  if (basis === null || planDigestOf(rows, basis) !== plan_digest) throw foreignPlan(run_id);
  const now = context.clock.now();
  const edits = wanted.map(({ changeId, fix, decided_by: by }): FixEdit => ({
    changeId,
    fix,
    by,
    at: now.toISOString(),
  }));
  const digest = planDigestOf(editedRows(rows, edits, await telling(context, run)), basis);
  await context.state.approvals.insert(
    wanted.map(({ changeId, fix, decided_by, comment, channel }) => {
      const old = rows.find((row) => row.change_id === changeId)?.fix_json ?? "null";
      const edit_json = JSON.stringify({ before: JSON.parse(old) as unknown, after: fix, plan_digest: digest });
      const word = { run_id, iteration_number, plan_digest, change_id: changeId, decision: "EDIT" } as const;
      return signed({ ...word, decided_by, comment, channel, edit_json }, now);
    }),
  );
  return digest;
}

/**
 * Makes the edits that were recorded on the plan as it stands, and, with setting trust_rows, those that people wished for in rows of their
 * own: the plan becomes another one, and the editors approve what they made of it. Broken off, it is done by whoever comes next.
 * @returns the loop with the plan that stands now
 */
export async function carryOutEdits(context: RunContext, run: RunRow, iteration: IterationRow): Promise<IterationRow> {
  const { iteration_number: loop, plan_digest: digest } = iteration;
  if (digest === null) return iteration;
  const words = await wordsOf(context, run.run_id, loop);
  const about = words.filter((row) => row.decision === "EDIT" && row.plan_digest === digest && row.change_id !== null);
  if (about.length === 0) return iteration;
  if (about.some((row) => recordedEdit(row) !== null)) return makeEdits(context, run, iteration, about);
  // What is decided already is not changed by a row that nobody has looked at.
  const standing = await approvalStanding(context, run.run_id, loop);
  if (standing.kind === "decided" || standing.kind === "not_needed") return iteration;
  const wanted = await acceptable(context, run, loop, about);
  if (wanted.length === 0) return iteration;
  await recordEdits(context, run, iteration, wanted);
  return carryOutEdits(context, run, iteration);
}

/** The same for the newest plan that was put to people. */
export async function carryOutWaitingEdits(context: RunContext, run: RunRow): Promise<void> {
  const loop = (await context.state.iterations.list(run.run_id)).findLast((row) => row.plan_digest !== null);
  if (loop !== undefined) await carryOutEdits(context, run, loop);
}

async function makeEdits(
  context: RunContext,
  run: RunRow,
  iteration: IterationRow,
  words: readonly ApprovalRow[],
): Promise<IterationRow> {
  const { run_id } = run;
  const { iteration_number, status } = iteration;
  const state = context.state.withFence(run.fence);
  // Of two people who edited at the same moment the first one did.
  const plan_digest = words.map(recordedEdit).find((edit) => edit !== null)?.plan_digest ?? "";
  const own = words.filter((row) => recordedEdit(row)?.plan_digest === plan_digest);
  const edits = own.map((row): FixEdit => ({
    changeId: row.change_id ?? "",
    fix: fixSchema.parse(wishedFix(row)),
    by: row.decided_by,
    at: row.decided_at,
  }));
  const rows = await state.changes.list({ run_id, iteration_number });
  const planned = plannedRows(rows).map((row) => row.change_id);
  if (edits.some(({ changeId }) => !planned.includes(changeId))) return iteration;
  const edited = editedRows(rows, edits, await telling(context, run));
  const basis = storedBasis(iteration);
  if (basis === null || planDigestOf(edited, basis) !== plan_digest) throw foreignPlan(run_id);
  const changed = new Set(edits.map(({ changeId }) => changeId));
  await state.changes.update(plannedRows(edited).map((row) => patchOf({ ...row, plan_digest }, changed)));
  await state.iterations.upsert({ run_id, iteration_number, status, plan_digest });
  await state.approvals.insert(
    own.map((row) => {
      const { change_id, decided_by, comment } = row;
      const about = { run_id, iteration_number, plan_digest, change_id, decision: "APPROVE", decided_by } as const;
      return signed({ ...about, comment, channel: row.channel ?? "row" }, new Date(row.decided_at ?? 0));
    }),
  );
  return { ...iteration, plan_digest };
}

function patchOf(row: ChangeRow, changed: ReadonlySet<string>): ChangePatch {
  const { run_id, iteration_number, change_id, plan_digest } = row;
  const key = { run_id, iteration_number, change_id, plan_digest };
  if (!changed.has(change_id)) return key;
  const { status, applied_successfully, error_message, decided_by } = row;
  const { change_type, fix_category, target_table, target_column, change_value, fix_json, evidence_json } = row;
  const what = { change_type, fix_category, target_table, target_column, change_value, fix_json, evidence_json };
  return { ...key, ...what, status, applied_successfully, error_message, decided_by };
}

/** Of the wishes in people's own rows the newest on each fix, where it passes the checks; the others are told and left. */
async function acceptable(
  context: RunContext,
  run: RunRow,
  loop: number,
  words: readonly ApprovalRow[],
): Promise<WantedEdit[]> {
  const planned = plannedRows(await context.state.changes.list({ run_id: run.run_id, iteration_number: loop }));
  const refuse = (changeId: string, reason: string): void =>
    context.report({ kind: "problem", message: `The edit of fix ${changeId} is left out: ${reason}` });
  const wanted = [...new Map(words.map((row) => [row.change_id ?? "", row])).values()].flatMap((row): WantedEdit[] => {
    const changeId = row.change_id ?? "";
    const fix = fixSchema.safeParse(wishedFix(row));
    if (!planned.some((one) => one.change_id === changeId)) refuse(changeId, "the plan has no such fix");
    else if (!fix.success) refuse(changeId, "its edit_json is no fix");
    else return [{ changeId, fix: fix.data, decided_by: row.decided_by, comment: row.comment, channel: "row" }];
    return [];
  });
  if (wanted.length === 0) return [];
  const edits = new Map(wanted.map(({ changeId, fix }) => [changeId, fix]));
  const problems = await checkEdits(context, run, planned, edits);
  for (const { changeId, reason } of problems) refuse(changeId, reason);
  return wanted.filter(({ changeId }) => !problems.some((problem) => problem.changeId === changeId));
}

async function telling(
  { state, settings }: RunContext,
  run: RunRow,
): Promise<{ readonly locale: "en" | "ko"; readonly document: SpaceDocument | null }> {
  const best = await state.spaces.latest(run.run_id, "dev_best");
  return { locale: settings.locale, document: best === null ? null : parseSpace(best.serialized_space) };
}

function foreignPlan(runId: string): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `The plan of run ${runId} is not the one that was put to people: its rows in enhancement_changes were changed`,
    remedy:
      "Put the rows back as they were (Delta keeps earlier versions), or reject the plan: the next loop plans anew.",
    context: { run_id: runId },
  });
}
