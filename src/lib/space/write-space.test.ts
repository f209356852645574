import { describe, expect, it } from "vitest";
import { sampleSpace } from "../../../test/space/sample-space.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import { seededIds } from "../core/random.ts";
import { serializeSpace, spaceDigest } from "./canonical.ts";
import { cloneMark, createClone, findClones } from "./create-clone.ts";
import { parseSpace, type SpaceDocument } from "./document.ts";
import type { ClonePorts, WritePorts } from "./write-ports.ts";
import { settleWrite, writeSpace } from "./write-space.ts";

type Fault = "before" | "after" | ErrorCode;
type Hooks = {
  faults?: Fault[];
  unreadableAfter?: boolean;
  stores?: (document: SpaceDocument) => SpaceDocument;
  /** The platform tells no etag, and takes writes without one. */
  withoutEtag?: boolean;
  /** What happens while the intent is noted. */
  whileNoting?: (spaces: Map<string, { text: string; etag: number; description: string }>) => void;
};

function failure(code: ErrorCode): EnhancerError {
  return new EnhancerError({ code, message: `it failed: ${code}`, remedy: "none" });
}

/** A space service in memory, whose updates may fail before or after they happened. */
function platform(hooks: Hooks = {}) {
  const spaces = new Map([["s1", { text: serializeSpace(sampleSpace()), etag: 1, description: "" }]]);
  const log: string[] = [];
  const reasons: string[] = [];
  const faults = [...(hooks.faults ?? [])];
  let reads = 0;
  let made = 0;
  const guarded = (act: () => string): string => {
    const fault = faults.shift();
    if (fault === "before") throw failure("TIMEOUT");
    if (fault !== undefined && fault !== "after") throw failure(fault);
    const result = act();
    if (fault === "after") throw failure("UNREACHABLE");
    return result;
  };
  const ports: WritePorts & ClonePorts = {
    ids: seededIds("p"),
    get: async (spaceId) => {
      reads += 1;
      if (hooks.unreadableAfter === true && reads > 1) throw failure("UNREACHABLE");
      const space = spaces.get(spaceId);
      if (space === undefined) throw failure("NOT_FOUND");
      return { serializedSpace: space.text, etag: hooks.withoutEtag === true ? null : String(space.etag) };
    },
    update: async (spaceId, { serializedSpace, etag }) => {
      log.push("update");
      guarded(() => {
        const space = spaces.get(spaceId);
        const isFree = hooks.withoutEtag === true && etag === undefined;
        if (space === undefined || (!isFree && etag !== String(space.etag))) throw failure("CONFLICT");
        const document = parseSpace(serializedSpace);
        spaces.set(spaceId, {
          ...space,
          text: serializeSpace(hooks.stores?.(document) ?? document),
          etag: space.etag + 1,
        });
        return spaceId;
      });
    },
    create: async ({ description, serializedSpace }) => {
      log.push("create");
      const spaceId = guarded(() => {
        made += 1;
        spaces.set(`clone${String(made)}`, { text: serializedSpace, etag: 1, description });
        return `clone${String(made)}`;
      });
      return { spaceId };
    },
    list: async () => [...spaces].map(([spaceId, { description }]) => ({ spaceId, description })),
    intents: {
      begin: async ({ kind }) => {
        log.push(`begin ${kind}`);
        hooks.whileNoting?.(spaces);
      },
      finish: async (_id, { status, reason }) => {
        log.push(status);
        if (reason != null) reasons.push(reason);
      },
    },
  };
  return { ports, log, reasons, spaces };
}

function planned(): SpaceDocument {
  return { ...sampleSpace(), config: { sample_questions: [] } };
}
const write = { spaceId: "s1", document: planned(), reason: "test", kind: "update_space" };

