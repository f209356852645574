import { expect } from "vitest";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import { runInline } from "../../src/inline.ts";
import { digestOfSpace, type Ground, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { mortalContext, type Steps } from "./mortal.ts";
import { type Ending, endingOf, expectSettled, rowOf } from "./sound-end.ts";

/** Two seconds are enough for a statement here; a lost answer must not be waited for longer. */
const quick = { statement_timeout: 2, benchmarks: pathOf(six.exam) } as const;

async function connectSix(ground: Ground, signal?: AbortSignal): Promise<Player> {
  const space_id = await ground.makeSpace(six.space);
  return ground.connect({ ...quick, space_id }, signal === undefined ? {} : { signal });
}

/** The story nobody disturbs, with the steps it makes in order. */
export async function undisturbed(
  ground: Ground,
  steps: Steps = "writes",
): Promise<{ readonly ending: Ending; readonly steps: readonly string[] }> {
  await using player = await connectSix(ground);
  const { context, life } = mortalContext(player.context, Number.POSITIVE_INFINITY, steps);
  const runId = await runInline(context, "", 1);
  return { ending: await endingOf(player, runId), steps: life.steps };
}

/** A process killed after its nth step, and another one that takes the run up. */
export async function killAndResume(
  ground: Ground,
  diesAfter: number,
  expected: Ending,
  steps: Steps = "writes",
): Promise<void> {
  const asked = questionsAsked(ground);
  const killed = new AbortController();
  await using first = await connectSix(ground, killed.signal);
  const { context, life } = mortalContext(first.context, diesAfter, steps);
  const lived = runInline(context, "", 1).then(() => "lived" as const);
  expect(await Promise.race([life.death, lived])).toBeUndefined();
  // A dead process sends nothing more: what its calls had begun must not go on here.
  killed.abort();
  await goOn(ground, first, asked, expected);
}

/** An interruption, as Ctrl-C makes it, once the run has told so many things. */
export async function interruptAndResume(ground: Ground, afterEvents: number, expected: Ending): Promise<void> {
  const asked = questionsAsked(ground);
  const controller = new AbortController();
  const space_id = await ground.makeSpace(six.space);
  let told = 0;
  await using first = await ground.connect(
    { ...quick, space_id },
    {
      signal: controller.signal,
      report: () => {
        told += 1;
        if (told === afterEvents) controller.abort();
      },
    },
  );
  const thrown: unknown = await play(first).catch((error: unknown) => error);
  // Interrupted after its last question a run may come to its end all the same.
  if (thrown instanceof EnhancerError) {
    expect(thrown.code).toBe("INTERRUPTED");
    const run = await first.context.state.runs.latest(space_id);
    expect(run).toMatchObject({ status: "STOPPED", error_code: "INTERRUPTED" });
    await using again = await ground.connect({ ...quick, space_id });
    await takeUp(ground, again, run?.run_id ?? "", asked, expected);
  } else expect(typeof thrown).toBe("string");
}

async function goOn(ground: Ground, first: Player, asked: number, expected: Ending): Promise<void> {
  const space_id = first.context.settings.space_id ?? "";
  await using again = await ground.connect({ ...quick, space_id });
  const run = await again.context.state.runs.latest(space_id);
  // Killed before its first row a run is not known to anybody: the next one is new.
  const untouched = await digestOfSpace(again, space_id);
  await takeUp(ground, again, run?.run_id ?? "", asked, expected);
  expect(await digestOfSpace(again, space_id)).toBe(untouched);
}

/** @param askedBefore questions the workspace was asked before the run began */
async function takeUp(
  ground: Ground,
  again: Player,
  runId: string,
  askedBefore: number,
  expected: Ending,
): Promise<void> {
  const known = runId === "" ? null : await rowOf(again, runId);
  // A run whose row says that it ended needs no resuming; what its process still held must not be in the next one's way.
  if (known?.status === "TARGET_REACHED") {
    await play(again);
    await expectSettled(again, runId);
    expect(await endingOf(again, runId)).toEqual(expected);
    return;
  }
  const id = known === null ? await play(again) : await resume(again, runId);
  // Nothing is asked twice, whether its answer was stored or only lay in its conversation: each question asked is an attempt.
  expect(questionsAsked(ground) - askedBefore).toBe(await storedAttempts(again, id));
  await expectSettled(again, id);
  expect(await endingOf(again, id)).toEqual(expected);
}

function questionsAsked(ground: Ground): number {
  const asking = ground.requests().filter(({ route }) => route.endsWith("/start-conversation"));
  return asking.reduce((sum, { count }) => sum + count, 0);
}

async function storedAttempts({ context }: Player, runId: string): Promise<number> {
  return runId === "" ? 0 : (await context.state.attempts.list({ run_id: runId })).length;
}
