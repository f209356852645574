import { loopOfJobRun } from "./job-run-loop.ts";
import { loopToResume } from "./loop-to-resume.ts";
import type { RunContext } from "../run-context.ts";

/** The loop that an orchestrator begins; an empty run id is a new run. */
export type LoopToBegin =
  | { readonly kind: "loop"; readonly runId: string; readonly loop: number }
  | { readonly kind: "nothing"; readonly message: string };

/**
 * Which loop the orchestrator of a job run begins where no run is named: the one it had begun already, when it is repaired. Where runs do
 * not start their own next loop, whoever starts the job means the run of that space that waits for its next loop.
 */
export async function loopToBegin(context: RunContext, runId: string, loop: number): Promise<LoopToBegin> {
  const jobRunId = context.job?.jobRunId ?? null;
  if (runId !== "" || jobRunId === null) return { kind: "loop", runId, loop };
  const begun = await loopOfJobRun(context, jobRunId);
  if (begun !== null) return { kind: "loop", ...begun };
  if (context.settings.self_start === "off") {
    const space_id = context.settings.space_id ?? "";
    const [waiting] = await context.state.runs.list({ space_id, status: "NEEDS_ANOTHER_LOOP", limit: 1 });
    if (waiting !== undefined) {
      return { kind: "loop", runId: waiting.run_id, loop: await loopToResume(context, waiting.run_id) };
    }
    if (loop > 1) return { kind: "nothing", message: `Nothing to do: no run of space ${space_id} waits for a loop.` };
  }
  return { kind: "loop", runId: "", loop: 1 };
}

/** Binds a loop to the job run that works on it, before anything can fail: later tasks of the job run find their run by it. */
export async function recordJobRun(context: RunContext, runId: string, loop: number, jobRunId: string): Promise<void> {
  const run = await context.state.runs.get(runId);
  await context.state.withFence(run?.fence ?? 0).iterations.upsert({
    run_id: runId,
    iteration_number: loop,
    status: "RUNNING",
    job_run_id: jobRunId,
  });
}
