import { modelMoneyOf, moneyOf } from "../../lib/forecast/prices.ts";
import { pricesOf } from "../budget/prices-of.ts";
import type { OpenRun } from "../open-run.ts";

/**
 * Adds what this stage used to its loop's row. Call the returned function when the stage's work is done: the difference to the moment of
 * making, or to the call before, is what counts, since one connection may serve several stages.
 */
export function usageRecorder(
  run: Pick<OpenRun, "workspace" | "settings" | "state" | "loop"> & { readonly run: { readonly run_id: string } },
): () => Promise<void> {
  const prices = pricesOf(run.settings);
  run.workspace.forgetMostUnderWay();
  let before = run.workspace.usage();
  return async () => {
    const now = run.workspace.usage();
    const row = await run.state.iterations.get(run.run.run_id, run.loop);
    const sum = (stored: number | null | undefined, used: number): number => (stored ?? 0) + used;
    const used = {
      questions: now.questions - before.questions,
      warehouseSeconds: now.warehouseSeconds - before.warehouseSeconds,
      promptTokens: now.promptTokens - before.promptTokens,
      completionTokens: now.completionTokens - before.completionTokens,
    };
    const [money, modelMoney] = [moneyOf(used, prices), modelMoneyOf(used, prices)];
    await run.state.iterations.upsert({
      run_id: run.run.run_id,
      iteration_number: run.loop,
      status: row?.status ?? "RUNNING",
      questions_asked: sum(row?.questions_asked, used.questions),
      statements_run: sum(row?.statements_run, now.statements - before.statements),
      warehouse_seconds: sum(row?.warehouse_seconds, used.warehouseSeconds),
      ...(money === null ? {} : { cost_estimate: sum(row?.cost_estimate, money) }),
      ...(modelMoney === null ? {} : { llm_cost_estimate: sum(row?.llm_cost_estimate, modelMoney) }),
      llm_calls: sum(row?.llm_calls, now.modelCalls - before.modelCalls),
      llm_tokens_used: sum(row?.llm_tokens_used, used.promptTokens + used.completionTokens),
      retries: sum(row?.retries, now.retries - before.retries),
      throttled: sum(row?.throttled, now.throttled - before.throttled),
      breaker_openings: sum(row?.breaker_openings, now.breakerOpenings - before.breakerOpenings),
      max_in_flight: Math.max(row?.max_in_flight ?? 0, now.mostUnderWay) || null,
    });
    before = now;
  };
}
