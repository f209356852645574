import {
  createdAt,
  double,
  fence,
  flag,
  integer,
  required,
  text,
  updatedAt,
  word,
  type NewRow,
  type Patch,
  type RowOf,
} from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { changeStatuses, validationStatuses, type ChangeStatus } from "../words.ts";

export const changesTable = table({
  name: "enhancement_changes",
  role: "state",
  comment: "One row a fix: one typed edit of a space, from its proposal to its end",
  key: ["run_id", "iteration_number", "change_id"],
  clusterBy: ["run_id", "iteration_number"],
  columns: {
    run_id: required(text("Run")),
    iteration_number: required(integer("Loop, from 1")),
    change_id: required(text("Id of the fix")),
    position: integer("Place in the plan, from 1"),
    plan_digest: text("Digest of the plan it belongs to"),
    group_id: text("Group it was tested in"),
    change_type: required(text("Type of the edit")),
    fix_category: required(text("Category of the type")),
    target_table: text("Table it is about"),
    target_column: text("Column it is about"),
    change_value: text("What it writes, for people"),
    fix_json: text("The whole fix, as JSON"),
    before_json: text("Part of the space it changes, before, as JSON"),
    after_json: text("The same part after, as JSON"),
    characters: integer("Characters by which it makes the canonical text of the space longer; negative where shorter"),
    source_failure_benchmark_id: text("Question whose failure gave rise to it"),
    source_failure_question: text("Text of that question"),
    targets_json: text("Ids of the questions it declares to mend, as JSON"),
    evidence_json: text("What it was concluded from, as JSON"),
    status: required(word(changeStatuses, "Where it stands")),
    applied_successfully: flag("Whether it was written and read back as planned"),
    validation_status: word(validationStatuses, "What the test said"),
    effect: double("Net questions gained on its own targets"),
    error_message: text("Why it was blocked, rejected or reverted"),
    decided_by: text("Gate, firewall, or the person who decided"),
    fence: fence(),
    created_at: createdAt(),
    updated_at: updatedAt(),
  },
});

export type ChangeRow = RowOf<typeof changesTable.columns>;
export type NewChangeRow = NewRow<typeof changesTable.columns>;
export type ChangePatch = Patch<typeof changesTable.columns, "run_id" | "iteration_number" | "change_id">;

export type Changes = {
  /** Adds those that are not there yet, in one statement. */
  insert(rows: readonly NewChangeRow[]): Promise<void>;
  /** Each row changes the columns it gives, all in one statement. */
  update(rows: readonly ChangePatch[]): Promise<void>;
  /** In order of loop and place in the plan. */
  list(filter: {
    run_id: string;
    iteration_number?: number | undefined;
    status?: ChangeStatus | readonly ChangeStatus[] | undefined;
  }): Promise<ChangeRow[]>;
};

export function changesIn(store: Store): Changes {
  return {
    insert: (rows) => store.insert(changesTable, rows),
    update: (rows) => store.patch(changesTable, rows),
    list: (filter) =>
      store.select(changesTable, filter, { orderBy: ["iteration_number", "position", "created_at", "change_id"] }),
  };
}
