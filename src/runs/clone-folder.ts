import { digestOf } from "../lib/core/digest.ts";
import { toEnhancerError } from "../lib/core/errors.ts";
import type { RunContext } from "./run-context.ts";

/** Makes the folder of setting clone_folder where it is missing, once a run: the platform makes no space in a folder that is not there. */
export async function ensureCloneFolder(context: RunContext, runId: string): Promise<void> {
  const { clone_folder: folder } = context.settings;
  if (folder === null) return;
  const { intents } = context.state;
  const earlier = await intents.list({ run_id: runId, kind: "make_folder", target: folder, status: "DONE" });
  if (earlier.length > 0) return;
  const intent_id = context.ids.hex32();
  const request_digest = digestOf(folder);
  const reason = "folder of the clones";
  await intents.begin({
    intent_id,
    run_id: runId,
    iteration_number: 0,
    kind: "make_folder",
    target: folder,
    request_digest,
    reason,
  });
  try {
    await context.workspace.folders.make(folder, context.signal);
  } catch (thrown) {
    await intents.finish(intent_id, { status: "FAILED", reason: toEnhancerError(thrown).message });
    throw thrown;
  }
  await intents.finish(intent_id, { status: "DONE" });
}
