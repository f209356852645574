import { expect, it } from "vitest";
import { sampleSpace } from "../../test/space/sample-space.ts";
import { EnhancerError } from "../lib/core/errors.ts";
import { seededIds } from "../lib/core/random.ts";
import type { Spaces, SpaceUpdate } from "../lib/databricks/spaces.ts";
import { serializeSpace, spaceDigest } from "../lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../lib/space/document.ts";
import { planPush, type PushPorts, pushSpace } from "./push-space.ts";

const spaceId = "5".repeat(32);
const { signal } = new AbortController();

function edited(text: string): SpaceDocument {
  const document = sampleSpace();
  document.config = { sample_questions: [{ id: "7".repeat(32), question: [text] }] };
  return document;
}

/** One space in memory, and everything that was noted; `before` happens just before a write. */
function place(before: (set: (document: SpaceDocument) => void) => void = () => {}) {
  let serialized = serializeSpace(sampleSpace());
  let version = 1;
  const writes: SpaceUpdate[] = [];
  const notes: unknown[] = [];
  const set = (document: SpaceDocument): void => {
    serialized = serializeSpace(document);
    version += 1;
  };
  const shown = () => ({
    spaceId,
    title: "Sales",
    description: "",
    warehouseId: "w",
    parentPath: "/Shared",
    etag: String(version),
    serializedSpace: serialized,
  });
  const spaces: Pick<Spaces, "get" | "update"> = {
    get: async () => shown(),
    update: async (_id, update) => {
      before(set);
      writes.push(update);
      if (update.etag !== String(version)) {
        throw new EnhancerError({ code: "CONFLICT", message: "The etag is another (HTTP 409)", remedy: "Read again." });
      }
      set(parseSpace(update.serializedSpace ?? ""));
      return shown();
    },
  };
  const state = {
    intents: {
      begin: async (row: object) => void notes.push({ begin: row }),
      finish: async (_id: string, end: object) => void notes.push({ finish: end }),
    },
    spaces: { insert: async ([row]: readonly object[]) => void notes.push({ snapshot: row }) },
  };
  const ports = { spaces, ids: seededIds("push"), signal, record: { state, actor: "ann" } };
  // Of the spaces and the state, a push uses these alone.
  return { ports: ports as unknown as PushPorts, spaces: spaces as Spaces, writes, notes, set };
}

it("writes with the etag, reads back, and notes both configurations and what became of it", async () => {
  const { ports, spaces, writes, notes } = place();
  const plan = await planPush(spaces, spaceId, edited("new"), signal);
  expect(plan.changes).toHaveLength(2);
  const digests = { before: spaceDigest(sampleSpace()), after: spaceDigest(edited("new")) };
  expect(await pushSpace(plan, "why", ports)).toEqual({ kind: "written", ...digests });
  expect(writes).toMatchObject([{ etag: "1" }]);
  expect(notes).toMatchObject([
    { snapshot: { digest: digests.before, reason: "before push", role: "production" } },
    { begin: { kind: "push", target: spaceId, request_digest: digests.after, actor: "ann", reason: "why" } },
    { finish: { status: "DONE", response_digest: digests.after } },
    { snapshot: { digest: digests.after, reason: "push" } },
  ]);
});

it("without a place for notes writes all the same", async () => {
  const { ports, spaces, notes } = place();
  const plan = await planPush(spaces, spaceId, edited("new"), signal);
  expect(await pushSpace(plan, "why", { ...ports, record: null })).toMatchObject({ kind: "written" });
  expect(notes).toEqual([]);
});

it("says what somebody changed between the look and the write, and writes nothing", async () => {
  const { ports, spaces, writes, set } = place();
  const plan = await planPush(spaces, spaceId, edited("new"), signal);
  set(edited("theirs"));
  const pushed = await pushSpace(plan, "why", ports);
  expect(pushed).toMatchObject({
    kind: "moved",
    theirs: [{ kind: "add", after: { question: ["theirs"] } }, { kind: "remove" }],
  });
  expect(writes).toEqual([]);
});

it("is stopped by the etag when somebody writes in the last moment", async () => {
  const { ports, spaces, notes } = place((set) => set(edited("theirs")));
  const plan = await planPush(spaces, spaceId, edited("new"), signal);
  expect(await pushSpace(plan, "why", ports)).toMatchObject({ kind: "moved" });
  expect((await spaces.get(spaceId)).serializedSpace).toBe(serializeSpace(edited("theirs")));
  expect(notes.at(-1)).toMatchObject({ finish: { status: "FAILED" } });
});

it("passes on a write that was refused for another reason", async () => {
  const { ports, spaces } = place(() => {
    throw new EnhancerError({ code: "PERMISSION_DENIED", message: "CAN EDIT is needed", remedy: "Ask for it." });
  });
  const plan = await planPush(spaces, spaceId, edited("new"), signal);
  await expect(pushSpace(plan, "why", ports)).rejects.toThrow("CAN EDIT is needed");
});
