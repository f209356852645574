import { toEnhancerError } from "../../lib/core/errors.ts";
import type { RunOutcome } from "../../lib/state/words.ts";
import { dropUnneededViews } from "../effects/drop-views.ts";
import type { OpenRun } from "../open-run.ts";
import type { RunContext } from "../run-context.ts";

/**
 * Trashes the run's clones as setting cleanup_on_success says: `ask` keeps them until a person has promoted or discarded, `promote` only
 * as long as the run needs them, `keep` for ever. A run that failed or improved nothing has nothing that a person could still decide.
 */
export async function cleanUpClones(run: OpenRun, outcome: RunOutcome | null): Promise<void> {
  // A run that failed may be taken up again, and then goes on with the evaluation that is under way there.
  if (outcome !== null) await trashEvaluationClone(run);
  const { cleanup_on_success: when } = run.settings;
  if (when === "keep" || (when === "ask" && outcome !== "NO_PROVEN_CHANGE" && outcome !== "EXAM_NOT_FIT")) return;
  if (!(await areKept(run, run.run.run_id))) await trashClones(run);
}

/** The intent's kind that says that a person wants a run's clones to stay. */
const keepClonesKind = "keep_clones";

/** Notes that a person wants the run's clones to stay until they say otherwise. */
export async function keepClones(
  { state, ids }: Pick<OpenRun, "state" | "ids">,
  run: OpenRun["run"],
  actor: string,
): Promise<void> {
  if (run.dev_best_space_id === null && run.dev_working_space_id === null) return;
  const intent_id = ids.hex32();
  const { run_id, iterations_completed: iteration_number, dev_best_space_id: target } = run;
  await state.intents.begin({ intent_id, run_id, iteration_number, kind: keepClonesKind, target, actor });
  await state.intents.finish(intent_id, { status: "DONE" });
}

/** Whether a person said so. */
export async function areKept({ state }: Pick<OpenRun, "state">, runId: string): Promise<boolean> {
  return (await state.intents.list({ run_id: runId, kind: keepClonesKind, status: "DONE" })).length > 0;
}

type Trashing = RunContext & Pick<OpenRun, "run" | "loop">;

/** Trashes the clones that this run recorded as its own, and forgets only those that are gone. */
export async function trashClones(run: Trashing): Promise<void> {
  const { dev_best_space_id: best, dev_working_space_id: working } = run.run;
  await trashEvaluationClone(run);
  await trash(run, { dev_best_space_id: best, dev_working_space_id: working });
  const writer = { runId: run.run.run_id, loop: run.loop, actor: null };
  await dropUnneededViews(run, run.run, writer).catch((thrown: unknown) => {
    const { message } = toEnhancerError(thrown);
    run.report({ kind: "problem", message: `Metric views of this run could not be dropped: ${message}` });
  });
}

/** Nobody decides anything by the clone in which Genie evaluates itself: it goes with the run. It may be younger than the row at hand. */
async function trashEvaluationClone(run: Trashing): Promise<void> {
  const row = await run.state.runs.get(run.run.run_id);
  await trash(run, { evaluation_space_id: row?.evaluation_space_id ?? null });
}

type CloneColumn = "dev_best_space_id" | "dev_working_space_id" | "evaluation_space_id";

async function trash(run: Trashing, clones: Readonly<Partial<Record<CloneColumn, string | null>>>): Promise<void> {
  const { run_id: runId, space_id: production } = run.run;
  // The keys are those of the parameter's type.
  for (const [column, spaceId] of Object.entries(clones) as [CloneColumn, string | null][]) {
    if (spaceId === null || spaceId === production) continue;
    const intent_id = run.ids.hex32();
    await run.state.intents.begin({
      intent_id,
      run_id: runId,
      iteration_number: run.loop,
      kind: "trash_clone",
      target: spaceId,
    });
    try {
      await run.workspace.spaces.trash(spaceId, run.signal);
      await run.state.intents.finish(intent_id, { status: "DONE" });
      await run.state.runs.update(runId, { [column]: null });
    } catch (thrown) {
      const error = toEnhancerError(thrown);
      await run.state.intents.finish(intent_id, { status: "FAILED", reason: error.message });
      run.report({ kind: "problem", message: `The clone ${spaceId} could not be trashed: ${error.message}` });
    }
  }
}
