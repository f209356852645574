import { expect } from "vitest";
import { seededRandom, type Random } from "../../src/lib/core/random.ts";
import { canonicalSpace, serializeSpace, spaceDigest } from "../../src/lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../src/lib/space/document.ts";
import type { RunRow } from "../../src/lib/state/tables/runs.ts";
import { promote } from "../../src/runs/ending/promote.ts";
import { rollback, type RollbackOrder } from "../../src/runs/ending/rollback.ts";
import type { ProductionWrite } from "../../src/runs/ending/production-write.ts";
import { leaseKeyOf } from "../../src/runs/open-run.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { type Ground, pathOf, play, type Player, six } from "./fixture.ts";
import { type Edit, edited, fighting, peaceful } from "./person-edits.ts";
import { rowOf } from "./sound-end.ts";

/** A run that ended with proven changes, as its rows tell it. */
export type Story = {
  readonly run: RunRow;
  readonly original: SpaceDocument;
  readonly best: SpaceDocument;
  readonly player: Player;
};

/** One run, played once: its rows stand for many runs, each with a production space of its own. */
export async function playedStory(ground: Ground): Promise<Story & AsyncDisposable> {
  const space_id = await ground.makeSpace(six.space);
  const player = await ground.connect({ space_id, benchmarks: pathOf(six.exam) });
  const runId = await play(player);
  const { state } = player.context;
  const [first] = await state.spaces.list({ run_id: runId, role: "production" });
  const best = await state.spaces.latest(runId, "dev_best");
  return {
    run: await rowOf(player, runId),
    original: canonicalSpace(parseSpace(first?.serialized_space ?? "")),
    best: canonicalSpace(parseSpace(best?.serialized_space ?? "")),
    player,
    [Symbol.asyncDispose]: () => player[Symbol.asyncDispose](),
  };
}

/** The same run again, over a fresh production space. @returns its row */
export async function copyOf({ run, original, player }: Story, parentPath?: string): Promise<RunRow> {
  const { state, workspace, ids } = player.context;
  const { spaceId } = await workspace.spaces.create({
    title: "Six questions",
    warehouseId: player.context.settings.warehouse_id ?? "",
    serializedSpace: serializeSpace(original),
    ...(parentPath === undefined ? {} : { parentPath }),
  });
  const run_id = ids.hex32();
  await state.runs.insert({
    ...without(run),
    run_id,
    space_id: spaceId,
    dev_best_space_id: null,
    dev_working_space_id: null,
  });
  const snapshots = await state.spaces.list({ run_id: run.run_id });
  const newest = [
    snapshots.find((row) => row.role === "production"),
    await state.spaces.latest(run.run_id, "dev_best"),
  ];
  for (const row of newest) {
    if (row == null) continue;
    const space_id = row.role === "production" ? spaceId : row.space_id;
    await state.spaces.insert([{ ...without(row), snapshot_id: ids.hex32(), run_id, space_id }]);
  }
  const changes = await state.changes.list({ run_id: run.run_id });
  await state.changes.insert(changes.map((row) => ({ ...without(row), run_id })));
  return rowOf(player, run_id);
}

/** A row without what the store writes by itself. */
function without<Row extends object>(row: Row): Row {
  const { fence: _fence, created_at: _created, updated_at: _updated, ...rest } = row as Record<string, unknown>;
  return rest as Row;
}

/** Writes production as the commands do, who hold the space's lease meanwhile. */
export async function holding<T>(
  context: RunContext,
  run: RunRow,
  work: (context: RunContext, run: RunRow) => Promise<T>,
): Promise<T> {
  const lease = await context.state.leases.acquire(leaseKeyOf(run.space_id), run.run_id, 600);
  try {
    return await work({ ...context, state: context.state.withFence(lease.fence) }, run);
  } finally {
    await context.state.leases.release(lease);
  }
}

export function promoted(context: RunContext, run: RunRow, force = false): Promise<ProductionWrite> {
  return holding(context, run, (held) => promote(held, run, { actor: "ann", force }));
}

export function undone(
  context: RunContext,
  run: RunRow,
  what: RollbackOrder["what"] = { kind: "run" },
): Promise<ProductionWrite> {
  return holding(context, run, (held) => rollback(held, run, { what, actor: "bob" }));
}

