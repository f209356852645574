import { EnhancerError } from "../../lib/core/errors.ts";
import { stageNames, type StageName } from "../../lib/state/words.ts";
import { type LoopOfJobRun, loopOfJobRun, withoutRun } from "./job-run-loop.ts";
import type { RunContext, Stage, StageResult } from "../run-context.ts";

/** A stage as it was asked for: an empty run id is the run of the job run, or, where there is none, a new one. */
export type WantedStage = {
  readonly name: string;
  readonly stage: Stage;
  readonly runId: string;
  readonly loop: number;
};

/** Runs a stage on the run it was told, or the one of its job run. @param onFound told of a run that was looked up */
export async function runStage(
  context: RunContext,
  { name, stage, runId, loop }: WantedStage,
  onFound: (found: LoopOfJobRun) => void = () => {},
): Promise<StageResult> {
  const later = laterStage(name);
  const jobRunId = context.job?.jobRunId ?? null;
  if (runId !== "" || jobRunId === null || later === null) return stage(context, runId, loop);
  const found = await lookUp(context, jobRunId, later);
  if (found === null) return withoutRun(context, later, jobRunId);
  onFound(found);
  return stage(context, found.runId, found.loop);
}

/** The stages that go on with what the orchestrator of their job run began. */
function laterStage(name: string): StageName | null {
  return stageNames.find((stage) => stage === name && stage !== "orchestrator") ?? null;
}

/** After an orchestrator that failed there may be no tables to look in: the loop stage, which runs all the same, says what that means. */
async function lookUp(context: RunContext, jobRunId: string, stage: StageName): Promise<LoopOfJobRun | null> {
  try {
    return await loopOfJobRun(context, jobRunId);
  } catch (thrown) {
    if (stage === "loop" && thrown instanceof EnhancerError && thrown.code === "SQL_FAILED") return null;
    throw thrown;
  }
}
