import {
  createdAt,
  double,
  fence,
  integer,
  required,
  text,
  time,
  updatedAt,
  word,
  type Patch,
  type RowOf,
} from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { decisions, workStatuses } from "../words.ts";

export const iterationsTable = table({
  name: "enhancement_iterations",
  role: "state",
  comment: "One row a loop of a run",
  key: ["run_id", "iteration_number"],
  clusterBy: ["run_id", "iteration_number"],
  columns: {
    run_id: required(text("Run")),
    iteration_number: required(integer("Loop, from 1")),
    job_run_id: text("Databricks job run of this loop, as text"),
    status: required(word(workStatuses, "Where the loop stands")),
    started_at: time("When the loop began"),
    completed_at: time("When the loop ended"),
    duration_seconds: double("Seconds from beginning to end"),
    score: double("Share of visible questions that were right, 0 to 1"),
    score_delta: double("Score minus the score of the loop before"),
    score_low: double("Lower end of the 95 % interval of the score"),
    score_high: double("Upper end of the 95 % interval of the score"),
    total_benchmarks: integer("Visible questions; the next five add up to it"),
    passed: integer("Right"),
    failed: integer("Wrong"),
    no_answer: integer("Without SQL"),
    not_evaluable: integer("Spoilt by the exam itself"),
    infra: integer("Spoilt by throttling, timeouts or errors of the platform"),
    repeats: integer("Asks a question behind the score"),
    num_changes: integer("Fixes applied"),
    questions_asked: integer("Questions put to Genie"),
    statements_run: integer("Benchmark and answer statements run on the warehouse"),
    warehouse_seconds: double("Seconds those statements ran, added up"),
    llm_calls: integer("Model calls"),
    llm_tokens_used: integer("Tokens of those calls"),
    cost_estimate: double("Estimated cost of the loop: questions, warehouse time and model calls, in that currency"),
    llm_cost_estimate: double("Estimated cost of those calls, in the currency of the price settings"),
    top_failure_category: text("Most frequent failure category"),
    decision: word(decisions, "What became of the fixes of the loop"),
    decision_reason: text("Why, in one sentence"),
    plan_digest: text("Digest of the plan that was put to a person: its fixes in order, and what it was made for"),
    plan_basis_json: text("What that plan was made for, as JSON: digests of production, dev-best and the exam"),
    approval_expires_at: time("From then on nobody may approve that plan any more"),
    max_in_flight: integer("Most questions under way at once"),
    retries: integer("Calls tried again"),
    throttled: integer("Calls answered with too many requests"),
    breaker_openings: integer("Times the circuit breaker opened"),
    error_code: text("Code of the error that ended the loop"),
    error_message: text("That error in words"),
    calibration_json: text("Measured noise and the flaky questions, as JSON"),
    fence: fence(),
    created_at: createdAt(),
    updated_at: updatedAt(),
  },
});

export type IterationRow = RowOf<typeof iterationsTable.columns>;
export type IterationPatch = Patch<typeof iterationsTable.columns, "run_id" | "iteration_number">;

export type Iterations = {
  /** Changes the columns given; a loop that is not there yet is added and then needs a status. */
  upsert(row: IterationPatch): Promise<void>;
  get(run_id: string, iteration_number: number): Promise<IterationRow | null>;
  /** The newest loop that a Databricks job run worked on, or null. */
  latestOfJobRun(job_run_id: string): Promise<IterationRow | null>;
  /** In order of loop. */
  list(run_id: string): Promise<IterationRow[]>;
};

export function iterationsIn(store: Store): Iterations {
  return {
    upsert: (row) => store.upsert(iterationsTable, [row]),
    get: async (run_id, iteration_number) =>
      (await store.select(iterationsTable, { run_id, iteration_number }))[0] ?? null,
    latestOfJobRun: async (job_run_id) =>
      (
        await store.select(iterationsTable, { job_run_id }, { orderBy: ["-updated_at", "-iteration_number"], limit: 1 })
      )[0] ?? null,
    list: (run_id) => store.select(iterationsTable, { run_id }, { orderBy: ["iteration_number"] }),
  };
}
