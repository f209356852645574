import { createdAt, fence, integer, required, text, time, word, type NewRow, type RowOf } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { intentStatuses, type IntentStatus } from "../words.ts";

export const intentsTable = table({
  name: "enhancement_intents",
  role: "state",
  comment: "One row an external write: announced before it, its outcome after it",
  key: ["intent_id"],
  clusterBy: ["run_id"],
  columns: {
    intent_id: required(text("Id of the intent")),
    run_id: required(text("Run")),
    iteration_number: integer("Loop, or 0 outside of one"),
    kind: required(
      text(
        "What is written: create_clone, create_evaluation_clone, make_folder, grant_reviewers, keep_clones, update_space, evaluate, promote, rollback, push, trash_clone, run_now; in Unity Catalog create_view, alter_view, drop_view, comment",
      ),
    ),
    target: text("What it is written to: a space, a job, or a table or view"),
    request_digest: text("Digest of what is sent"),
    status: required(word(intentStatuses, "What is known of it")),
    response_digest: text("Digest of what was read back"),
    result_json: text(
      "What came of it, as JSON: the new space or job run; in Unity Catalog what stood there before, and what is to",
    ),
    actor: text("Who writes"),
    reason: text("Why, or why it failed"),
    fence: fence(),
    created_at: createdAt(),
    completed_at: time("When the outcome was known"),
  },
});

export type IntentRow = RowOf<typeof intentsTable.columns>;
export type NewIntentRow = Omit<NewRow<typeof intentsTable.columns>, "status" | "completed_at">;

export type IntentEnd = {
  readonly status: Exclude<IntentStatus, "INTENDED">;
  readonly response_digest?: string | null;
  readonly result_json?: string | null;
  readonly reason?: string | null;
};

export type Intents = {
  /** Announces a write. Doing so twice changes nothing. */
  begin(row: NewIntentRow): Promise<void>;
  finish(intent_id: string, end: IntentEnd): Promise<void>;
  get(intent_id: string): Promise<IntentRow | null>;
  /** Those whose outcome is not known: a restarted stage reads back what became of each. Oldest first. */
  open(run_id: string): Promise<IntentRow[]>;
  /** Oldest first. */
  list(filter: {
    run_id?: string | undefined;
    target?: string | undefined;
    kind?: string | readonly string[] | undefined;
    status?: IntentStatus | readonly IntentStatus[] | undefined;
  }): Promise<IntentRow[]>;
};

export function intentsIn(store: Store): Intents {
  const list: Intents["list"] = (filter) =>
    store.select(intentsTable, filter, { orderBy: ["created_at", "intent_id"] });
  return {
    begin: (row) => store.insert(intentsTable, [{ ...row, status: "INTENDED" }]),
    finish: (intent_id, end) => store.patch(intentsTable, [{ intent_id, ...end, completed_at: store.stamp() }]),
    get: async (intent_id) => (await store.select(intentsTable, { intent_id }))[0] ?? null,
    open: (run_id) => list({ run_id, status: ["INTENDED", "UNVERIFIED"] }),
    list,
  };
}
