import { EnhancerError } from "../../core/errors.ts";
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
  type NewRow,
  type Patch,
  type RowOf,
} from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { runOutcomes, runStatuses, stageNames, type RunStatus } from "../words.ts";

export const runsTable = table({
  name: "enhancement_runs",
  role: "state",
  comment: "One row a run: one attempt to bring one Genie space to its target score",
  key: ["run_id"],
  clusterBy: ["run_id"],
  columns: {
    run_id: required(text("Id of the run")),
    space_id: required(text("Genie space that the run improves")),
    space_name: text("Title of that space when the run began"),
    status: required(word(runStatuses, "Where the run stands")),
    outcome: word(runOutcomes, "What came of it in the end"),
    reason: text("Why it has that status, in a code or one sentence"),
    current_stage: word(stageNames, "Stage under way or last run"),
    target_score: required(double("Share of visible questions to reach, 0 to 1")),
    max_iterations: required(integer("Most loops the run may take")),
    llm_endpoint: text("Model serving endpoint that plans"),
    benchmark_source: text("Where the exam came from"),
    exam_digest: text("Digest of the fixed exam, as in enhancement_questions"),
    product_version: text("Version of genie-enhancer"),
    initial_score: double("Score of production before any change, visible questions"),
    best_score: double("Best proven score so far, visible questions"),
    final_score: double("Score of the last full evaluation, visible questions"),
    score_improvement: double("Final score minus initial score"),
    holdout_initial: double("Score of production on the held-out questions, measured at the end"),
    holdout_final: double("Score of dev-best on the held-out questions, measured at the end"),
    iterations_completed: integer("Loops completed"),
    total_changes_applied: integer("Fixes applied over all loops"),
    dev_best_space_id: text("Clone that holds the best proven configuration"),
    dev_working_space_id: text("Clone that takes each trial"),
    evaluation_space_id: text("Clone in which Genie evaluates itself; null where the scorer needs none"),
    started_at: required(time("When the run began")),
    completed_at: time("When the run ended"),
    duration_seconds: double("Seconds from beginning to end"),
    error_code: text("Code of the error that ended it"),
    error_message: text("That error in words"),
    triggered_by: text("Person or principal that started it"),
    job_id: text("Databricks job, as text"),
    settings_json: text("Effective settings as JSON, secrets left out"),
    forecast_json: text("Questions, time and power forecast at the start, as JSON"),
    summary_json: text("Final summary as JSON"),
    fence: fence(),
    created_at: createdAt(),
    updated_at: updatedAt(),
  },
});

export type RunRow = RowOf<typeof runsTable.columns>;
export type NewRunRow = NewRow<typeof runsTable.columns>;
export type RunPatch = Omit<Patch<typeof runsTable.columns, "run_id">, "run_id">;

export type RunFilter = {
  readonly space_id?: string | undefined;
  readonly status?: RunStatus | readonly RunStatus[] | undefined;
  readonly limit?: number | undefined;
};

export type Runs = {
  insert(row: NewRunRow): Promise<void>;
  get(run_id: string): Promise<RunRow | null>;
  /** The run that began last, of one space or of all. */
  latest(space_id?: string): Promise<RunRow | null>;
  /** Changes the columns given and gives the row as it then is. @throws EnhancerError LEASE_HELD when another holder wrote it since */
  update(run_id: string, patch: RunPatch): Promise<RunRow>;
  /** Newest first. */
  list(filter?: RunFilter): Promise<RunRow[]>;
};

export function runsIn(store: Store): Runs {
  const list = (filter: RunFilter = {}): Promise<RunRow[]> =>
    store.select(
      runsTable,
      { space_id: filter.space_id, status: filter.status },
      { orderBy: ["-started_at", "-created_at", "run_id"], limit: filter.limit },
    );
  const get = async (run_id: string): Promise<RunRow | null> => (await store.select(runsTable, { run_id }))[0] ?? null;
  return {
    insert: (row) => store.insert(runsTable, [row]),
    get,
    latest: async (space_id) => (await list({ space_id, limit: 1 }))[0] ?? null,
    update: async (run_id, patch) => {
      await store.patch(runsTable, [{ ...patch, run_id }]);
      const row = await get(run_id);
      if (row === null) throw missingRun(run_id);
      if (row.fence > store.fence) throw overtaken(row, store.fence);
      return row;
    },
    list,
  };
}

function missingRun(run_id: string): EnhancerError {
  return new EnhancerError({
    code: "NOT_FOUND",
    message: `There is no run ${run_id}`,
    remedy: "List the runs with `genie-enhancer sql` on enhancement_runs, or check the catalog and schema settings.",
  });
}

function overtaken(row: RunRow, own: number): EnhancerError {
  return new EnhancerError({
    code: "LEASE_HELD",
    message: `Run ${row.run_id} was taken up elsewhere: its row carries fence ${String(row.fence)}, this writer has ${String(own)}`,
    remedy: "Let the newer process finish; this one must stop.",
    context: { run_id: row.run_id, fence: own, newer_fence: row.fence },
  });
}
