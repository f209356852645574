import { EnhancerError } from "../core/errors.ts";
import { canonicalSpace, serializeSpace, spaceDigest } from "./canonical.ts";
import type { SpaceChange } from "./diff.ts";
import { parseSpace, type SpaceDocument } from "./document.ts";
import { proveDiff, withMetricViewsAsIn } from "./prove-diff.ts";
import { isLostAnswer, wordsOf, type SpaceReader, type WritePorts } from "./write-ports.ts";

export type SpaceWrite = {
  readonly spaceId: string;
  readonly document: SpaceDocument;
  readonly reason: string;
  /** What the intent is called: update_space, promote, rollback. */
  readonly kind: string;
  /** Digest of the configuration that the document was made from; anything else there is a conflict. */
  readonly expected?: string;
  /** The intent's id, when a caller made one. */
  readonly intentId?: string;
  /** The command that puts back what stood there before, where there is one. */
  readonly restore?: string;
};

export type SpaceWritten = {
  readonly kind: "written" | "unchanged";
  readonly document: SpaceDocument;
  readonly digest: string;
  readonly etag: string | null;
  readonly changed: readonly SpaceChange[];
  /** Digest of what stood there before. */
  readonly before: string;
  /** Null when nothing had to be written. */
  readonly intentId: string | null;
  /** The answer was lost, and reading back showed that the write had happened. */
  readonly recovered: boolean;
  /** What kept others' edits from being overwritten: the platform's etag, or, where it gave none, comparing digests just before. */
  readonly guard: WriteGuard;
};

export type WriteGuard = "etag" | "digest";

type Seen = { readonly document: SpaceDocument; readonly digest: string; readonly etag: string | null };

/** Said in the record: between the last look and the write nothing held others off. */
const withoutEtag =
  "the platform gave no etag, so the digest was compared just before the write and read back after it";

/** Sendings of one write whose answers were lost and which had not happened. */
const sendings = 3;

/**
 * Writes a configuration as a whole and proves it: the intent goes first, the update carries the etag just read, what
 * is there afterwards is read back and compared, and the outcome is noted. The only state left open is UNVERIFIED.
 * @throws EnhancerError CONFLICT when the space is not as expected, BAD_RESPONSE when it did not become what was sent
 */
export async function writeSpace(write: SpaceWrite, ports: WritePorts): Promise<SpaceWritten> {
  const { spaceId, document } = write;
  const before = await look(spaceId, document, ports);
  if (write.expected !== undefined && before.digest !== write.expected) throw movedOn(spaceId);
  const digest = spaceDigest(document);
  const guard: WriteGuard = before.etag === null ? "digest" : "etag";
  if (before.digest === digest) {
    return { ...before, kind: "unchanged", changed: [], before: digest, intentId: null, recovered: false, guard };
  }
  const serializedSpace = serializeSpace(document);
  const intentId = write.intentId ?? ports.ids.hex32();
  await ports.intents.begin({
    intent_id: intentId,
    kind: write.kind,
    target: spaceId,
    request_digest: digest,
    reason: write.reason,
  });
  const { seen, recovered } = await send(write, serializedSpace, before, intentId, ports);
  const proof = proveDiff(before.document, seen.document, document);
  if (proof.kind === "different") {
    const reason = proof.differences.map((change) => change.path).join(", ");
    await ports.intents.finish(intentId, { status: "UNVERIFIED", response_digest: seen.digest, reason });
    throw notAsSent(spaceId, proof.differences, write.restore);
  }
  const unguarded = guard === "digest" ? { reason: `${write.reason}; ${withoutEtag}` } : {};
  await ports.intents.finish(intentId, { status: "DONE", response_digest: seen.digest, ...unguarded });
  return { ...seen, kind: "written", changed: proof.changed, before: before.digest, intentId, recovered, guard };
}

