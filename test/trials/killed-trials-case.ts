import { expect } from "vitest";
import { mortalContext } from "../whole/mortal.ts";
import { endingOf, type Simulated, settleLoop, simulatedRun, type World } from "./simulated-run.ts";

type End = Awaited<ReturnType<typeof endOf>>;

async function endOf(simulated: Simulated) {
  const { changes, digests, rows } = await endingOf(simulated);
  return {
    digests,
    decisions: changes.map(({ change_id, group_id, status, validation_status, effect, error_message }) => ({
      change_id,
      group_id,
      status,
      validation_status,
      effect,
      error_message,
    })),
    answers: rows.map(({ benchmark_id, space_digest, arm, attempt, verdict }) =>
      JSON.stringify([benchmark_id, space_digest, arm, attempt, verdict]),
    ),
    open: (await simulated.context.state.intents.open("r1")).length,
  };
}

/** The trials that nobody disturbs, with every call that they make to the outside, in order. */
export async function undisturbedTrials(
  world: World,
): Promise<{ readonly end: End; readonly calls: readonly string[] }> {
  const simulated = await simulatedRun(world);
  const { context, life } = mortalContext(simulated.context, Number.POSITIVE_INFINITY, "calls");
  await settleLoop(simulated, context);
  return { end: await endOf(simulated), calls: life.steps };
}

/** A process that dies after its nth call, and another one that goes on from the rows. */
export async function killAndGoOn(world: World, diesAfter: number, expected: End): Promise<void> {
  const simulated = await simulatedRun(world);
  const { context, life } = mortalContext(simulated.context, diesAfter, "calls");
  const lived = settleLoop(simulated, context).then(() => "lived" as const);
  expect(await Promise.race([life.death, lived])).toBeUndefined();
  const before = simulated.asked.length;
  const stored = new Set(await storedKeys(simulated));
  const lost = simulated.asked.filter((key) => !stored.has(key)).length;
  expect(lost).toBeLessThanOrEqual(1);
  await settleLoop(simulated);
  expect(simulated.asked.slice(before).filter((key) => stored.has(key))).toEqual([]);
  const end = await endOf(simulated);
  expect(end).toEqual(expected);
  expect(simulated.asked.length - lost).toBe(end.answers.length);
}

async function storedKeys({ context }: Simulated): Promise<string[]> {
  const rows = await context.state.attempts.list({ run_id: "r1" });
  return rows.map((row) => JSON.stringify([row.benchmark_id, row.space_digest, row.arm, row.attempt]));
}
