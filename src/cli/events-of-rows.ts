import { wilson } from "../lib/scoring/interval.ts";
import type { IterationRow } from "../lib/state/tables/iterations.ts";
import type { RunRow } from "../lib/state/tables/runs.ts";
import type { StageRow } from "../lib/state/tables/stages.ts";
import type { FollowEvent } from "./follow-event.ts";

type Rows = {
  readonly run: RunRow;
  readonly loops: readonly IterationRow[];
  readonly stages: readonly StageRow[];
  readonly linkOf: (row: IterationRow) => string | null;
};

/** What the rows of a run tell, in the order in which it happened, each with a key that stays the same from look to look. */
export function eventsOf({ run, loops, stages, linkOf }: Rows): (readonly [key: string, event: FollowEvent])[] {
  return loops.flatMap((row) => {
    const loop = row.iteration_number;
    const link = linkOf(row);
    const own = stages.filter((stage) => stage.iteration_number === loop);
    return [
      ...(link === null ? [] : [[`job run ${link}`, { kind: "job_run", loop, url: link }] as const]),
      ...own.flatMap((stage) => eventsOfStage(run, stage)),
    ];
  });
}

function eventsOfStage(run: RunRow, row: StageRow): (readonly [string, FollowEvent])[] {
  const { iteration_number: loop, stage_name: stage, attempt, status } = row;
  const key = `${String(loop)} ${stage} ${String(attempt)}`;
  const started = [key, { kind: "stage_started", stage, loop }] as const;
  if (status === "PENDING" || status === "RUNNING") return [started];
  if (status === "FAILED") {
    const message = `${stage}: ${row.error_message ?? row.error_code ?? run.error_message ?? "failed"}`;
    return [started, [`${key} failed`, { kind: "problem", message }]];
  }
  const seconds = row.duration_seconds ?? 0;
  return [
    started,
    ...(status === "COMPLETED" || stage === "score" ? resultOf(row, key) : []),
    [`${key} ended`, { kind: "stage_finished", stage, loop, seconds, status }],
  ];
}

/** What a stage came to, off the values that it stored. */
function resultOf(row: StageRow, key: string): (readonly [string, FollowEvent])[] {
  const values = JSON.parse(row.output_json ?? "{}") as Readonly<Record<string, unknown>>;
  const count = (name: string): number | null => {
    const value = values[name];
    return typeof value === "number" ? value : null;
  };
  const loop = row.iteration_number;
  const [correct, n] = [count("correct"), count("n")];
  if (row.stage_name === "score" && correct !== null && n !== null) {
    const [low, high] = wilson(correct, n);
    return [[`${key} result`, { kind: "scored", loop, correct, n, low, high, full: false }]];
  }
  const [proposed, blocked] = [count("proposed"), count("blocked")];
  if (row.stage_name === "plan" && proposed !== null && blocked !== null) {
    return [[`${key} result`, { kind: "planned", loop, proposed, blocked }]];
  }
  const [applied, refused] = [count("applied"), count("refused")];
  if (row.stage_name === "apply" && applied !== null && refused !== null) {
    return [[`${key} result`, { kind: "applied", loop, applied, refused }]];
  }
  const [kept, reverted] = [count("kept"), count("reverted")];
  if (row.stage_name === "validate" && kept !== null && reverted !== null) {
    return [[`${key} result`, { kind: "validated", kept, reverted }]];
  }
  return [];
}