/** Sends until there is an answer or the space shows that it happened. */
async function send(
  write: SpaceWrite,
  serializedSpace: string,
  before: Seen,
  intentId: string,
  ports: WritePorts,
): Promise<{ seen: Seen; recovered: boolean }> {
  const { spaceId, document } = write;
  const update = before.etag === null ? { serializedSpace } : { serializedSpace, etag: before.etag };
  for (let sending = 1; ; sending += 1) {
    if (before.etag === null && sending === 1) await lookAgain(write, before, intentId, ports);
    let failure: { readonly thrown: unknown } | null = null;
    try {
      await ports.update(spaceId, update);
    } catch (thrown) {
      failure = { thrown };
    }
    const seen = await look(spaceId, document, ports).catch(async (thrown: unknown) => {
      const status = failure !== null && !isLostAnswer(failure.thrown) ? "FAILED" : "UNVERIFIED";
      await ports.intents.finish(intentId, { status, reason: wordsOf(failure?.thrown ?? thrown) });
      throw status === "FAILED" ? failure?.thrown : unreadable(spaceId, thrown);
    });
    if (failure === null) return { seen, recovered: false };
    // A second sending is refused for its etag when the first one had come through after all.
    if (seen.digest === spaceDigest(document)) return { seen, recovered: true };
    const untouched = seen.digest === before.digest;
    if (isLostAnswer(failure.thrown) && untouched && sending < sendings) continue;
    await ports.intents.finish(intentId, {
      status: untouched || !isLostAnswer(failure.thrown) ? "FAILED" : "UNVERIFIED",
      response_digest: seen.digest,
      reason: wordsOf(failure.thrown),
    });
    throw failure.thrown;
  }
}

/** Noting the intent took its time: without an etag nobody else notices what was edited meanwhile. */
async function lookAgain(write: SpaceWrite, before: Seen, intentId: string, ports: WritePorts): Promise<void> {
  const now = await look(write.spaceId, write.document, ports).catch(async (thrown: unknown) => {
    await ports.intents.finish(intentId, { status: "FAILED", reason: wordsOf(thrown) });
    throw thrown;
  });
  if (now.digest === before.digest) return;
  const moved = movedOn(write.spaceId);
  await ports.intents.finish(intentId, { status: "FAILED", response_digest: now.digest, reason: moved.message });
  throw moved;
}

/** The space as it is now, in canonical form. */
async function look(spaceId: string, model: SpaceDocument, ports: SpaceReader): Promise<Seen> {
  const { serializedSpace, etag } = await ports.get(spaceId);
  const document = canonicalSpace(withMetricViewsAsIn(model, parseSpace(serializedSpace)));
  return { document, digest: spaceDigest(document), etag };
}

function movedOn(spaceId: string): EnhancerError {
  return new EnhancerError({
    code: "CONFLICT",
    message: `The space ${spaceId} was changed by someone else since it was read`,
    remedy: "Look at the change with `genie-enhancer space diff`, then run the command again.",
    context: { spaceId },
  });
}

function notAsSent(spaceId: string, differences: readonly SpaceChange[], restore: string | undefined): EnhancerError {
  const [first] = differences;
  return new EnhancerError({
    code: "BAD_RESPONSE",
    message: `The space ${spaceId} did not become what was sent: ${String(differences.length)} differences, the first at ${first?.path ?? "?"}`,
    remedy:
      restore === undefined
        ? "Compare it with `genie-enhancer space diff`, then run the command again."
        : `Compare it with \`genie-enhancer space diff\`; \`${restore}\` puts the earlier configuration back.`,
    context: { spaceId, differences: differences.slice(0, 20) },
  });
}

function unreadable(spaceId: string, cause: unknown): EnhancerError {
  return new EnhancerError({
    code: "UNREACHABLE",
    message: `The space ${spaceId} was written, but could not be read back: ${wordsOf(cause)}`,
    remedy: "Resume the run: it reads the space again and settles what became of the write.",
    retryable: true,
    context: { spaceId },
    cause,
  });
}

/**
 * What became of a write whose outcome nobody noted, seen from the space now: it holds what was sent, or still what it held
 * before (`before`, a digest), or something that someone else wrote since, and then nobody can know.
 */
export async function settleWrite(
  intent: { readonly intent_id: string; readonly target: string; readonly request_digest: string },
  before: string,
  ports: SpaceReader & Pick<WritePorts, "intents">,
): Promise<"DONE" | "FAILED" | "UNVERIFIED"> {
  const { serializedSpace } = await ports.get(intent.target);
  const digest = spaceDigest(parseSpace(serializedSpace));
  const status = digest === intent.request_digest ? "DONE" : digest === before ? "FAILED" : "UNVERIFIED";
  await ports.intents.finish(intent.intent_id, { status, response_digest: digest });
  return status;
}
