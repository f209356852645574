import { EnhancerError } from "../lib/core/errors.ts";
import { serializeSpace, spaceDigest } from "../lib/space/canonical.ts";
import { type Clone, createClone } from "../lib/space/create-clone.ts";
import { parseSpace, type SpaceDocument } from "../lib/space/document.ts";
import type { IntentRow } from "../lib/state/tables/intents.ts";
import type { RunPatch } from "../lib/state/tables/runs.ts";
import type { Lease } from "../lib/state/tables/leases.ts";
import type { SpaceRole } from "../lib/state/words.ts";
import { claimSpace } from "./claim-space.ts";
import type { Exam } from "../lib/exam/question.ts";
import { knownFact } from "./doctor/known-fact.ts";
import { requireHealthy } from "./doctor/required.ts";
import { loadExamFor } from "./exam/exam-source.ts";
import { splitSeedOf, storedExam } from "./exam/stored-exam.ts";
import { ensureViewsOf } from "./effects/trial-views.ts";
import type { RunContext } from "./run-context.ts";
import { ensureCloneFolder } from "./clone-folder.ts";
import { letReviewersIn } from "./reviewers.ts";
import { settleWrites } from "./settle-writes.ts";
import { spacePorts } from "./space-ports.ts";

/** What a run's row holds while it is under way: nothing of how it ended before. */
export const underWay: RunPatch = {
  status: "RUNNING",
  reason: null,
  outcome: null,
  error_code: null,
  error_message: null,
  completed_at: null,
  duration_seconds: null,
};

/** @throws EnhancerError LEASE_HELD naming the run that works on the space */
export async function claimFor(context: RunContext, runId: string): Promise<Lease> {
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

/** Makes a run that failed or was interrupted one that is under way, as its orchestrator would: with its space claimed and its clones there. */
export async function takeUpAgain(context: RunContext, runId: string): Promise<void> {
  const lease = await claimFor(context, runId);
  const held: RunContext = { ...context, state: context.state.withFence(lease.fence) };
  await prepareRun(held, runId);
  await held.state.runs.update(runId, underWay);
}

/** Looks whether an exam can be measured by, before anything is made for the run. */
export type IsFit = (exam: Exam, production: SpaceDocument) => Promise<boolean>;

/**
 * Does what is not done yet: a run taken up again skips what it has. Where the exam turns out not to be fit, nothing is cloned.
 * @returns whether the run can go on
 */
export async function prepareRun(
  context: RunContext,
  runId: string,
  isFit: IsFit = () => Promise.resolve(true),
): Promise<boolean> {
  const { settings, workspace, state } = context;
  const run = await state.runs.get(runId);
  const known = await requireHealthy(
    { ...context, settings: { ...settings, space_id: run?.space_id ?? settings.space_id } },
    run?.exam_digest == null,
  );
  const identity = knownFact(known, "identity");
  const production = knownFact(known, "body");
  const document = knownFact(known, "document");
  const warehouse = knownFact(known, "warehouse");
  if (warehouse.state !== "RUNNING") await workspace.warehouses.start(warehouse.id, context.signal);

  const cloned = (await state.spaces.list({ run_id: runId, role: "production" }))[0];
  if (cloned === undefined) {
    await snapshot(context, runId, "production", { spaceId: production.spaceId, document, etag: production.etag });
  }
  const stored = run === null ? null : await storedExam(state, run);
  const seed = run === null ? String(settings.seed) : splitSeedOf(run);
  const exam = stored ?? (await loadExamFor(context, document, seed));
  if (stored === null) {
    await state.questions.save(exam, seed);
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
  if (!(await isFit(exam, original))) return false;
  // A run whose clones were trashed when it failed gets new ones, with what it had kept.
  const best = await state.spaces.latest(runId, "dev_best");
  const kept = best === null ? original : parseSpace(best.serialized_space);
  await ensureViewsOf(context, { runId, loop: 0, actor: null }, kept);
  const order = { warehouseId: settings.warehouse_id ?? "", title: production.title, document: kept };
  await ensureCloneFolder(context, runId);
  await ensureClone(context, runId, "dev_best", { ...order, suffix: settings.dev_best_suffix });
  await ensureClone(context, runId, "dev_working", { ...order, suffix: settings.dev_working_suffix });
  await settleWrites(context, runId);
  await letReviewersIn(context, runId);
  return true;
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
