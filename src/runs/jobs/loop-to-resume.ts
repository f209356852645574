import type { RunContext } from "../run-context.ts";

/** The loop at which a run that was interrupted goes on: the first that did not complete, else its last. */
export async function loopToResume(context: RunContext, runId: string): Promise<number> {
  const loops = await context.state.iterations.list(runId);
  return loops.find((row) => row.status !== "COMPLETED")?.iteration_number ?? Math.max(1, loops.length);
}
