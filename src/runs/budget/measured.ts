import type { Measured } from "../../lib/forecast/forecast.ts";
import type { RunRow } from "../../lib/state/tables/runs.ts";
import type { RunContext } from "../run-context.ts";

/** Earlier runs looked at for one that measured something. */
const looksBack = 10;

/** What the newest earlier run on the same space measured; one statement where there is none. */
export async function measuredBefore({ state }: Pick<RunContext, "state">, run: RunRow): Promise<Measured> {
  const earlier = await state.runs.list({ space_id: run.space_id, limit: looksBack });
  const newest = earlier.find((row) => row.run_id !== run.run_id && row.initial_score !== null);
  return newest === undefined ? nothing : measuredIn({ state }, newest);
}

/** What one run measured so far. */
export async function measuredIn(
  { state }: Pick<RunContext, "state">,
  run: Pick<RunRow, "run_id" | "initial_score">,
): Promise<Measured> {
  const [iterations, attempts] = await Promise.all([
    state.iterations.list(run.run_id),
    state.attempts.list({ run_id: run.run_id, iteration_number: 1, arms: ["baseline"] }),
  ]);
  const sum = (values: readonly (number | null)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const ratio = (part: number, whole: number): number | null => (whole > 0 && part > 0 ? part / whole : null);
  const answers = attempts.flatMap((row) => row.response_time_seconds ?? []);
  return {
    questionSeconds: ratio(sum(answers), answers.length),
    statementSeconds: ratio(
      sum(iterations.map((row) => row.warehouse_seconds)),
      sum(iterations.map((row) => row.statements_run)),
    ),
    tokensPerCall: ratio(
      sum(iterations.map((row) => row.llm_tokens_used)),
      sum(iterations.map((row) => row.llm_calls)),
    ),
    wrongShare: run.initial_score === null ? null : 1 - run.initial_score,
  };
}

const nothing: Measured = { questionSeconds: null, statementSeconds: null, tokensPerCall: null, wrongShare: null };
