import { EnhancerError } from "./lib/core/errors.ts";
import { recordBrokenLoop } from "./runs/jobs/broken-loop.ts";
import type { RunContext, StageResult } from "./runs/run-context.ts";
import { isStopped } from "./runs/asking/stop-request.ts";
import { apply } from "./stages/apply.ts";
import { loop as endLoop } from "./stages/loop.ts";
import { orchestrator } from "./stages/orchestrator.ts";
import { plan } from "./stages/plan.ts";
import { score } from "./stages/score.ts";
import { validate } from "./stages/validate.ts";

const work = [score, plan, apply, validate] as const;

/**
 * A whole run in this process: the six stages, loop after loop, until the run ends. A stage that fails still leads to the loop stage,
 * which ends the run with its lessons and files; the failure is thrown after that. A run whose plan waits for a person is left waiting.
 * @param runId an interrupted run to take up, or "" for a new one
 * @returns the run's id
 */
export async function runInline(context: RunContext, runId: string, firstLoop: number): Promise<string> {
  for (let number = firstLoop; ; number += 1) {
    const begun = await orchestrator(context, runId, number);
    const id = begun.run_id;
    if (begun.task_values["run_status"] === "BLOCKED") return id;
    try {
      if (begun.task_values["out_of_budget"] === undefined && (await runStages(context, id, number)) === "waits")
        return id;
    } catch (thrown) {
      if (!isStopped(thrown)) {
        if (leadsToEnd(thrown)) await recordBrokenLoop(context, thrown, () => endLoop(context, id, number));
        throw thrown;
      }
    }
    const ended = await endOrStop(context, id, number);
    if (ended.task_values.run_status !== "NEEDS_ANOTHER_LOOP") return id;
    runId = id;
  }
}

/** The stages of one loop up to its end. A plan that nobody may approve any more leads straight there. */
async function runStages(context: RunContext, runId: string, number: number): Promise<"done" | "waits"> {
  for (const stage of work) {
    const { task_values: values } = await stage(context, runId, number);
    if (values.run_status === "AWAITING_APPROVAL") return "waits";
    if (values.approved === false || values.out_of_budget !== undefined) return "done";
  }
  return "done";
}

/** Whoever interrupted the run takes it up later, and whoever took it over ends it: neither is ours to end. */
function leadsToEnd(thrown: unknown): thrown is EnhancerError {
  return thrown instanceof EnhancerError && thrown.code !== "INTERRUPTED" && thrown.code !== "LEASE_HELD";
}

/** Told to stop among its own questions, the loop stage is run again: it then ends the run without them. */
async function endOrStop(context: RunContext, runId: string, number: number): Promise<StageResult> {
  try {
    return await endLoop(context, runId, number);
  } catch (thrown) {
    if (!isStopped(thrown)) throw thrown;
    return endLoop(context, runId, number);
  }
}
