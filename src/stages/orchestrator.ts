import { EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import { serializeSpace, spaceDigest } from "../lib/space/canonical.ts";
import { type Clone, createClone } from "../lib/space/create-clone.ts";
import { parseSpace, type SpaceDocument } from "../lib/space/document.ts";
import { validateSpace } from "../lib/space/validate.ts";
import type { IntentRow } from "../lib/state/tables/intents.ts";
import type { Lease } from "../lib/state/tables/leases.ts";
import type { SpaceRole } from "../lib/state/words.ts";
import { requireSettings } from "../lib/settings/resolve.ts";
import { loadExamFor } from "../runs/exam-source.ts";
import { claimSpace } from "../runs/claim-space.ts";
import { leaseKeyOf } from "../runs/open-run.ts";
import type { RunContext, StageResult } from "../runs/run-context.ts";
import { settleWrites } from "../runs/settle-writes.ts";
import { ensureOutDir } from "../runs/run-files.ts";
import { spacePorts } from "../runs/space-ports.ts";
import { interruption } from "../runs/stage-record.ts";
import { stageProgram } from "./program.ts";

/**
 * Begins a run, or takes one up for its next loop: checks what the run needs, claims the space, fixes the exam, and clones production
 * into dev-best and dev-working. An empty run id makes a new run.
 */
export async function orchestrator(context: RunContext, runId: string, loop: number): Promise<StageResult> {
  requireSettings(context.settings, ["host", "space_id", "warehouse_id", "llm_endpoint"]);
  await ensureOutDir(context.settings.out_dir);
  const began = context.clock.monotonic();
  await context.state.migrate();
  const id = runId === "" ? await insertRun(context) : runId;
  try {
    context.signal.throwIfAborted();
    const lease = await claim(context, id);
    const held: RunContext = { ...context, state: context.state.withFence(lease.fence) };
    const row = await held.state.stages.start({ run_id: id, iteration_number: loop, stage_name: "orchestrator" });
    context.report({ kind: "stage_started", stage: "orchestrator", loop });
    await prepare(held, id);
    await held.state.iterations.upsert({
      run_id: id,
      iteration_number: loop,
      status: "RUNNING",
      started_at: context.clock.now().toISOString(),
    });
    const nothingYet = {
      reason: null,
      outcome: null,
      error_code: null,
      error_message: null,
      completed_at: null,
      duration_seconds: null,
    };
    await held.state.runs.update(id, { status: "RUNNING", ...nothingYet });
    await held.state.stages.finish(row, { status: "COMPLETED", output_json: JSON.stringify({ run_id: id }) });
  } catch (thrown) {
    const error = context.signal.aborted ? interruption(context, id) : toEnhancerError(thrown);
    await recordBrokenStart(context, id, error);
    throw error;
  }
  const seconds = (context.clock.monotonic() - began) / 1000;
  context.report({ kind: "stage_finished", stage: "orchestrator", loop, seconds, status: "COMPLETED" });
  return { run_id: id, loop, stage: "orchestrator", status: "COMPLETED", task_values: { run_id: id, loop } };
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

/** @throws EnhancerError LEASE_HELD naming the run that works on the space */
async function claim(context: RunContext, runId: string): Promise<Lease> {
  const run = await context.state.runs.get(runId);
  if (run === null) {
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `There is no run ${runId}`,
      remedy: "Leave the run id out to start a new run.",
    });
  }
  return claimSpace(context, run.space_id, runId);
}

/** Does what is not done yet: a run taken up again skips what it has. */
async function prepare(context: RunContext, runId: string): Promise<void> {
  const { settings, workspace, state } = context;
  const run = await state.runs.get(runId);
  const identity = await workspace.whoAmI(context.signal);
  const production = await workspace.spaces.get(run?.space_id ?? "", context.signal);
  const document = parseSpace(production.serializedSpace);
  refuseBroken(document, production.title);
  const warehouse = await workspace.warehouses.get(settings.warehouse_id ?? "", context.signal);
  if (warehouse.state !== "RUNNING") await workspace.warehouses.start(warehouse.id, context.signal);
  await workspace.serving.describeEndpoint(settings.llm_endpoint ?? "", context.signal);

  const cloned = (await state.spaces.list({ run_id: runId, role: "production" }))[0];
  if (cloned === undefined) {
    await snapshot(context, runId, "production", { spaceId: production.spaceId, document, etag: production.etag });
  }
  const stored = run?.exam_digest == null ? null : await state.questions.load(run.exam_digest);
  const exam = stored ?? (await loadExamFor(context, document));
  if (stored === null) {
    await state.questions.save(exam);
    await state.runs.update(runId, {
      exam_digest: exam.digest,
      benchmark_source: exam.source,
      space_name: production.title,
      triggered_by: identity.userName,
    });
  }
  context.report({
    kind: "run_started",
    runId,
    space: production.title,
    questions: exam.questions.length,
    visible: exam.questions.filter((question) => question.split === "visible").length,
    resumed: stored !== null,
  });
  const original = cloned === undefined ? document : parseSpace(cloned.serialized_space);
  // A run whose clones were trashed when it failed gets new ones, with what it had kept.
  const best = await state.spaces.latest(runId, "dev_best");
  const kept = best === null ? original : parseSpace(best.serialized_space);
  const order = { warehouseId: settings.warehouse_id ?? "", title: production.title, document: kept };
  await ensureClone(context, runId, "dev_best", { ...order, suffix: settings.dev_best_suffix });
  await ensureClone(context, runId, "dev_working", { ...order, suffix: settings.dev_working_suffix });
  await settleWrites(context, runId);
}

