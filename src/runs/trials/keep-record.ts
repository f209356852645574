import { spaceDigest, serializeSpace } from "../../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../lib/space/document.ts";
import type { ChangePatch } from "../../lib/state/tables/changes.ts";
import type { OpenRun } from "../open-run.ts";
import { writeBest } from "./trial-space.ts";

/** The intent's kind, under which an interrupted keeping is found again. */
export const keepKind = "keep_fixes";

/** What keeping (or dropping) fixes comes to: the configurations that dev-best takes in turn, and the rows that say so. */
export type Keeping = {
  readonly steps: readonly { readonly document: SpaceDocument; readonly reason: string }[];
  readonly changes: readonly ChangePatch[];
};

type Stored = {
  readonly steps: readonly { readonly serialized_space: string; readonly reason: string }[];
  readonly changes: readonly ChangePatch[];
};

/**
 * Changes dev-best and its record together: what is about to happen is stored whole before anything is written, so that a process
 * killed in between leaves a run in which space and rows can be brought to agree.
 */
export async function keepFixes(run: OpenRun, keeping: Keeping): Promise<void> {
  const intent_id = run.ids.hex32();
  const stored: Stored = {
    steps: keeping.steps.map(({ document, reason }) => ({ serialized_space: serializeSpace(document), reason })),
    changes: keeping.changes,
  };
  const last = keeping.steps.at(-1);
  await run.state.intents.begin({
    intent_id,
    run_id: run.run.run_id,
    iteration_number: run.loop,
    kind: keepKind,
    target: run.run.dev_best_space_id,
    request_digest: last === undefined ? null : spaceDigest(last.document),
    result_json: JSON.stringify(stored),
    reason: last?.reason ?? null,
  });
  await carryOut(run, intent_id, stored);
}

/** Ends what an earlier process began to keep and did not finish. */
export async function finishKeeping(run: OpenRun): Promise<void> {
  const begun = await run.state.intents.list({
    run_id: run.run.run_id,
    kind: keepKind,
    status: ["INTENDED", "UNVERIFIED"],
  });
  for (const intent of begun) {
    // Written by keepFixes and by nobody else.
    await carryOut(run, intent.intent_id, JSON.parse(intent.result_json ?? '{"steps":[],"changes":[]}') as Stored);
  }
}

async function carryOut(run: OpenRun, intentId: string, { steps, changes }: Stored): Promise<void> {
  const newest = await run.state.spaces.latest(run.run.run_id, "dev_best");
  const documents = steps.map(({ serialized_space: text, reason }) => ({ document: parseSpace(text), reason }));
  // What is noted already is not written again; the step that was noted last is only compared.
  const noted = documents.findLastIndex(({ document }) => spaceDigest(document) === newest?.digest);
  let digest: string | null = null;
  for (const { document, reason } of documents.slice(Math.max(0, noted))) {
    ({ digest } = await writeBest(run, document, reason));
  }
  await run.state.changes.update(changes);
  await run.state.intents.finish(intentId, { status: "DONE", response_digest: digest });
}
