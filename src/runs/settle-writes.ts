import { EnhancerError } from "../lib/core/errors.ts";
import { settleWrite } from "../lib/space/write-space.ts";
import type { IntentRow } from "../lib/state/tables/intents.ts";
import { catalogKinds } from "./effects/catalog-record.ts";
import { settleCatalog } from "./effects/settle-catalog.ts";
import type { RunContext } from "./run-context.ts";
import { spacePorts } from "./space-ports.ts";

/** Finds out what became of the writes that an earlier process announced and did not note the end of. */
export async function settleWrites(context: RunContext, runId: string): Promise<void> {
  const open = await context.state.intents.open(runId);
  if (open.some(({ kind }) => catalogKinds.some((each) => each === kind))) await settleCatalog(context, runId);
  for (const intent of open) {
    try {
      await settle(context, runId, intent);
    } catch (thrown) {
      if (!(thrown instanceof EnhancerError) || thrown.code !== "NOT_FOUND") throw thrown;
      const status = intent.kind === "trash_clone" ? "DONE" : "FAILED";
      await context.state.intents.finish(intent.intent_id, { status, reason: "the space is gone" });
    }
  }
}

async function settle(context: RunContext, runId: string, intent: IntentRow): Promise<void> {
  const { intent_id, kind, target, request_digest } = intent;
  if (target === null) return;
  if (kind === "trash_clone") {
    await context.workspace.spaces.describe(target, context.signal);
    await context.state.intents.finish(intent_id, { status: "FAILED", reason: "the space is still there" });
  }
  if ((kind.startsWith("update_dev_") || kind === "update_evaluation") && request_digest !== null) {
    const snapshots = await context.state.spaces.list({ run_id: runId, space_id: target });
    const write = { intent_id, target, request_digest };
    const ports = spacePorts(context, runId, intent.iteration_number ?? 0, null);
    await settleWrite(write, snapshots.at(-1)?.digest ?? "", ports);
  }
}
