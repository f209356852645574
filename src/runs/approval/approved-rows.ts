import { EnhancerError } from "../../lib/core/errors.ts";
import type { ChangePatch, ChangeRow } from "../../lib/state/tables/changes.ts";
import { approvalStanding, isOpen } from "./approval-standing.ts";
import { changedCheck } from "../change-words.ts";
import { nextCommand } from "../ending/next-command.ts";
import type { OpenRun } from "../open-run.ts";
import { changedSince, measureBasis, planDigestOf, storedBasis } from "./plan-basis.ts";
import type { FixWord } from "./words-on-fixes.ts";

/** Who let a fix pass where no person is asked. */
const byItself = "approval: auto";

/**
 * The fixes of the loop that may be applied, each with who approved it; those that a person rejected are marked so.
 * @throws EnhancerError CONFLICT when the plan, the space or the exam is not what was approved
 */
export async function approvedRows(run: OpenRun, rows: readonly ChangeRow[]): Promise<readonly ChangeRow[]> {
  const open = rows.filter(isOpen);
  const standing = await approvalStanding(run, run.run.run_id, run.loop);
  switch (standing.kind) {
    case "not_needed":
      return open.map((row) => ({ ...row, decided_by: byItself }));
    case "waiting":
    case "expired":
      return [];
    case "decided":
      break;
  }
  const changed = await whatChanged(run, rows);
  if (changed.length > 0) throw await refuse(run, open, changed);
  await run.state.changes.update(decisionPatches(open, standing.words));
  return open.flatMap((row) => {
    const word = standing.words.get(row.change_id);
    return word?.decision === "APPROVE" ? [{ ...row, decided_by: word.decidedBy }] : [];
  });
}

/** What the words of people make of the rows. */
export function decisionPatches(rows: readonly ChangeRow[], words: ReadonlyMap<string, FixWord>): ChangePatch[] {
  return rows.flatMap(({ run_id, iteration_number, change_id }): ChangePatch[] => {
    const word = words.get(change_id);
    if (word === undefined) return [];
    const isApproved = word.decision === "APPROVE";
    return [
      {
        run_id,
        iteration_number,
        change_id,
        status: isApproved ? "APPROVED" : "REJECTED",
        decided_by: word.decidedBy,
        applied_successfully: isApproved ? null : false,
        error_message: isApproved ? null : word.comment,
      },
    ];
  });
}

/** In words what is not as it was approved. */
async function whatChanged(run: OpenRun, rows: readonly ChangeRow[]): Promise<string[]> {
  const iteration = await run.state.iterations.get(run.run.run_id, run.loop);
  const then = storedBasis(iteration);
  if (then === null || planDigestOf(rows, then) !== iteration?.plan_digest) return ["the plan in the tables"];
  const names = { production: "the production space", dev_best: "the clone dev-best", exam: "the exam" } as const;
  return changedSince(then, await measureBasis(run)).map((name) => names[name]);
}

/** Takes the plan off the table, so that the run, once taken up again, makes a new one. */
async function refuse(run: OpenRun, open: readonly ChangeRow[], changed: readonly string[]): Promise<EnhancerError> {
  const what = changed.join(" and ");
  const error_message = `Refused: since this was planned, ${what} changed`;
  await run.state.changes.update(
    open.map(({ run_id, iteration_number, change_id }) => ({
      run_id,
      iteration_number,
      change_id,
      status: "REJECTED",
      applied_successfully: false,
      decided_by: changedCheck,
      error_message,
    })),
  );
  return new EnhancerError({
    code: "CONFLICT",
    message: `The plan of loop ${String(run.loop)} was approved, but ${what} changed since; nothing of it is applied`,
    remedy: `Take the run up with \`${nextCommand("resume", run.run.run_id, run.workspaceName)}\`: its next loop plans anew, and asks again.`,
    context: { run_id: run.run.run_id, changed },
  });
}
