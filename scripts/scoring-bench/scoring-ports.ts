import type { Clock } from "../../src/lib/core/clock.ts";
import type { ScoringPorts } from "../../src/lib/scoring/ports.ts";
import type { RunRow } from "../../src/lib/state/tables/runs.ts";
import { answerReader } from "../../src/runs/asking/explain-answers.ts";
import { scoringSql } from "../../src/runs/asking/scoring-sql.ts";
import { openBudget } from "../../src/runs/budget/budget.ts";
import type { OpenRun } from "../../src/runs/open-run.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { waits } from "./latencies.ts";
import type { BenchQuestion } from "./exam.ts";

/** Medians of what is waited for beside Genie, in milliseconds; 0 as fast as the local workspace is. */
export type Medians = { readonly sqlMs: number; readonly modelMs: number };

export type BenchPorts = Required<ScoringPorts> & {
  /** A model call of which only the waiting counts. */
  readonly modelCall: () => Promise<void>;
};

/** What a stage hands to scoring, with the given waits before each statement and model call. */
export async function benchPorts(
  context: RunContext,
  questions: readonly BenchQuestion[],
  { sqlMs, modelMs }: Medians,
): Promise<BenchPorts> {
  const run: OpenRun = {
    ...context,
    // Readings and statements ask a run for its id, its exam and its budget alone.
    run: { run_id: "bench" } as RunRow,
    lease: { key: "", fence: 0 } as unknown as OpenRun["lease"],
    loop: 1,
    exam: { digest: "", source: "bench", questions },
    deadline: null,
    budget: await openBudget(context, "bench"),
  };
  const runSql = scoringSql(run);
  const explain = answerReader(run);
  const [sqlWait, modelWait] = [waits("sql", sqlMs), waits("model", modelMs)];
  const wait = (clock: Clock, ms: number): Promise<void> => (ms === 0 ? Promise.resolve() : clock.sleep(ms));
  const modelCall = (): Promise<void> => wait(context.clock, modelWait("call"));
  return {
    ask: (spaceId, question, signal) => context.workspace.ask(spaceId, question, signal),
    run: async (sql, signal) => {
      await wait(context.clock, sqlWait(sql));
      return runSql(sql, signal);
    },
    explain: async (failures, signal) => {
      await modelCall();
      return explain(failures, signal);
    },
    modelCall,
  };
}
