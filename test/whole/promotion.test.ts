import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spaceDigest } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import { historyOfSpace } from "../../src/runs/ending/history-of-space.ts";
import { trashClones } from "../../src/runs/ending/clean-up.ts";
import { type Ground, openGround } from "./fixture.ts";
import { edited, peaceful } from "./person-edits.ts";
import {
  copyOf,
  edit,
  editWhilePromoting,
  holding,
  playedStory,
  productionOf,
  promoted,
  promoteEditUndo,
  type Story,
  undone,
} from "./promotion-case.ts";
import { untouchedUntilPromoted } from "./untouched-case.ts";

let ground: Ground;
let story: Story & AsyncDisposable;
beforeAll(async () => {
  ground = await openGround();
  story = await playedStory(ground);
}, 60_000);
afterAll(async () => {
  await story[Symbol.asyncDispose]();
  await ground[Symbol.asyncDispose]();
});

describe("production", () => {
  it.each([1, 2])("promoted, edited by a person, taken back (%i): their edits stay, ours are gone", (seed) =>
    expect(promoteEditUndo(story, seed)).resolves.toBeUndefined(),
  );

  it.each([3, 4])("edited in the middle of a promotion (%i): the edit is there at the end", (seed) =>
    expect(editWhilePromoting(story, seed)).resolves.toBeUndefined(),
  );

  it("is given back byte by byte by an undo, change by change or whole, and what was taken back does not return", async () => {
    const { player, original } = story;
    const { context } = player;
    const run = await copyOf(story);
    await promoted(context, run);
    const changes = await context.state.changes.list({ run_id: run.run_id, status: "PROMOTED" });
    const synonym = changes.find((row) => row.change_type === "add_synonym");
    await undone(context, run, { kind: "change", changeId: synonym?.change_id ?? "" });
    const less = await productionOf(player, run);
    expect(await promoted(context, run)).toMatchObject({ before: spaceDigest(less), after: spaceDigest(less) });
    await undone(context, run);
    expect(spaceDigest(await productionOf(player, run))).toBe(spaceDigest(original));
    await expect(undone(context, run)).rejects.toMatchObject({ code: "NOT_FOUND" });

    const history = await historyOfSpace(context, run.space_id);
    expect(history.map(({ kind, by, status, changes: ids }) => [kind, by, status, ids.length])).toEqual([
      ["promote", "ann", "DONE", changes.length],
      ["rollback", "bob", "DONE", 1],
      ["rollback", "bob", "DONE", changes.length - 1],
    ]);
    expect(history[0]?.effect).toBeGreaterThan(0);
    expect(history.reduce((sum, { effect }) => sum + (effect ?? 0), 0)).toBeCloseTo(0);
    expect(history[0]?.why).toBe(`dev-best of run ${run.run_id}`);
  });

  it("is restored as it was when the run began, later edits lost, where a person asks for just that", async () => {
    const { player, original } = story;
    const run = await copyOf(story);
    await promoted(player.context, run);
    await edit(player, run, peaceful);
    await undone(player.context, run, { kind: "exact" });
    expect(spaceDigest(await productionOf(player, run))).toBe(spaceDigest(original));
  });

  it("written by a process that was killed before it noted so is found written, and can be taken back", async () => {
    const { player, original, best } = story;
    const { context } = player;
    const run = await copyOf(story);
    const { state } = context;
    const dying = { ...state.intents, finish: () => Promise.reject(new Error("killed")) };
    const withFence = (fence: number): typeof state => ({ ...state.withFence(fence), intents: dying });
    await expect(promoted({ ...context, state: { ...state, withFence } }, run)).rejects.toThrow("killed");
    expect(spaceDigest(await productionOf(player, run))).toBe(spaceDigest(best));
    expect(await state.intents.list({ run_id: run.run_id, status: "INTENDED" })).toHaveLength(1);
    const edits = peaceful.slice(0, 1);
    await edit(player, run, edits);
    await undone(context, run);
    expect(await state.intents.list({ run_id: run.run_id, status: "INTENDED" })).toEqual([]);
    expect(spaceDigest(await productionOf(player, run))).toBe(spaceDigest(edited(original, edits)));
  });

  it("in a bundle's folder is handed over as a file, and written only by force", async () => {
    const { player, original, best } = story;
    const { context } = player;
    const folder = "/Shared/.bundle/sales/prod/resources";
    await context.workspace.folders.make(folder);
    const run = await copyOf(story, folder);
    const written = await promoted(context, run);
    expect(written).toMatchObject({ verified: false, conflicts: [] });
    expect(written.handed_over).toMatch(/\/Six questions\.geniespace\.json$/u);
    const text = await readFile(written.handed_over ?? "", "utf8");
    expect(spaceDigest(parseSpace(text))).toBe(spaceDigest(best));
    expect(spaceDigest(await productionOf(player, run))).toBe(spaceDigest(original));
    expect(await context.state.changes.list({ run_id: run.run_id, status: "PROMOTED" })).toEqual([]);
    expect(await promoted(context, run, true)).toMatchObject({ verified: true, handed_over: null, guarded_by: "etag" });
    expect(spaceDigest(await productionOf(player, run))).toBe(spaceDigest(best));
  });

  it.each([7])(
    "is written by nobody before it is promoted, whatever goes wrong in the run (%i)",
    (seed) => expect(untouchedUntilPromoted(ground, seed)).resolves.toBeUndefined(),
    60_000,
  );

  it("keeps its namesakes: clones are trashed by the ids that the run recorded, whatever others are called", async () => {
    const { player, run } = story;
    const { context } = player;
    const clones = [run.dev_best_space_id, run.dev_working_space_id];
    const decoys = await Promise.all(
      clones.map(async (id) => {
        const { title, description } = await context.workspace.spaces.describe(id ?? "");
        const body = await context.workspace.spaces.get(id ?? "");
        const warehouseId = context.settings.warehouse_id ?? "";
        const decoy = { title, description, warehouseId, serializedSpace: body.serializedSpace };
        return (await context.workspace.spaces.create(decoy)).spaceId;
      }),
    );
    await holding(context, run, (held) => trashClones({ ...held, run, loop: 1 }));
    const left = ground.spaceIds();
    for (const id of decoys) expect(left).toContain(id);
    for (const id of clones) expect(left).not.toContain(id);
  });
});
