import type { Ids } from "../lib/core/random.ts";
import { EnhancerError } from "../lib/core/errors.ts";
import type { GenieSpaceWithBody, Spaces } from "../lib/databricks/spaces.ts";
import { canonicalSpace, serializeSpace, spaceDigest } from "../lib/space/canonical.ts";
import { diffSpaces, type SpaceChange } from "../lib/space/diff.ts";
import { parseSpace, type SpaceDocument } from "../lib/space/document.ts";
import { withMetricViewsAsIn } from "../lib/space/prove-diff.ts";
import { writeSpace } from "../lib/space/write-space.ts";
import type { IntentLog } from "../lib/space/write-ports.ts";
import type { State } from "../lib/state/state.ts";

/** What a push would do to a space, as it was when it was read. */
export type PushPlan = {
  readonly space: GenieSpaceWithBody;
  readonly before: SpaceDocument;
  /** What is to be written, canonical. */
  readonly document: SpaceDocument;
  readonly changes: readonly SpaceChange[];
};

export type Pushed =
  | { readonly kind: "written"; readonly before: string; readonly after: string }
  /** Somebody wrote the space since it was read; `theirs` is what they changed. */
  | {
      readonly kind: "moved";
      readonly before: string;
      readonly now: SpaceDocument;
      readonly theirs: readonly SpaceChange[];
    };

export type PushPorts = {
  readonly spaces: Spaces;
  readonly ids: Ids;
  readonly signal: AbortSignal;
  /** Where the write is noted; null when there is no such place. */
  readonly record: { readonly state: Pick<State, "intents" | "spaces">; readonly actor: string } | null;
};

/** Reads the space and says what would change. */
export async function planPush(
  spaces: Spaces,
  spaceId: string,
  wanted: SpaceDocument,
  signal: AbortSignal,
): Promise<PushPlan> {
  const space = await spaces.get(spaceId, signal);
  const document = canonicalSpace(wanted);
  const before = canonicalSpace(withMetricViewsAsIn(document, parseSpace(space.serializedSpace)));
  return { space, before, document, changes: diffSpaces(before, document) };
}

/**
 * Writes what was planned with the etag of a fresh reading, and reads it back. The intent stands before, the outcome after, and both
 * configurations beside them, under an id of their own in place of a run's.
 * @throws EnhancerError as {@link writeSpace}, but for a space that somebody changed meanwhile
 */
export async function pushSpace(plan: PushPlan, reason: string, ports: PushPorts): Promise<Pushed> {
  const { space, before } = plan;
  const { spaces, signal, ids, record } = ports;
  const pushId = ids.hex32();
  const digest = spaceDigest(before);
  const note = async (document: SpaceDocument, etag: string | null, why: string): Promise<void> =>
    record?.state.spaces.insert([
      {
        snapshot_id: ids.hex32(),
        run_id: pushId,
        iteration_number: 0,
        role: "production",
        space_id: space.spaceId,
        etag,
        digest: spaceDigest(document),
        serialized_space: serializeSpace(document),
        reason: why,
      },
    ]);
  const write = {
    spaceId: space.spaceId,
    document: plan.document,
    reason,
    kind: "push",
    expected: digest,
    intentId: pushId,
  };
  try {
    await note(before, space.etag, "before push");
    const written = await writeSpace(write, {
      get: (spaceId) => spaces.get(spaceId, signal),
      update: (spaceId, update) => spaces.update(spaceId, update, signal),
      intents: intentsOf(record, pushId),
      ids,
    });
    await note(written.document, written.etag, "push");
    return { kind: "written", before: digest, after: written.digest };
  } catch (thrown) {
    if (!(thrown instanceof EnhancerError) || thrown.code !== "CONFLICT") throw thrown;
    const { before: now } = await planPush(spaces, space.spaceId, plan.document, signal);
    const theirs = diffSpaces(before, now);
    // An etag changes too when the service brings the stored form up to date: nobody changed anything, and the next try succeeds.
    return { kind: "moved", before: digest, now, theirs };
  }
}

function intentsOf(record: PushPorts["record"], pushId: string): IntentLog {
  if (record === null) return { begin: async () => {}, finish: async () => {} };
  const { state, actor } = record;
  return {
    begin: (intent) => state.intents.begin({ ...intent, run_id: pushId, iteration_number: 0, actor }),
    finish: (intentId, end) => state.intents.finish(intentId, end),
  };
}
