import type { RunRow } from "../lib/state/tables/runs.ts";
import { signed, type Word } from "../runs/approval/approval-words.ts";
import type { RunContext } from "../runs/run-context.ts";

/** Statuses of a run that somebody, or something, still works on. */
const going: readonly RunRow["status"][] = ["RUNNING", "NEEDS_ANOTHER_LOOP", "AWAITING_APPROVAL"];

export function isGoing(run: Pick<RunRow, "status">): boolean {
  return going.includes(run.status);
}

/** A person's word on a whole run, kept like every approval. */
export async function recordWord(
  context: RunContext,
  run: RunRow,
  decision: "STOP" | "APPROVE",
  comment: string,
): Promise<void> {
  const [loops, { userName }] = await Promise.all([
    context.state.iterations.list(run.run_id),
    context.workspace.whoAmI(context.signal),
  ]);
  const word: Word = {
    run_id: run.run_id,
    iteration_number: loops.at(-1)?.iteration_number ?? 1,
    decision,
    decided_by: userName,
    channel: "cli",
    comment,
    plan_digest: null,
    change_id: null,
  };
  await context.state.approvals.insert([signed(word, context.clock.now())]);
}
