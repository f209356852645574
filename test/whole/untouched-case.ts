import { expect } from "vitest";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import { seededRandom } from "../../src/lib/core/random.ts";
import { serializeSpace, spaceDigest } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import type { RunEvent } from "../../src/runs/run-event.ts";
import { faultKinds, type FaultKind } from "./fault-case.ts";
import { type FaultWish, type Ground, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { edited, fighting, peaceful } from "./person-edits.ts";
import { productionOf, promoted } from "./promotion-case.ts";
import { rowOf } from "./sound-end.ts";

/** Calls by which a run works on spaces, asks, plans and judges; and how often they are made at least. */
const calls: readonly (Pick<FaultWish, "method" | "route"> & { readonly often: number })[] = [
  { method: "GET", route: "/api/2.0/genie/spaces/{id}", often: 8 },
  { method: "POST", route: "/api/2.0/genie/spaces", often: 2 },
  { method: "PATCH", route: "/api/2.0/genie/spaces/{id}", often: 3 },
  { method: "POST", route: "/api/2.0/genie/spaces/{id}/start-conversation", often: 60 },
  { method: "POST", route: "/api/2.0/sql/statements", often: 10 },
];

/**
 * A run with faults, and, for most seeds, a person who edits production while it works. Until somebody promotes, production is written by
 * nobody but that person; after that their edit is there, or it was in the way and nothing else is.
 */
export async function untouchedUntilPromoted(ground: Ground, seed: number): Promise<void> {
  const random = seededRandom(`untouched ${String(seed)}`);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  const space_id = await ground.makeSpace(six.space);
  const kinds = Object.keys(faultKinds) as FaultKind[];
  const faults = [1, 2].map(() => {
    const { often, ...call } = pick(calls);
    const kind = pick(kinds);
    return { ...call, nth: 1 + Math.floor(random.next() * often), ...faultKinds[kind] };
  });
  const plan = pick(["nobody", "peaceful", "peaceful", "fighting"] as const);
  const edits =
    plan === "nobody" ? [] : plan === "peaceful" ? [pick(peaceful), pick(peaceful)] : [pick(fighting.before)];
  const at = 5 + Math.floor(random.next() * 150);
  const told = `${faults.map(({ route, nth, kind }) => `${kind} at ${route} (${String(nth)})`).join(", ")}; ${edits.map(({ name }) => name).join(", ")} at ${String(at)}`;

  await using onlooker = await ground.connect({ space_id, benchmarks: pathOf(six.exam) });
  const { serializedSpace } = await onlooker.context.workspace.spaces.get(space_id);
  const original = parseSpace(serializedSpace);
  let events = 0;
  let isCloned = false;
  const editing: Promise<void>[] = [];
  const report = (event: RunEvent): void => {
    isCloned ||= event.kind === "stage_finished" && event.stage === "orchestrator";
    events += 1;
    // What stood there before the clones were made is not in anybody's way.
    if (editing.length === 0 && edits.length > 0 && events >= at && (isCloned || plan !== "fighting")) {
      editing.push(editBySomebody(ground, space_id, serializeSpace(edited(original, edits))));
    }
  };
  const writes: string[] = [];
  await ground.reset();
  for (const fault of faults) await ground.fault(fault);
  let runId = "";
  for (let stops = 0; ; stops += 1) {
    await using player = watched(
      await ground.connect({ statement_timeout: 1, space_id, benchmarks: pathOf(six.exam) }, { report }),
      writes,
    );
    const end: unknown = await (runId === "" ? play(player) : resume(player, runId)).catch((error: unknown) => error);
    if (typeof end === "string") {
      runId = end;
      break;
    }
    expect(end, told).toBeInstanceOf(EnhancerError);
    expect(stops, `${told}: ${String(end)}`).toBeLessThan(4);
    // A fault that the run did not come to would hit the onlooker.
    if (stops === 1) await ground.clearFaults();
    runId = (await onlooker.context.state.runs.latest(space_id).catch(() => null))?.run_id ?? runId;
  }
  await ground.clearFaults();
  await Promise.all(editing);
  expect(
    writes.filter((id) => id === space_id),
    told,
  ).toEqual([]);
  const run = await rowOf(onlooker, runId);
  const wasEdited = editing.length > 0;
  const before = wasEdited ? edited(original, edits) : original;
  expect(spaceDigest(await productionOf(onlooker, run)), told).toBe(spaceDigest(before));

  const best = await onlooker.context.state.spaces.latest(runId, "dev_best");
  const written = await promoted(onlooker.context, run);
  const now = spaceDigest(await productionOf(onlooker, run));
  if (plan === "fighting" && wasEdited) {
    expect(written.conflicts.length, told).toBeGreaterThan(0);
    expect(now, told).toBe(spaceDigest(before));
  } else {
    expect(written, told).toMatchObject({ verified: true, conflicts: [] });
    const proven = parseSpace(best?.serialized_space ?? "");
    expect(now, told).toBe(spaceDigest(wasEdited ? edited(proven, edits) : proven));
  }
}

/** The same player, whose every write to a space is noted by the space's id. */
function watched(player: Player, writes: string[]): Player {
  const { spaces } = player.context.workspace;
  const noted =
    <Given extends readonly [string, ...unknown[]], T>(write: (...given: Given) => T) =>
    (...given: Given): T => {
      writes.push(given[0]);
      return write(...given);
    };
  const own = { ...spaces, update: noted(spaces.update), trash: noted(spaces.trash), grant: noted(spaces.grant) };
  const workspace = { ...player.context.workspace, spaces: own };
  return { ...player, context: { ...player.context, workspace } };
}

/** Past the run's own connection, its faults and its counters. */
async function editBySomebody(ground: Ground, spaceId: string, text: string): Promise<void> {
  const { config = null, data_sources, instructions } = JSON.parse(text) as Record<string, unknown>;
  // A merge patch leaves out what is not named: what a person removed has to be named as gone.
  const gone = { filters: null, expressions: null, measures: null };
  const given = (instructions ?? {}) as { sql_snippets?: object };
  const whole = { ...given, sql_snippets: { ...gone, ...given.sql_snippets } };
  const reply = await fetch(`${ground.serving.workspace.control}/spaces/${spaceId}/edit`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ config, data_sources, instructions: whole }),
  });
  if (!reply.ok) throw new Error(`not edited: ${String(reply.status)} ${await reply.text()}`);
}