describe("writeSpace", () => {
  it("announces, writes, reads back and notes the outcome", async () => {
    const { ports, log, spaces } = platform();
    const written = await writeSpace({ ...write, expected: spaceDigest(sampleSpace()) }, ports);
    expect(log).toEqual(["begin update_space", "update", "DONE"]);
    expect(written).toMatchObject({ kind: "written", recovered: false, etag: "2", before: spaceDigest(sampleSpace()) });
    expect(written.changed.map((change) => change.kind)).toEqual(["remove"]);
    expect(spaceDigest(parseSpace(spaces.get("s1")?.text ?? ""))).toBe(spaceDigest(planned()));
  });

  it("writes nothing when the space is so already", async () => {
    const { ports, log } = platform();
    expect(await writeSpace({ ...write, document: sampleSpace() }, ports)).toMatchObject({
      kind: "unchanged",
      intentId: null,
    });
    expect(log).toEqual([]);
  });

  it("does not write over someone else's change", async () => {
    const { ports, log } = platform();
    await expect(writeSpace({ ...write, expected: "another" }, ports)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(log).toEqual([]);
  });

  it.each<[string, Fault[], string[]]>([
    ["finds a write done whose answer was lost", ["after"], ["update", "DONE"]],
    ["sends again when the lost call had not arrived", ["before"], ["update", "update", "DONE"]],
    ["finds it done on the second sending", ["before", "after"], ["update", "update", "DONE"]],
  ])("%s", async (_name, faults, expected) => {
    const { ports, log } = platform({ faults });
    const written = await writeSpace(write, ports);
    expect(log).toEqual(["begin update_space", ...expected]);
    expect(written.digest).toBe(spaceDigest(planned()));
    expect(written.recovered).toBe(faults.includes("after"));
  });

  it.each<[string, Fault[], ErrorCode, string[]]>([
    ["notes a refusal as failed", ["BAD_REQUEST"], "BAD_REQUEST", ["update", "FAILED"]],
    ["notes a foreign change in between as failed", ["CONFLICT"], "CONFLICT", ["update", "FAILED"]],
    [
      "gives up when no sending arrives",
      ["before", "before", "before"],
      "TIMEOUT",
      ["update", "update", "update", "FAILED"],
    ],
  ])("%s", async (_name, faults, code, expected) => {
    const { ports, log } = platform({ faults });
    await expect(writeSpace(write, ports)).rejects.toMatchObject({ code });
    expect(log).toEqual(["begin update_space", ...expected]);
  });

  it("leaves a write open that cannot be read back, to be settled later", async () => {
    const { ports, log, spaces } = platform({ faults: ["after"], unreadableAfter: true });
    await expect(writeSpace(write, ports)).rejects.toMatchObject({ code: "UNREACHABLE", retryable: true });
    expect(log.at(-1)).toBe("UNVERIFIED");
    const later = platform();
    later.spaces.set("s1", spaces.get("s1") ?? { text: "", etag: 0, description: "" });
    const intent = { intent_id: "i", target: "s1", request_digest: spaceDigest(planned()) };
    expect(await settleWrite(intent, "earlier", later.ports)).toBe("DONE");
    const unsent = { ...intent, request_digest: "other" };
    expect(await settleWrite(unsent, spaceDigest(planned()), later.ports)).toBe("FAILED");
    expect(await settleWrite(unsent, "earlier", later.ports)).toBe("UNVERIFIED");
  });

  it("says so when the space became something else", async () => {
    const { ports, log } = platform({ stores: (document) => ({ ...document, benchmarks: { questions: [] } }) });
    const restore = "npx genie-enhancer rollback --run r1 --exact";
    const thrown = await writeSpace({ ...write, restore }, ports).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: "BAD_RESPONSE",
      message: expect.stringContaining("benchmarks.questions") as string,
    });
    expect((thrown as EnhancerError).remedy).toContain(`\`${restore}\``);
    expect(log.at(-1)).toBe("UNVERIFIED");
  });

  it("without an etag compares digests right before it writes, reads back, and says so in the record", async () => {
    const { ports, log, reasons } = platform({ withoutEtag: true });
    expect(await writeSpace(write, ports)).toMatchObject({ kind: "written", guard: "digest", etag: null });
    expect(log).toEqual(["begin update_space", "update", "DONE"]);
    expect(reasons.join()).toContain("gave no etag");
  });

  it("without an etag writes nothing over an edit that came while the intent was noted", async () => {
    const edited = serializeSpace({ ...sampleSpace(), config: {} });
    const { ports, log, spaces } = platform({
      withoutEtag: true,
      whileNoting: (all) => all.set("s1", { text: edited, etag: 2, description: "" }),
    });
    await expect(writeSpace(write, ports)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(log).toEqual(["begin update_space", "FAILED"]);
    expect(spaces.get("s1")?.text).toBe(edited);
  });
});

describe("createClone", () => {
  const order = {
    document: sampleSpace(),
    title: "x_dev_best",
    description: "Clone.",
    warehouseId: "w",
    reason: "test",
  };

  it("makes a space that carries its intent, and proves it", async () => {
    const { ports, log, spaces } = platform();
    const clone = await createClone(order, ports);
    expect(log).toEqual(["begin create_clone", "create", "DONE"]);
    expect(spaces.get(clone.spaceId)?.description).toBe(`Clone. ${cloneMark(clone.intentId)}`);
    expect(clone).toMatchObject({ recovered: false, digest: spaceDigest(sampleSpace()) });
  });

  it("finds the clone whose answer was lost by its mark, never by its title", async () => {
    const { ports } = platform({ faults: ["after"] });
    const clone = await createClone(order, ports);
    expect(clone).toMatchObject({ spaceId: "clone1", recovered: true });
    expect(await findClones(clone.intentId, ports)).toEqual(["clone1"]);
  });

  it("takes up an open intent: adopts its clone, or makes it when there is none", async () => {
    const { ports, log, spaces } = platform();
    spaces.set("left", { text: serializeSpace(sampleSpace()), etag: 1, description: `Clone. ${cloneMark("i9")}` });
    expect(await createClone({ ...order, intentId: "i9" }, ports)).toMatchObject({ spaceId: "left", recovered: true });
    expect(log).toEqual(["begin create_clone", "DONE"]);
    expect(await createClone({ ...order, intentId: "i8" }, ports)).toMatchObject({
      spaceId: "clone1",
      recovered: false,
    });
  });

  it.each<[Fault, string]>([
    ["before", "UNVERIFIED"],
    ["PERMISSION_DENIED", "FAILED"],
  ])("notes what is known when creating fails: %s", async (fault, status) => {
    const { ports, log } = platform({ faults: [fault] });
    await expect(createClone(order, ports)).rejects.toBeInstanceOf(EnhancerError);
    expect(log).toEqual(["begin create_clone", "create", status]);
  });
});
