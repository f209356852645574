import { endRun } from "../ending/end-run.ts";
import { openRun } from "../open-run.ts";
import { examNotFit } from "./exam-not-fit.ts";
import type { RunContext } from "../run-context.ts";

/** Ends a run whose exam is not fit: nothing was asked and nothing cloned; its files say which questions and what to do. */
export async function endUnfit(context: RunContext, runId: string, loop: number): Promise<void> {
  const run = await openRun(context, runId, loop);
  await run.state.iterations.upsert({
    run_id: runId,
    iteration_number: loop,
    status: "SKIPPED",
    completed_at: context.clock.now().toISOString(),
  });
  await endRun(run, "BLOCKED", examNotFit, () => Promise.resolve());
}
