import type { Amounts, Limits } from "../../lib/forecast/limits.ts";
import { divided, moneyOf, type Priced, type Prices } from "../../lib/forecast/prices.ts";
import type { AttemptRow } from "../../lib/state/tables/attempts.ts";
import type { IterationRow } from "../../lib/state/tables/iterations.ts";
import type { StageRow } from "../../lib/state/tables/stages.ts";
import type { RunContext } from "../run-context.ts";

type Rows = {
  readonly iterations: readonly IterationRow[];
  readonly stages: readonly StageRow[];
  /** Empty where no limit needs them. */
  readonly attempts: readonly Pick<AttemptRow, "created_at">[];
};

/** What a run has used up to now, off its rows: all loops, resumes and job runs. */
export async function spentSoFar(
  { state }: Pick<RunContext, "state">,
  runId: string,
  limits: Limits,
  prices: Prices,
): Promise<Amounts> {
  const needsAttempts = limits.max_questions !== null || limits.max_cost !== null || limits.max_minutes !== null;
  const [iterations, stages, attempts] = await Promise.all([
    state.iterations.list(runId),
    limits.max_minutes === null ? [] : state.stages.list(runId),
    needsAttempts ? state.attempts.list({ run_id: runId }) : [],
  ]);
  return amountsOfRows({ iterations, stages, attempts }, prices);
}

/**
 * The rules behind {@link spentSoFar}. A process that was killed wrote no usage: its questions are told by the attempts that it stored, and its time by the last of them.
 */
export function amountsOfRows({ iterations, stages, attempts }: Rows, prices: Prices): Amounts {
  const recorded = sum(iterations.map((row) => row.questions_asked));
  const questions = Math.max(recorded, attempts.length);
  const money = sum(iterations.map((row) => row.cost_estimate ?? moneyOf(pricedOf(row), prices)));
  const unrecorded = moneyOf({ ...nothing, questions: questions - recorded }, prices);
  return {
    questions,
    minutes: sum(stages.map((row, index) => workedSeconds(row, stages[index + 1], attempts))) / 60,
    tokens: sum(iterations.map((row) => row.llm_tokens_used)),
    money: unrecorded === null ? null : money + unrecorded,
  };
}

const nothing: Priced = { questions: 0, warehouseSeconds: 0, promptTokens: 0, completionTokens: 0 };

function pricedOf(row: IterationRow): Priced {
  return {
    questions: row.questions_asked ?? 0,
    warehouseSeconds: row.warehouse_seconds ?? 0,
    ...divided(row.llm_tokens_used ?? 0),
  };
}

/** Waiting for a person is no stage's time. A stage without an end was killed, at the last attempt that is known of it or later. */
function workedSeconds(
  row: StageRow,
  next: StageRow | undefined,
  attempts: readonly Pick<AttemptRow, "created_at">[],
): number {
  if (row.duration_seconds !== null) return row.duration_seconds;
  const began = new Date(row.started_at).getTime();
  const until = next === undefined ? Number.POSITIVE_INFINITY : new Date(next.started_at).getTime();
  const stored = attempts.map(({ created_at }) => new Date(created_at).getTime());
  const last = Math.max(began, ...stored.filter((time) => time < until));
  return (last - began) / 1000;
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
