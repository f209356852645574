import { integer, required, text, time, word, type NewRow, type RowOf } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { approvalChannels, approvalDecisions } from "../words.ts";

export const approvalsTable = table({
  name: "enhancement_approvals",
  role: "state",
  comment: "One row a word of a person on a plan; people may insert rows themselves",
  key: ["approval_id"],
  clusterBy: ["run_id", "iteration_number"],
  columns: {
    approval_id: text("Id of the word, made of the other columns; empty in a row that a person inserted"),
    run_id: required(text("Run")),
    iteration_number: required(integer("Loop, from 1")),
    plan_digest: text("Digest of the plan that was seen"),
    change_id: text("Fix it is about; empty for the whole plan"),
    decision: required(word(approvalDecisions, "The word")),
    edit_json: text(
      "With EDIT: the fix `before` and `after`, and the plan that this makes, as JSON; from a person, the fix alone will do",
    ),
    decided_by: text("Who said it"),
    channel: word(approvalChannels, "How it came"),
    comment: text("In their own words"),
    decided_at: time("When it was said"),
  },
});

export type ApprovalRow = RowOf<typeof approvalsTable.columns>;
export type NewApprovalRow = NewRow<typeof approvalsTable.columns> & { readonly approval_id: string };

export type Approvals = {
  insert(rows: readonly NewApprovalRow[]): Promise<void>;
  /** Every row, also those people inserted, in order of time. */
  list(run_id: string, iteration_number?: number): Promise<ApprovalRow[]>;
};

export function approvalsIn(store: Store): Approvals {
  return {
    insert: (rows) =>
      store.insert(
        approvalsTable,
        rows.map((row) => ({ ...row, decided_at: row.decided_at ?? store.stamp() })),
      ),
    list: (run_id, iteration_number) =>
      store.select(
        approvalsTable,
        { run_id, iteration_number },
        { orderBy: ["iteration_number", "decided_at", "change_id"], rows: "every" },
      ),
  };
}
