import { expect } from "vitest";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import type { RequestCount } from "../../src/local/server/control/request-log.ts";
import type { StageName } from "../../src/lib/state/words.ts";
import { digestOfSpace, type FaultWish, type Ground, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { type Ending, endingOf, expectSettled, expectSoundRecord } from "./sound-end.ts";

/** What can happen to one call. `cut_after` is the hard one: the server acted and nobody hears of it. */
export const faultKinds = {
  "cut before": { kind: "cut_before" },
  "cut after": { kind: "cut_after" },
  "500": { kind: "status", status: 500 },
  "503": { kind: "status", status: 503 },
  // Not worth a second try: the run stops.
  "403": { kind: "status", status: 403 },
  "429": { kind: "status", status: 429, error_code: "RESOURCE_EXHAUSTED" },
  slow: { kind: "delay", delay_ms: 150 },
  malformed: { kind: "malformed" },
} as const satisfies Record<string, Omit<FaultWish, "route">>;

export type FaultKind = keyof typeof faultKinds;

/** One call of a run: the nth of its route, made in that stage. */
export type Call = { readonly stage: StageName; readonly method: string; readonly route: string; readonly nth: number };

/** Statements end within two seconds here, so that an answer nobody can read is given up soon. */
const quick = { statement_timeout: 1, benchmarks: pathOf(six.exam) } as const;

/** The fault-free run: its end, and one call of each route a stage makes, taken from the middle of the stage. */
export async function faultFree(ground: Ground): Promise<{ readonly ending: Ending; readonly calls: readonly Call[] }> {
  const marks: { readonly stage: StageName; readonly counts: readonly RequestCount[] }[] = [];
  const space_id = await ground.makeSpace(six.space);
  await ground.reset();
  await using player = await ground.connect(
    { ...quick, space_id },
    {
      report: (event) => {
        if (event.kind === "stage_started") marks.push({ stage: event.stage, counts: ground.requests() });
      },
    },
  );
  // The orchestrator tells that it began only after its first statements: its calls count from none.
  const runId = await play(player);
  const ends = [...marks.slice(1).map((mark) => mark.counts), ground.requests()];
  const calls = marks.flatMap(({ stage, counts }, index) =>
    callsBetween(stage, index === 0 ? [] : counts, ends[index] ?? []),
  );
  return { ending: await endingOf(player, runId), calls };
}

function callsBetween(stage: StageName, before: readonly RequestCount[], after: readonly RequestCount[]): Call[] {
  const calls = after.flatMap(({ method, route, count }): Call[] => {
    const earlier = before.find((one) => one.method === method && one.route === route)?.count ?? 0;
    if (count <= earlier) return [];
    return [{ stage, method, route, nth: earlier + Math.ceil((count - earlier) / 2) }];
  });
  // Calls about one table are alike.
  const tables = calls.filter((call) => call.route.includes("/tables/"));
  return calls.filter((call) => !tables.slice(1).includes(call));
}

/**
 * One run with its faults. It ends as the fault-free one did, or it stops clean: its row says why, production is untouched, every
 * space it made is on record, and once taken up it ends right after all.
 * @returns how it went, and how often it had to be taken up
 */
export async function playWithFaults(
  ground: Ground,
  faults: readonly { readonly call: Call; readonly kind: FaultKind }[],
  expected: Ending,
): Promise<number> {
  const space_id = await ground.makeSpace(six.space);
  const others = new Set(ground.spaceIds());
  await using onlooker = await ground.connect({ ...quick, space_id });
  const production = await digestOfSpace(onlooker, space_id);
  await ground.reset();
  for (const { call, kind } of faults)
    await ground.fault({ method: call.method, route: call.route, nth: call.nth, ...faultKinds[kind] });
  // A fault that the run did not come to may hit the onlooker's own reading instead.
  const look = async <T>(read: () => Promise<T>): Promise<T> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof EnhancerError) || tries >= faults.length) throw error;
      }
    }
  };
  let stops = 0;
  let runId = "";
  for (;;) {
    await using player = await ground.connect({ ...quick, space_id });
    const end: unknown = await (runId === "" ? play(player) : resume(player, runId)).catch((error: unknown) => error);
    runId = (await look(() => onlooker.context.state.runs.latest(space_id)))?.run_id ?? "";
    if (typeof end === "string") break;
    stops += 1;
    expect(end).toBeInstanceOf(EnhancerError);
    expect(stops, `still stopping: ${String(end)}`).toBeLessThanOrEqual(faults.length);
    if (runId !== "") await look(() => expectCleanStop(ground, onlooker, runId, others));
    expect(await look(() => digestOfSpace(onlooker, space_id))).toBe(production);
  }
  await ground.clearFaults();
  await expectSettled(onlooker, runId);
  expect(await endingOf(onlooker, runId)).toEqual(expected);
  expect(await digestOfSpace(onlooker, space_id)).toBe(production);
  await expectNoStrays(ground, onlooker, runId, others);
  return stops;
}

async function expectCleanStop(
  ground: Ground,
  { context }: Player,
  runId: string,
  others: ReadonlySet<string>,
): Promise<void> {
  const run = await context.state.runs.get(runId);
  expect(run).toMatchObject({ status: "FAILED" });
  expect(run?.error_code).toMatch(/^[A-Z_]+$/u);
  expect(run?.error_message).toBeTruthy();
  await expectSoundRecord({ context }, runId);
  await expectNoStrays(ground, { context }, runId, others);
}

/** Every space that appeared is one the run knows: as its clone, or by the intent that its description names. */
async function expectNoStrays(
  ground: Ground,
  { context }: Pick<Player, "context">,
  runId: string,
  others: ReadonlySet<string>,
): Promise<void> {
  const run = await context.state.runs.get(runId);
  const intents = (await context.state.intents.list({ run_id: runId, kind: "create_clone" })).map(
    (intent) => intent.intent_id,
  );
  for (const id of ground.spaceIds().filter((space) => !others.has(space))) {
    if (id === run?.dev_best_space_id || id === run?.dev_working_space_id) continue;
    const { description } = await context.workspace.spaces.describe(id);
    expect(
      intents.some((intent) => description.includes(intent)),
      `space ${id} is on no record: ${description}`,
    ).toBe(true);
    expect(run?.status, `space ${id} is left over`).toBe("FAILED");
  }
}
