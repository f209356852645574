import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import { wordsOf } from "./approval-words.ts";
import { requiredOf } from "./plan-basis.ts";
import type { RunContext } from "../run-context.ts";
import { type FixWord, wordsOnFixes } from "./words-on-fixes.ts";

/** How the plan of a loop stands with the people who approve it. */
export type ApprovalStanding =
  /** Plans need nobody's word, or there is no fix left to speak of. */
  | { readonly kind: "not_needed" }
  /** At least one fix lacks a person's word, or not enough people approved it yet. */
  | { readonly kind: "waiting" | "expired"; readonly undecided: readonly string[] }
  | { readonly kind: "decided"; readonly words: ReadonlyMap<string, FixWord> };

/** Reads it off the rows. A plan that was put to a person needs a word, whatever setting approval says later. */
export async function approvalStanding(
  context: Pick<RunContext, "state" | "settings" | "clock">,
  runId: string,
  loop: number,
): Promise<ApprovalStanding> {
  const { state, settings } = context;
  const iteration = await state.iterations.get(runId, loop);
  if (settings.approval !== "manual" && (iteration?.plan_digest ?? null) === null) return { kind: "not_needed" };
  const [rows, words] = await Promise.all([
    state.changes.list({ run_id: runId, iteration_number: loop }),
    wordsOf(context, runId, loop),
  ]);
  return standingOf(rows, words, iteration, context.clock.now());
}

/** The rules behind {@link approvalStanding}. @param words those that count, in order of time */
export function standingOf(
  rows: readonly Pick<ChangeRow, "change_id" | "status">[],
  words: readonly ApprovalRow[],
  iteration: Pick<IterationRow, "plan_digest" | "approval_expires_at" | "plan_basis_json"> | null,
  now: Date,
): ApprovalStanding {
  const open = rows.filter(isOpen).map((row) => row.change_id);
  if (open.length === 0) return { kind: "not_needed" };
  const digest = iteration?.plan_digest ?? null;
  const said = digest === null ? new Map<string, FixWord>() : wordsOnFixes(open, words, digest, requiredOf(iteration));
  const undecided = open.filter((id) => !said.has(id));
  if (undecided.length === 0) return { kind: "decided", words: said };
  const until = iteration?.approval_expires_at ?? null;
  return { kind: until !== null && until <= now.toISOString() ? "expired" : "waiting", undecided };
}

/** Planned, and neither tried nor refused yet. */
export function isOpen(row: Pick<ChangeRow, "status">): boolean {
  return row.status === "PROPOSED" || row.status === "APPROVED";
}
