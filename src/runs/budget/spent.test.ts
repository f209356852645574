import { describe, expect, it } from "vitest";
import { type IterationRow, iterationsTable } from "../../lib/state/tables/iterations.ts";
import { type StageRow, stagesTable } from "../../lib/state/tables/stages.ts";
import { attemptRow, emptyRow } from "../testing/rows.ts";
import { budgetEndBefore } from "./out-of-budget.ts";
import { amountsOfRows } from "./spent.ts";
import { windowMinutes } from "./forecast-run.ts";

const unpriced = { question: null, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null };
const iteration = (values: Partial<IterationRow>): IterationRow =>
  // Every column is there; those that are required do not matter here.
  ({ ...emptyRow(iterationsTable.columns), ...values }) as unknown as IterationRow;
const stage = (values: Partial<StageRow>): StageRow =>
  ({ ...emptyRow(stagesTable.columns), ...values }) as unknown as StageRow;
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

describe("amountsOfRows", () => {
  it("adds up all loops, and counts questions that a killed process stored but did not record", () => {
    const iterations = [iteration({ questions_asked: 3, llm_tokens_used: 10 }), iteration({ questions_asked: 1 })];
    const attempts = Array.from({ length: 6 }, () => attemptRow());
    expect(amountsOfRows({ iterations, stages: [], attempts }, { ...unpriced, question: 2 })).toEqual({
      questions: 6,
      minutes: 0,
      tokens: 10,
      money: 12,
    });
  });

  it("takes money as it was estimated at its time, and none where nothing has a price", () => {
    const iterations = [iteration({ questions_asked: 3, cost_estimate: 100 })];
    expect(amountsOfRows({ iterations, stages: [], attempts: [] }, { ...unpriced, question: 2 }).money).toBe(100);
    expect(amountsOfRows({ iterations, stages: [], attempts: [] }, unpriced).money).toBeNull();
  });

  it("counts stages as working time, not what lies between them; a killed one until its last attempt", () => {
    const stages = [
      stage({ started_at: at(0), duration_seconds: 120 }),
      stage({ started_at: at(10), duration_seconds: null }),
      stage({ started_at: at(50), duration_seconds: 60 }),
    ];
    const attempts = [attemptRow({ created_at: at(14) }), attemptRow({ created_at: at(50) })];
    expect(amountsOfRows({ iterations: [], stages, attempts }, unpriced).minutes).toBe(2 + 4 + 1);
  });
});

describe("budgetEndBefore", () => {
  const ended = stage({
    stage_name: "score",
    output_json: '{"out_of_budget":"max_questions: 5 used, 5 allowed"}',
  });
  it("finds the limit that ended an earlier stage, until the loop is begun again", () => {
    const begun = stage({ stage_name: "orchestrator", output_json: '{"run_id":"r"}' });
    expect(budgetEndBefore([begun, ended], "loop")).toMatchObject({ limit: "max_questions", used: 5 });
    expect(budgetEndBefore([begun, ended], "score")).toBeNull();
    expect(budgetEndBefore([begun, ended, begun], "loop")).toBeNull();
  });
});

describe("windowMinutes", () => {
  it.each([
    ["09:00-18:00", 540],
    ["20:00-06:00", 600],
    ["00:00-00:00", 1440],
  ])("%s", (window, minutes) => {
    expect(windowMinutes(window)).toBe(minutes);
  });
});
