import { createdAt, double, fence, integer, required, text, time, updatedAt, word, type RowOf } from "../column.ts";
import type { Store } from "../store.ts";
import { table } from "../table.ts";
import { stageNames, stageNumbers, workStatuses, type StageName, type WorkStatus } from "../words.ts";

export const stagesTable = table({
  name: "enhancement_stages",
  role: "state",
  comment: "One row an attempt at a stage of a loop",
  key: ["run_id", "iteration_number", "stage_name", "attempt"],
  clusterBy: ["run_id", "iteration_number"],
  columns: {
    run_id: required(text("Run")),
    iteration_number: required(integer("Loop, from 1")),
    stage_name: required(word(stageNames, "Stage")),
    stage_number: required(integer("0 orchestrator, 1 score, 2 plan, 3 apply, 4 validate, 5 loop")),
    attempt: required(integer("1 the first time, 2 after one restart, and so on")),
    status: required(word(workStatuses, "Where the stage stands")),
    input_json: text("What it was started with, as JSON"),
    output_json: text("What it came to, as JSON"),
    error_code: text("Code of the error that ended it"),
    error_message: text("That error in words"),
    started_at: required(time("When it began")),
    completed_at: time("When it ended"),
    duration_seconds: double("Seconds from beginning to end"),
    fence: fence(),
    created_at: createdAt(),
    updated_at: updatedAt(),
  },
});

export type StageRow = RowOf<typeof stagesTable.columns>;

export type StageStart = {
  readonly run_id: string;
  readonly iteration_number: number;
  readonly stage_name: StageName;
  readonly input_json?: string | null;
};

export type StageEnd = {
  readonly status: Exclude<WorkStatus, "PENDING" | "RUNNING">;
  readonly output_json?: string | null;
  readonly error_code?: string | null;
  readonly error_message?: string | null;
};

export type Stages = {
  /** Writes the row of the stage's next attempt, status RUNNING, and gives it. */
  start(start: StageStart): Promise<StageRow>;
  /** Ends the attempt that `start` gave. */
  finish(started: StageRow, end: StageEnd): Promise<void>;
  /** The newest row that was started with exactly this input, or null. */
  latestOf(input_json: string): Promise<StageRow | null>;
  /** In order of beginning. */
  list(run_id: string, filter?: { iteration_number?: number; stage_name?: StageName }): Promise<StageRow[]>;
};

export function stagesIn(store: Store): Stages {
  const list: Stages["list"] = (run_id, filter = {}) =>
    store.select(stagesTable, { run_id, ...filter }, { orderBy: ["started_at", "stage_number", "attempt"] });
  return {
    start: async ({ run_id, iteration_number, stage_name, input_json = null }) => {
      const earlier = await list(run_id, { iteration_number, stage_name });
      const now = store.stamp();
      const row: StageRow = {
        run_id,
        iteration_number,
        stage_name,
        stage_number: stageNumbers[stage_name],
        attempt: Math.max(0, ...earlier.map((stage) => stage.attempt)) + 1,
        status: "RUNNING",
        input_json,
        output_json: null,
        error_code: null,
        error_message: null,
        started_at: now,
        completed_at: null,
        duration_seconds: null,
        fence: store.fence,
        created_at: now,
        updated_at: now,
      };
      await store.insert(stagesTable, [row]);
      return row;
    },
    finish: (started, end) => {
      const { run_id, iteration_number, stage_name, attempt } = started;
      const completed_at = store.stamp();
      const seconds = (new Date(completed_at).getTime() - new Date(started.started_at).getTime()) / 1000;
      return store.patch(stagesTable, [
        { run_id, iteration_number, stage_name, attempt, ...end, completed_at, duration_seconds: seconds },
      ]);
    },
    latestOf: async (input_json) =>
      (await store.select(stagesTable, { input_json }, { orderBy: ["-started_at"], limit: 1 }))[0] ?? null,
    list,
  };
}