/** Production's configuration as it is now. */
export async function productionOf({ context }: Player, run: RunRow): Promise<SpaceDocument> {
  return canonicalSpace(parseSpace((await context.workspace.spaces.get(run.space_id)).serializedSpace));
}

/** A person edits production. */
export async function edit(player: Player, run: RunRow, edits: readonly Edit[]): Promise<void> {
  const serializedSpace = serializeSpace(edited(await productionOf(player, run), edits));
  await player.context.workspace.spaces.update(run.space_id, { serializedSpace });
}

const same = (one: SpaceDocument, other: SpaceDocument): void => expect(spaceDigest(one)).toBe(spaceDigest(other));

/** Promoted, edited by a person at day 14, taken back: their edits stay and ours are gone; where they overlap nothing is written. */
export async function promoteEditUndo(story: Story, seed: number): Promise<void> {
  const { player, original, best } = story;
  const random = seededRandom(`undo ${String(seed)}`);
  const run = await copyOf(story);
  const { context } = player;
  expect(await promoted(context, run)).toMatchObject({ verified: true, conflicts: [] });
  same(await productionOf(player, run), best);
  const overlaps = random.next() < 0.3;
  const edits = [...some(peaceful, random), ...(overlaps ? [oneOf(fighting.afterwards, random)] : [])];
  const told = edits.map(({ name }) => name).join(", ");
  await edit(player, run, edits);
  const written = await undone(context, run);
  const statuses = new Set((await context.state.changes.list({ run_id: run.run_id })).map((row) => row.status));
  if (overlaps) {
    expect(written.conflicts.length, told).toBeGreaterThan(0);
    expect(written.verified, told).toBe(false);
    same(await productionOf(player, run), edited(best, edits));
    expect(statuses.has("PROMOTED"), told).toBe(true);
  } else {
    expect(written, told).toMatchObject({ conflicts: [], verified: true });
    same(await productionOf(player, run), edited(original, edits));
    expect(statuses.has("UNDONE") && !statuses.has("PROMOTED"), told).toBe(true);
  }
  expect(await context.state.intents.list({ run_id: run.run_id, status: ["INTENDED", "UNVERIFIED"] })).toEqual([]);
}

/** A person edits right before any one call by which a promotion reads or writes production. */
export async function editWhilePromoting(story: Story, seed: number): Promise<void> {
  const { player, original, best } = story;
  const random = seededRandom(`while ${String(seed)}`);
  const run = await copyOf(story);
  const overlaps = random.next() < 0.5;
  const edits = [...some(peaceful, random), ...(overlaps ? [oneOf(fighting.before, random)] : [])];
  const at = Math.floor(random.next() * 5);
  const told = `${edits.map(({ name }) => name).join(", ")} before call ${String(at)}`;
  let calls = 0;
  let isEdited = false;
  const { spaces } = player.context.workspace;
  const before = async (): Promise<void> => {
    if (calls++ !== at) return;
    isEdited = true;
    await edit(player, run, edits);
  };
  const workspace = {
    ...player.context.workspace,
    spaces: {
      ...spaces,
      get: async (...given: Parameters<typeof spaces.get>) => (await before(), spaces.get(...given)),
      describe: async (...given: Parameters<typeof spaces.describe>) => (await before(), spaces.describe(...given)),
      update: async (...given: Parameters<typeof spaces.update>) => (await before(), spaces.update(...given)),
    },
  };
  const outcome = await promoted({ ...player.context, workspace }, run).catch((error: unknown) => error);
  expect(isEdited, told).toBe(true);
  const now = await productionOf(player, run);
  // The last call reads back: an edit before it comes after ours, and is told as something that we did not write.
  const isAfter = at === 4;
  if (isAfter) {
    expect(outcome, told).toMatchObject({
      code: "BAD_RESPONSE",
      remedy: expect.stringContaining("rollback --run") as string,
    });
    same(now, edited(best, edits));
  } else if (overlaps) {
    expect(outcome, told).toMatchObject({ verified: false });
    same(now, edited(original, edits));
  } else {
    expect(outcome, told).toMatchObject({ verified: true, conflicts: [] });
    same(now, edited(best, edits));
  }
}

function oneOf<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random.next() * list.length)];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

/** One to three of a list, each once. */
function some<T>(list: readonly T[], random: Random): T[] {
  return [...new Set([oneOf(list, random), oneOf(list, random), oneOf(list, random)])];
}
