import { createClone, findClones } from "../../lib/space/create-clone.ts";
import type { SpaceDocument } from "../../lib/space/document.ts";
import { writeSpace } from "../../lib/space/write-space.ts";
import type { OpenRun } from "../open-run.ts";
import { spacePorts } from "../space-ports.ts";

/** What the intent that makes the evaluation clone is called: the other clones are looked for by another word. */
const createKind = "create_evaluation_clone";

/**
 * The space in which Genie evaluates itself, holding the document: a clone of its own, so that benchmark questions written for the
 * evaluation can never come along in a promotion, and dev-best and dev-working stay as the gate knows them. It is made when first needed,
 * recorded by id, and trashed when the run ends.
 */
export async function evaluationClone(run: OpenRun, document: SpaceDocument): Promise<string> {
  const runId = run.run.run_id;
  const recorded = (await run.state.runs.get(runId))?.evaluation_space_id ?? null;
  const found = recorded ?? (await madeBefore(run, runId));
  if (found === null) {
    const made = await make(run, runId, document);
    await record(run, runId, made);
    await indexed(run);
    return made;
  }
  if (recorded === null) await record(run, runId, found);
  const write = { spaceId: found, document, reason: "what Genie evaluates next", kind: "update_evaluation" };
  const written = await writeSpace(write, spacePorts(run, runId, run.loop, null));
  if (written.kind === "written") await indexed(run);
  return found;
}

async function make(run: OpenRun, runId: string, document: SpaceDocument): Promise<string> {
  const ports = spacePorts(run, runId, run.loop, null);
  const clone = await createClone(
    {
      document,
      title: `${run.run.space_name ?? run.run.space_id}_evaluation`,
      description: `Made by genie-enhancer for run ${runId}; it may be changed and trashed by that run.`,
      warehouseId: run.settings.warehouse_id ?? "",
      reason: "clone for Genie's own evaluation",
    },
    {
      ...ports,
      intents: { ...ports.intents, begin: (intent) => ports.intents.begin({ ...intent, kind: createKind }) },
    },
  );
  return clone.spaceId;
}

/** A clone that an earlier process announced, and perhaps made, before it could record it. */
async function madeBefore(run: OpenRun, runId: string): Promise<string | null> {
  const ports = spacePorts(run, runId, run.loop, null);
  const trashed = new Set(
    (await run.state.intents.list({ run_id: runId, kind: "trash_clone", status: "DONE" })).map((one) => one.target),
  );
  const announced = await run.state.intents.list({ run_id: runId, kind: createKind });
  for (const { intent_id, status } of announced.toReversed()) {
    const spaceId = (await findClones(intent_id, ports)).find((id) => !trashed.has(id) && id !== run.run.space_id);
    if (status !== "DONE" && status !== "FAILED") {
      const end =
        spaceId === undefined ? ({ status: "FAILED", reason: "it was not made" } as const) : doneWith(spaceId);
      await run.state.intents.finish(intent_id, end);
    }
    if (spaceId !== undefined) return spaceId;
  }
  return null;
}

function doneWith(spaceId: string): { readonly status: "DONE"; readonly result_json: string } {
  return { status: "DONE", result_json: JSON.stringify({ space_id: spaceId }) };
}

async function record(run: OpenRun, runId: string, spaceId: string): Promise<void> {
  await run.state.runs.update(runId, { evaluation_space_id: spaceId });
}

async function indexed(run: OpenRun): Promise<void> {
  await run.clock.sleep(run.settings.indexing_wait * 1000, run.signal);
}
