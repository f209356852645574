import type { ClonePorts, IntentLog, WritePorts } from "../lib/space/write-ports.ts";
import type { RunContext } from "./run-context.ts";

/** What the space room needs to write a space of this run: the workspace's spaces, and intents that carry the run. */
export function spacePorts(
  context: RunContext,
  runId: string,
  loop: number,
  actor: string | null,
): WritePorts & ClonePorts {
  const { spaces } = context.workspace;
  const { clone_folder: folder } = context.settings;
  const intents: IntentLog = {
    begin: (intent) => context.state.intents.begin({ ...intent, run_id: runId, iteration_number: loop, actor }),
    finish: (intentId, end) => context.state.intents.finish(intentId, end),
  };
  return {
    get: (spaceId) => spaces.get(spaceId, context.signal),
    update: (spaceId, update) => spaces.update(spaceId, update, context.signal),
    create: (creation) =>
      spaces.create({ ...(folder === null ? {} : { parentPath: folder }), ...creation }, context.signal),
    list: () => spaces.list(context.signal),
    intents,
    ids: context.ids,
  };
}
