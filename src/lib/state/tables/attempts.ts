import { createdAt, double, flag, integer, required, text, word, type NewRow, type RowOf } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { arms, splits, verdicts, type Arm } from "../words.ts";

export const attemptsTable = table({
  name: "enhancement_benchmarks",
  role: "state",
  comment: "One row an attempt: one asking of one question, with its verdict",
  key: ["run_id", "iteration_number", "arm", "attempt", "benchmark_id", "space_digest"],
  clusterBy: ["run_id", "iteration_number", "arm"],
  columns: {
    run_id: required(text("Run")),
    iteration_number: required(integer("Loop, from 1")),
    arm: required(word(arms, "What the attempt was asked for")),
    attempt: required(integer("1 for the first asking under this arm, and so on")),
    benchmark_id: required(text("Id of the question in the exam")),
    split: word(splits, "Part of the exam the question belongs to"),
    question: text("Question as asked"),
    expected_sql: text("SQL whose result is right"),
    genie_sql: text("SQL that Genie wrote"),
    passed: required(flag("Whether the verdict is CORRECT")),
    verdict: required(word(verdicts, "Verdict")),
    mechanism: text("How the results differ"),
    failure_category: text("Kind of failure, in the words of the reports"),
    failure_reason: text("Reason code of the verdict"),
    difference_json: text("Smallest example of the difference, as JSON"),
    accepted_by_json: text(
      "Declared policy under which a wrong answer would be right, as JSON; null when there is none",
    ),
    platform_verdict: text("Assessment that Genie made of its own answer, as the platform wrote it"),
    platform_reason: text("Reason codes of that assessment"),
    genie_status: text("Last status of the message as Genie wrote it"),
    conversation_id: text("Genie conversation"),
    message_id: text("Genie message"),
    response_time_seconds: double("Seconds until Genie had answered"),
    space_id: text("Space that was asked"),
    space_digest: required(text("Digest of the configuration that was asked")),
    created_at: createdAt(),
  },
});

export type AttemptRow = RowOf<typeof attemptsTable.columns>;
export type NewAttemptRow = NewRow<typeof attemptsTable.columns>;

export type Attempts = {
  /** Adds those that are not there yet, in one statement. */
  insert(rows: readonly NewAttemptRow[]): Promise<void>;
  /** Sets the category and reason of rows that are there, in one statement. */
  explain(rows: readonly NewAttemptRow[]): Promise<void>;
  /** In order of loop, arm, attempt and question. */
  list(filter: {
    run_id: string;
    iteration_number?: number | undefined;
    arms?: readonly Arm[] | undefined;
    space_digest?: string | undefined;
  }): Promise<AttemptRow[]>;
};

export function attemptsIn(store: Store): Attempts {
  return {
    insert: (rows) => store.insert(attemptsTable, rows),
    explain: (rows) => store.patch(attemptsTable, rows.map(explanationOf)),
    list: ({ run_id, iteration_number, arms: wanted, space_digest }) =>
      store.select(
        attemptsTable,
        { run_id, iteration_number, arm: wanted, space_digest },
        { orderBy: ["iteration_number", "arm", "attempt", "benchmark_id", "created_at"] },
      ),
  };
}

type Explanation = Pick<AttemptRow, (typeof attemptsTable.key)[number] | "failure_category" | "failure_reason">;

function explanationOf(row: NewAttemptRow): Explanation {
  const { run_id, iteration_number, arm, attempt, benchmark_id, space_digest } = row;
  const { failure_category = null, failure_reason = null } = row;
  return { run_id, iteration_number, arm, attempt, benchmark_id, space_digest, failure_category, failure_reason };
}
