import { type EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import type { Exceeded } from "../lib/forecast/limits.ts";
import { requireSettings } from "../lib/settings/resolve.ts";
import { loopToBegin, recordJobRun } from "../runs/jobs/job-begin.ts";
import { jobStanding, startedBy } from "../runs/jobs/job-standing.ts";
import { leaseKeyOf } from "../runs/open-run.ts";
import { claimFor, prepareRun, underWay } from "../runs/prepare-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { forecastRun } from "../runs/budget/forecast-run.ts";
import { budgetValues } from "../runs/budget/out-of-budget.ts";
import { usageRecorder } from "../runs/asking/usage-record.ts";
import { endUnfit } from "../runs/exam/end-unfit.ts";
import { examNotFit } from "../runs/exam/exam-not-fit.ts";
import { examplesIn, fitnessOfRun, type RunFitness, storedFitness } from "../runs/exam/fitness-of-run.ts";
import { tellFitness } from "../runs/exam/tell-fitness.ts";
import { ensureOutDir } from "../runs/ending/run-files.ts";
import { interruption } from "../runs/stage-record.ts";
import { stageProgram } from "./program.ts";

/**
 * Begins a run, or takes one up for its next loop: checks what the run needs, claims the space, fixes the exam, and clones production
 * into dev-best and dev-working. An empty run id makes a new run, or takes up what this job run began before it was repaired.
 */
export async function orchestrator(context: RunContext, runId: string, number: number): Promise<StageResult> {
  requireSettings(context.settings, ["host", "space_id", "warehouse_id", "llm_endpoint"]);
  const jobRunId = context.job?.jobRunId ?? null;
  if (jobRunId === null) await ensureOutDir(context);
  const began = context.clock.monotonic();
  await context.state.migrate();
  const wanted = await loopToBegin(context, runId, number);
  if (wanted.kind === "nothing") return skipped(runId, number, wanted.message, {});
  const { loop } = wanted;
  const standing = await jobStanding(context, "orchestrator", wanted.runId, loop);
  if (standing.kind === "nothing") return skipped(wanted.runId, loop, standing.message, standing.values);
  const id = wanted.runId === "" ? await insertRun(context) : wanted.runId;
  if (jobRunId !== null) await recordJobRun(context, id, loop, jobRunId);
  let overBudget: StageResult["task_values"] = {};
  try {
    context.signal.throwIfAborted();
    if (jobRunId !== null) await ensureOutDir(context);
    const lease = await claimFor(context, id);
    const held: RunContext = { ...context, state: context.state.withFence(lease.fence) };
    const row = await held.state.stages.start({
      run_id: id,
      iteration_number: loop,
      stage_name: "orchestrator",
      input_json: jobRunId === null ? null : startedBy(jobRunId),
    });
    context.report({ kind: "stage_started", stage: "orchestrator", loop });
    const recordUsage = usageRecorder({ ...held, loop, run: { run_id: id } });
    const found: { now: RunFitness | null; refused: Exceeded | null } = { now: null, refused: null };
    const isPrepared = await prepareRun(held, id, async (exam, production) => {
      const known = storedFitness(await held.state.stages.list(id, { stage_name: "orchestrator" }));
      // What was not fit may have been mended since.
      if (known?.fit !== true) {
        found.now = await fitnessOfRun(held, exam, examplesIn(production));
        tellFitness(held, found.now);
        if (!found.now.fit) return false;
      }
      if (loop === 1) found.refused = await forecastRun(held, id, exam);
      return found.refused === null;
    });
    overBudget = found.refused === null ? {} : budgetValues(found.refused);
    const fitness = found.now === null ? {} : { fitness: found.now };
    const output_json = JSON.stringify({ run_id: id, ...fitness, ...overBudget });
    if (!isPrepared && found.refused === null) {
      await held.state.stages.finish(row, { status: "COMPLETED", output_json });
      await endUnfit(context, id, loop);
      return unfit(id, loop);
    }
    await held.state.iterations.upsert({
      run_id: id,
      iteration_number: loop,
      status: "RUNNING",
      started_at: context.clock.now().toISOString(),
    });
    // Looking at the exam ran its SQL.
    if (found.now !== null) await recordUsage();
    await held.state.runs.update(id, underWay);
    await held.state.stages.finish(row, { status: "COMPLETED", output_json });
  } catch (thrown) {
    const error = context.signal.aborted ? interruption(context, id) : toEnhancerError(thrown);
    await recordBrokenStart(context, id, error);
    throw error;
  }
  const seconds = (context.clock.monotonic() - began) / 1000;
  context.report({ kind: "stage_finished", stage: "orchestrator", loop, seconds, status: "COMPLETED" });
  return {
    run_id: id,
    loop,
    stage: "orchestrator",
    status: "COMPLETED",
    task_values: { run_id: id, loop, ...overBudget },
  };
}

function skipped(runId: string, loop: number, message: string, values: StageResult["task_values"]): StageResult {
  return { run_id: runId, loop, stage: "orchestrator", status: "SKIPPED", task_values: values, message };
}

/** The stages behind it find a run that has ended. */
function unfit(runId: string, loop: number): StageResult {
  return {
    run_id: runId,
    loop,
    stage: "orchestrator",
    status: "COMPLETED",
    task_values: { run_id: runId, loop, run_status: "BLOCKED", outcome: "EXAM_NOT_FIT", reason: examNotFit },
    message: "The exam is not fit to measure by: nothing was asked. The run's files name the questions and what to do.",
  };
}

/** The row stands before anything is checked, so that a start that fails is on record with its reason. */
async function insertRun(context: RunContext): Promise<string> {
  const { settings } = context;
  const id = context.ids.hex32();
  await context.state.runs.insert({
    run_id: id,
    space_id: settings.space_id ?? "",
    status: "RUNNING",
    target_score: settings.target_score,
    max_iterations: settings.max_iterations,
    llm_endpoint: settings.llm_endpoint,
    benchmark_source: settings.benchmarks,
    product_version: context.productVersion,
    started_at: context.clock.now().toISOString(),
    job_id: settings.job_id,
    settings_json: JSON.stringify(settings),
  });
  return id;
}

async function recordBrokenStart(context: RunContext, runId: string, error: EnhancerError): Promise<void> {
  const status = error.code === "INTERRUPTED" ? "STOPPED" : "FAILED";
  try {
    const run = await context.state.runs.get(runId);
    if (run === null) return;
    const state = context.state.withFence(run.fence);
    const stages = await state.stages.list(runId, { stage_name: "orchestrator" });
    const open = stages.find((row) => row.status === "RUNNING");
    const why = { error_code: error.code, error_message: error.message };
    if (open !== undefined) await state.stages.finish(open, { status: "FAILED", ...why });
    await state.runs.update(runId, { status, reason: status === "STOPPED" ? "interrupted" : "stage_failed", ...why });
    const lease = await state.leases.get(leaseKeyOf(run.space_id));
    if (lease?.holder === runId) await state.leases.release(lease);
  } catch (second) {
    context.report({
      kind: "problem",
      message: `The failure could not be recorded: ${toEnhancerError(second).message}`,
    });
  }
}

// Not awaited: the modes import every stage, and this one must have been evaluated by then.
void stageProgram(import.meta, "orchestrator", async (context, runId, loop) => {
  const mode = context.job?.parameters["mode"] ?? "";
  if (mode === "") return orchestrator(context, runId, loop);
  const { byMode } = await import("../wiring/job-modes.ts");
  return byMode(mode, context, runId, loop);
});