type CloneWish = {
  readonly warehouseId: string;
  readonly title: string;
  readonly suffix: string;
  readonly document: SpaceDocument;
};

/** Makes the clone unless the run has it; one whose making was cut off is found again by its intent. */
async function ensureClone(
  context: RunContext,
  runId: string,
  role: "dev_best" | "dev_working",
  wish: CloneWish,
): Promise<void> {
  const column = role === "dev_best" ? "dev_best_space_id" : "dev_working_space_id";
  const run = await context.state.runs.get(runId);
  if (run?.[column] != null) return;
  const reason = `clone for ${role}`;
  const intents = await context.state.intents.list({ run_id: runId, kind: ["create_clone", "trash_clone"] });
  const trashed = new Set(
    intents.filter((one) => one.kind === "trash_clone" && one.status === "DONE").map((one) => one.target),
  );
  // Not told by its reason: that says why it failed, once it did. What is left is this clone's, since one is finished before the next.
  const isOther = (spaceId: string | null): boolean =>
    spaceId !== null && (spaceId === run?.dev_best_space_id || spaceId === run?.dev_working_space_id);
  const begun = intents.filter((one) => one.kind === "create_clone");
  const earlier = begun.findLast((one) => !trashed.has(madeBy(one)) && !isOther(madeBy(one)));
  const clone: Clone = await createClone(
    {
      document: wish.document,
      title: `${wish.title}${wish.suffix}`,
      description: `Made by genie-enhancer for run ${runId}; it may be changed and trashed by that run.`,
      warehouseId: wish.warehouseId,
      reason,
      ...(earlier === undefined ? {} : { intentId: earlier.intent_id }),
    },
    spacePorts(context, runId, 0, null),
  );
  // The snapshot first: a run that knows its clone can then rely on there being one.
  await snapshot(context, runId, role, clone);
  await context.state.runs.update(runId, { [column]: clone.spaceId });
}

/** The clone that an intent is known to have made. */
function madeBy({ result_json }: IntentRow): string | null {
  const { space_id = null } = JSON.parse(result_json ?? "{}") as { space_id?: string };
  return space_id;
}

async function snapshot(
  context: RunContext,
  runId: string,
  role: SpaceRole,
  space: { readonly spaceId: string; readonly document: SpaceDocument; readonly etag: string | null },
): Promise<void> {
  await context.state.spaces.insert([
    {
      snapshot_id: context.ids.hex32(),
      run_id: runId,
      iteration_number: 0,
      role,
      space_id: space.spaceId,
      etag: space.etag,
      digest: spaceDigest(space.document),
      serialized_space: serializeSpace(space.document),
      reason: role === "production" ? "as it was when the run began" : "clone of production",
    },
  ]);
}

/** A space that breaks the platform's rules could be read but not cloned: better said before anything is made. */
function refuseBroken(document: SpaceDocument, title: string): void {
  const problems = validateSpace(document).filter((problem) => problem.severity === "error");
  if (problems.length === 0) return;
  throw new EnhancerError({
    code: problems.some((problem) => problem.code === "over_limit") ? "LIMIT_EXCEEDED" : "SPACE_INVALID",
    message: `The space "${title}" breaks ${String(problems.length)} rule${problems.length === 1 ? "" : "s"}: ${problems
      .slice(0, 5)
      .map((problem) => `${problem.path}: ${problem.message}`)
      .join("; ")}`,
    remedy: "Mend these in the space first: no clone of it would be accepted.",
    context: { problems },
  });
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

await stageProgram(import.meta, "orchestrator", orchestrator);
