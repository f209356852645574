import { digestOf } from "../lib/core/digest.ts";
import { toEnhancerError } from "../lib/core/errors.ts";
import type { SpaceGrant, SpacePermission } from "../lib/databricks/spaces.ts";
import type { RunContext } from "./run-context.ts";

/** What a reviewer may do with a clone: ask it, and neither read nor change its configuration. */
const level = "CAN_RUN";
const enough: ReadonlySet<string> = new Set([level, "CAN_EDIT", "CAN_MANAGE"]);

/**
 * Lets the people of setting reviewers ask the run's clones. Whoever may do as much or more keeps what they have, and nobody else gets
 * anything. A grant that is refused is told and costs the run nothing.
 */
export async function letReviewersIn(context: RunContext, runId: string): Promise<void> {
  const wanted = reviewersOf(context.settings.reviewers);
  if (wanted.length === 0) return;
  const run = await context.state.runs.get(runId);
  for (const spaceId of [run?.dev_best_space_id, run?.dev_working_space_id]) {
    if (spaceId == null) continue;
    try {
      await letIn(context, runId, spaceId, wanted);
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      const message = `The reviewers cannot ask the clone ${spaceId} yet: ${toEnhancerError(thrown).message}`;
      context.report({ kind: "problem", message });
    }
  }
}

/** Users by their e-mail, service principals by their application id, and groups by any other name. */
export function reviewersOf(setting: string): SpaceGrant[] {
  const names = setting.split(",").map((name) => name.trim());
  return [...new Set(names)]
    .filter((name) => name !== "")
    .map((principal) => ({ principal, kind: kindOf(principal), level }));
}

function kindOf(principal: string): SpacePermission["kind"] {
  if (principal.includes("@")) return "user";
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(principal) ? "service-principal" : "group";
}

async function letIn(
  context: RunContext,
  runId: string,
  spaceId: string,
  wanted: readonly SpaceGrant[],
): Promise<void> {
  const { intents } = context.state;
  const request_digest = digestOf(wanted);
  const kind = "grant_reviewers";
  const earlier = await intents.list({ run_id: runId, kind, target: spaceId, status: "DONE" });
  if (earlier.some((intent) => intent.request_digest === request_digest)) return;
  const { spaces } = context.workspace;
  const present = await spaces.permissions(spaceId, context.signal);
  const lacking = wanted.filter((grant) => !present.some((has) => isSame(has, grant) && enough.has(has.level)));
  if (lacking.length === 0) return;
  const intent_id = context.ids.hex32();
  const reason = `${level} for ${lacking.map((grant) => grant.principal).join(", ")}`;
  await intents.begin({ intent_id, run_id: runId, iteration_number: 0, kind, target: spaceId, request_digest, reason });
  try {
    await spaces.grant(spaceId, lacking, context.signal);
  } catch (thrown) {
    await intents.finish(intent_id, { status: "FAILED", reason: toEnhancerError(thrown).message });
    throw thrown;
  }
  await intents.finish(intent_id, { status: "DONE" });
}

function isSame(one: SpacePermission, other: SpaceGrant): boolean {
  return one.kind === other.kind && one.principal.toLowerCase() === other.principal.toLowerCase();
}
