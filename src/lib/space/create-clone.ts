import { EnhancerError } from "../core/errors.ts";
import { canonicalSpace, serializeSpace, spaceDigest } from "./canonical.ts";
import { parseSpace, type SpaceDocument } from "./document.ts";
import { proveDiff } from "./prove-diff.ts";
import { isLostAnswer, wordsOf, type ClonePorts } from "./write-ports.ts";

export type CloneOrder = {
  readonly document: SpaceDocument;
  readonly title: string;
  /** For people; the intent's mark is added to it. */
  readonly description: string;
  readonly warehouseId: string;
  readonly parentPath?: string;
  readonly reason: string;
  /** An intent that was announced earlier and whose outcome is not known: its clone is looked for first. */
  readonly intentId?: string;
};

export type Clone = {
  readonly spaceId: string;
  readonly document: SpaceDocument;
  readonly digest: string;
  readonly etag: string | null;
  readonly intentId: string;
  /** The answer had been lost; the clone was found by its mark. */
  readonly recovered: boolean;
};

/** The words in a clone's description by which it is found again. */
export function cloneMark(intentId: string): string {
  return `[genie-enhancer intent ${intentId}]`;
}

/** Ids of the spaces that this intent made. Titles are never asked: anyone may give any title. */
export async function findClones(intentId: string, ports: Pick<ClonePorts, "list">): Promise<string[]> {
  const mark = cloneMark(intentId);
  const spaces = await ports.list();
  return spaces
    .filter((space) => space.description.includes(mark))
    .map((space) => space.spaceId)
    .toSorted();
}

/**
 * Makes a space with that configuration, intent first, and proves that it holds it.
 * @throws EnhancerError when it was refused, when it is not known whether it was made, or when it holds something else
 */
export async function createClone(order: CloneOrder, ports: ClonePorts): Promise<Clone> {
  const intentId = order.intentId ?? ports.ids.hex32();
  const request_digest = spaceDigest(order.document);
  await ports.intents.begin({
    intent_id: intentId,
    kind: "create_clone",
    target: null,
    request_digest,
    reason: order.reason,
  });
  const earlier = order.intentId === undefined ? undefined : (await findClones(intentId, ports))[0];
  const made = earlier === undefined ? await create(order, intentId, ports) : { spaceId: earlier, recovered: true };
  const clone = await proven(order, made.spaceId, intentId, ports);
  const result_json = JSON.stringify({ space_id: made.spaceId });
  await ports.intents.finish(intentId, { status: "DONE", response_digest: clone.digest, result_json });
  return { ...clone, spaceId: made.spaceId, intentId, recovered: made.recovered };
}

async function create(
  order: CloneOrder,
  intentId: string,
  ports: ClonePorts,
): Promise<{ spaceId: string; recovered: boolean }> {
  const { title, description, warehouseId, parentPath, document } = order;
  try {
    const { spaceId } = await ports.create({
      title,
      description: `${description} ${cloneMark(intentId)}`.trim(),
      warehouseId,
      ...(parentPath === undefined ? {} : { parentPath }),
      serializedSpace: serializeSpace(document),
    });
    return { spaceId, recovered: false };
  } catch (thrown) {
    const found = isLostAnswer(thrown) ? (await findClones(intentId, ports).catch(() => []))[0] : undefined;
    if (found !== undefined) return { spaceId: found, recovered: true };
    const status = isLostAnswer(thrown) ? "UNVERIFIED" : "FAILED";
    await ports.intents.finish(intentId, { status, reason: wordsOf(thrown) });
    throw thrown;
  }
}

async function proven(
  order: CloneOrder,
  spaceId: string,
  intentId: string,
  ports: ClonePorts,
): Promise<Pick<Clone, "document" | "digest" | "etag">> {
  const result_json = JSON.stringify({ space_id: spaceId });
  const { serializedSpace, etag } = await ports.get(spaceId).catch(async (thrown: unknown) => {
    await ports.intents.finish(intentId, { status: "UNVERIFIED", reason: wordsOf(thrown), result_json });
    throw thrown;
  });
  const document = canonicalSpace(parseSpace(serializedSpace));
  const proof = proveDiff(document, document, order.document);
  if (proof.kind === "ok") return { document, digest: proof.digest, etag };
  const [first] = proof.differences;
  const reason = `${String(proof.differences.length)} differences, the first at ${first?.path ?? "?"}`;
  await ports.intents.finish(intentId, { status: "UNVERIFIED", reason, result_json });
  throw new EnhancerError({
    code: "BAD_RESPONSE",
    message: `The clone ${spaceId} does not hold what was sent: ${reason}`,
    remedy: "Trash it with `genie-enhancer discard` and start the run again.",
    context: { spaceId, differences: proof.differences.slice(0, 20) },
  });
}
