import { describe, expect, it } from "vitest";
import { type IterationRow, iterationsTable } from "../../lib/state/tables/iterations.ts";
import { type RunRow, runsTable } from "../../lib/state/tables/runs.ts";
import { type StageRow, stagesTable } from "../../lib/state/tables/stages.ts";
import { stageNumbers, type StageName } from "../../lib/state/words.ts";
import { type JobStanding, standingOf, startedBy } from "./job-standing.ts";
import { emptyRow } from "../testing/rows.ts";

const at = "2026-01-05T09:00:00.000Z";

// The columns that may be null are all there; the others follow.
const run = (overrides: Partial<RunRow> = {}): RunRow => ({
  ...(emptyRow(runsTable.columns) as unknown as RunRow),
  run_id: "r1",
  status: "RUNNING",
  ...overrides,
});
const loop = (number: number, overrides: Partial<IterationRow> = {}): IterationRow => ({
  ...(emptyRow(iterationsTable.columns) as unknown as IterationRow),
  iteration_number: number,
  status: "RUNNING",
  job_run_id: "j1",
  ...overrides,
});
const stage = (name: StageName, status: StageRow["status"], overrides: Partial<StageRow> = {}): StageRow => ({
  ...(emptyRow(stagesTable.columns) as unknown as StageRow),
  stage_name: name,
  stage_number: stageNumbers[name],
  status,
  ...overrides,
});
const begun = stage("orchestrator", "COMPLETED", { input_json: startedBy("j1") });
const unfinished = stage("score", "SKIPPED", { output_json: JSON.stringify({ unfinished: true }) });

type Case = readonly [string, StageName, JobStanding["kind"], Partial<RunRow>, IterationRow[], StageRow[]];

const cases: readonly Case[] = [
  ["its loop is under way", "score", "work", {}, [loop(1)], [begun]],
  ["the loop went on in another job run", "loop", "nothing", {}, [loop(1, { job_run_id: "j2" })], [begun]],
  ["the loop went on in another job run", "orchestrator", "nothing", {}, [loop(1, { job_run_id: "j2" })], [begun]],
  ["another job run had the loop before it", "orchestrator", "work", {}, [loop(1, { job_run_id: "j0" })], []],
  ["the next loop runs", "validate", "nothing", {}, [loop(1), loop(2, { job_run_id: "j2" })], [begun]],
  [
    "the next loop waits to be run",
    "loop",
    "nothing",
    {},
    [loop(1), loop(2, { status: "PENDING", job_run_id: "j2" })],
    [begun],
  ],
  [
    "the next loop's row stands and nothing was started",
    "loop",
    "work",
    {},
    [loop(1), loop(2, { status: "PENDING", job_run_id: null })],
    [begun],
  ],
  [
    "the next loop was refused",
    "loop",
    "work",
    {},
    [loop(1), loop(2, { status: "SKIPPED", job_run_id: null })],
    [begun],
  ],
  [
    "it was killed before it left a row, and the run ended for it",
    "apply",
    "broken",
    { status: "FAILED", completed_at: at },
    [loop(1)],
    [begun, stage("score", "COMPLETED"), stage("plan", "SKIPPED"), stage("loop", "COMPLETED")],
  ],
  [
    "the run ended while it waited",
    "orchestrator",
    "nothing",
    { completed_at: at },
    [loop(1, { status: "PENDING" })],
    [],
  ],
  [
    "a person continues a run that ended",
    "orchestrator",
    "work",
    { completed_at: at },
    [loop(1, { status: "COMPLETED", job_run_id: null })],
    [],
  ],
  ["the run has ended", "loop", "nothing", { completed_at: at, status: "PLATEAU" }, [loop(1)], [begun]],
  [
    "it was killed while it ended the run",
    "loop",
    "work",
    { completed_at: at, status: "PLATEAU" },
    [loop(1)],
    [begun, stage("loop", "RUNNING")],
  ],
  ["a stage failed before it", "loop", "work", { status: "FAILED" }, [loop(1)], [begun, stage("score", "FAILED")]],
  [
    "it failed and is repaired",
    "score",
    "broken",
    { status: "FAILED", completed_at: at },
    [loop(1)],
    [begun, stage("score", "FAILED")],
  ],
  [
    "it was killed and is repaired before anybody ended the run",
    "score",
    "work",
    {},
    [loop(1)],
    [begun, stage("score", "RUNNING")],
  ],
  [
    "another stage's failure ended the run",
    "plan",
    "nothing",
    { status: "FAILED", completed_at: at },
    [loop(1)],
    [begun, stage("score", "FAILED")],
  ],
  [
    "a person stopped the run before it",
    "plan",
    "nothing",
    { status: "STOPPED" },
    [loop(1)],
    [begun, stage("score", "FAILED")],
  ],
  ["an earlier stage ran out of time", "plan", "nothing", {}, [loop(1)], [begun, unfinished]],
  [
    "it ran out of time in an earlier job run of the loop",
    "plan",
    "work",
    {},
    [loop(1)],
    [unfinished, begun, stage("score", "COMPLETED")],
  ],
  ["a stage ran out of time", "loop", "work", {}, [loop(1)], [begun, unfinished]],
];

describe("a task of job run j1 that begins loop 1", () => {
  it.each(cases)("when %s: %s finds %s", (_, name, kind, row, loops, stages) => {
    expect(standingOf({ run: run(row), loops, stages }, name, 1, "j1").kind).toBe(kind);
  });
});
