import { digestOf } from "../../lib/core/digest.ts";
import type { ApprovalRow, NewApprovalRow } from "../../lib/state/tables/approvals.ts";
import type { RunContext } from "../run-context.ts";

/** A person's word on a run, on a whole plan, or on one fix of it, as a command or a job takes it. */
export type Word = Pick<ApprovalRow, "run_id" | "iteration_number" | "decision" | "decided_by" | "comment"> & {
  /** How the person gave it; `row` for what is made of a row that they inserted. */
  readonly channel: "job" | "cli" | "row";
  /** The plan that was seen; null for a word on the run alone. */
  readonly plan_digest: string | null;
  readonly change_id: string | null;
  /** The fix before and after, where it is edited. */
  readonly edit_json?: string;
};

/** The word as a row. Its id is made of everything it says, which tells it from rows that people write by hand. */
export function signed(word: Word, at: Date): NewApprovalRow {
  const row = { ...word, edit_json: word.edit_json ?? null, decided_at: at.toISOString() };
  return { ...row, approval_id: idOf(row) };
}

/** The words that count, in order of time: this program's own, and with setting trust_rows those that people inserted themselves. */
export async function wordsOf(
  { state, settings }: Pick<RunContext, "state" | "settings">,
  runId: string,
  loop?: number,
): Promise<ApprovalRow[]> {
  const rows = await state.approvals.list(runId, loop);
  return rows
    .filter((row) => settings.trust_rows || isSigned(row))
    .toSorted((one, other) => (one.decided_at ?? "").localeCompare(other.decided_at ?? ""));
}

function isSigned(row: ApprovalRow): boolean {
  return (row.channel === "job" || row.channel === "cli") && row.approval_id === idOf(row);
}

function idOf(row: Omit<ApprovalRow, "approval_id">): string {
  const { run_id, iteration_number, plan_digest, change_id, decision, edit_json } = row;
  const { decided_by, channel, comment, decided_at } = row;
  return digestOf([
    run_id,
    iteration_number,
    plan_digest,
    change_id,
    decision,
    edit_json,
    decided_by,
    channel,
    comment,
    decided_at,
  ]);
}
