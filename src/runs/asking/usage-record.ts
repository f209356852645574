import type { OpenRun } from "../open-run.ts";

/**
 * Adds what this stage used to its loop's row. Call the returned function once, when the stage's work is done: the difference to the
 * moment of making is what counts, since one connection may serve several stages.
 */
export function usageRecorder(run: OpenRun): () => Promise<void> {
  const before = run.workspace.usage();
  return async () => {
    const now = run.workspace.usage();
    const row = await run.state.iterations.get(run.run.run_id, run.loop);
    const sum = (stored: number | null | undefined, used: number): number => (stored ?? 0) + used;
    const tokens = now.promptTokens + now.completionTokens - before.promptTokens - before.completionTokens;
    await run.state.iterations.upsert({
      run_id: run.run.run_id,
      iteration_number: run.loop,
      status: row?.status ?? "RUNNING",
      questions_asked: sum(row?.questions_asked, now.questions - before.questions),
      statements_run: sum(row?.statements_run, now.statements - before.statements),
      llm_calls: sum(row?.llm_calls, now.modelCalls - before.modelCalls),
      llm_tokens_used: sum(row?.llm_tokens_used, tokens),
      retries: sum(row?.retries, now.retries - before.retries),
      throttled: sum(row?.throttled, now.throttled - before.throttled),
      breaker_openings: sum(row?.breaker_openings, now.breakerOpenings - before.breakerOpenings),
      max_in_flight: run.settings.batch ? run.settings.genie_concurrent : 1,
    });
  };
}
