import { manualClock } from "../../src/lib/core/clock.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import { openState } from "../../src/lib/state/state.ts";
import { openDuckDbSql } from "../state/duckdb-sql.ts";
import type { OpenedSql } from "../state/state-contract.ts";

/** Where the rows lie. */
export const place = {
  catalog: "sandbox",
  schema: "genie_enhancement",
  coordinationSchema: "genie_enhancement",
} as const;

/** Opens a warehouse with that catalog, where bare names mean that schema. */
export type OpenPlace = (catalog: string, schema: string) => Promise<OpenedSql>;

export type FilledState = {
  /** Rows of one statement, whose bare names are the state's. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
};

/**
 * State tables with a run that ended, one whose plan awaits a person, and a watch that found a drop. One run stands there twice, as two
 * writers at once may leave it.
 */
export async function openFilledState(open: OpenPlace = openDuckDbSql): Promise<FilledState> {
  const { sql, close } = await open(place.catalog, place.schema);
  const clock = manualClock();
  const state = openState(sql, place, clock, seededIds("filled"));
  await state.migrate();
  const started_at = clock.now().toISOString();
  const run = {
    space_id: "s1",
    space_name: "Sales",
    target_score: 0.9,
    max_iterations: 5,
    started_at,
    status: "RUNNING",
  } as const;
  const ended = { run_id: "ended", iteration_number: 1 } as const;
  const waiting = { run_id: "waiting", iteration_number: 2 } as const;
  await state.runs.insert({ ...run, run_id: "ended" });
  await state.runs.insert({ ...run, run_id: "stale" });
  await state.runs.insert({ ...run, run_id: "waiting", status: "AWAITING_APPROVAL", best_score: 0.6 });
  await state.runs.insert({
    ...run,
    run_id: "watched",
    status: "MAX_LOOPS",
    reason: "watch_dropped",
    max_iterations: 0,
    initial_score: 0.5,
    completed_at: started_at,
  });
  const score = {
    status: "COMPLETED",
    started_at,
    score: 0.9,
    score_low: 0.7,
    score_high: 0.97,
    total_benchmarks: 20,
  } as const;
  await state.iterations.upsert({ ...ended, ...score });
  await state.iterations.upsert({ ...waiting, ...score, iteration_number: 1 });
  await state.iterations.upsert({ ...waiting, status: "RUNNING", started_at });
  await state.iterations.upsert({
    ...score,
    run_id: "watched",
    iteration_number: 1,
    decision_reason: "The score dropped.",
  });
  const ask = {
    ...ended,
    arm: "baseline",
    question: "How many orders?",
    benchmark_id: "q1",
    space_digest: "d1",
  } as const;
  const wrong = { passed: false, verdict: "INCORRECT", failure_category: "wrong_filter" } as const;
  await state.attempts.insert([
    { ...ask, ...wrong, attempt: 1 },
    { ...ask, ...wrong, attempt: 2 },
    { ...ask, passed: true, verdict: "CORRECT", attempt: 3 },
    { ...ask, passed: true, verdict: "CORRECT", attempt: 1, benchmark_id: "q2", question: "Which shops?" },
  ]);
  const fix = {
    change_type: "add_synonym",
    fix_category: "metadata_add",
    target_table: "orders",
    change_value: "revenue",
  } as const;
  await state.changes.insert([
    {
      ...ended,
      ...fix,
      change_id: "c1",
      status: "PROMOTED",
      applied_successfully: true,
      validation_status: "PROVEN",
      effect: 2,
    },
    {
      ...ended,
      ...fix,
      change_id: "c2",
      status: "REVERTED",
      applied_successfully: true,
      validation_status: "NO_CHANGE",
      effect: 0,
    },
    { ...waiting, ...fix, change_id: "c3", status: "PROPOSED", source_failure_question: "How many orders?" },
    { ...waiting, ...fix, change_id: "c4", status: "BLOCKED" },
  ]);
  await state.intents.begin({ intent_id: "i1", ...ended, kind: "promote", target: "s1" });
  await state.intents.finish("i1", { status: "DONE" });
  await state.intents.begin({ intent_id: "i2", ...ended, kind: "create_clone", target: "s1" });
  await state.promotions.replace("ended", [
    { rule: "score", required: "90 %", observed: "95 %", verdict: "PASS", note: null },
    { rule: "whole", required: null, observed: null, verdict: "PROMOTE", note: null },
  ]);
  clock.advance(60_000);
  await state.runs.update("ended", { status: "TARGET_REACHED", outcome: "IMPROVED", final_score: 0.95 });
  await sql.query("UPDATE enhancement_runs SET run_id = 'ended' WHERE run_id = 'stale'");
  return { query: (text) => sql.query(text), close };
}
