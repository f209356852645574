import { expect } from "vitest";
import { digestOfSpace, type Ground, pathOf, play, type Player, resume, six } from "./fixture.ts";
import { endingOf, expectSettled, expectSoundRecord, rowOf } from "./sound-end.ts";

/** The six questions under some limit. */
export function connectSix(ground: Ground, space_id: string, settings: Record<string, unknown>): Promise<Player> {
  return ground.connect({ space_id, benchmarks: pathOf(six.exam), ...settings });
}

async function asked({ context }: Pick<Player, "context">, runId: string): Promise<number> {
  const rows = await context.state.iterations.list(runId);
  return rows.reduce((sum, row) => sum + (row.questions_asked ?? 0), 0);
}

/** A run that may ask so many questions ends with a sound record; with more it comes to the usual end, and nothing was asked twice. */
export async function expectStopAndGoOn(ground: Ground, max_questions: number): Promise<void> {
  const space_id = await ground.makeSpace(six.space);
  await using first = await connectSix(ground, space_id, { max_questions });
  const production = await digestOfSpace(first, space_id);
  const runId = await play(first);
  const run = await rowOf(first, runId);
  expect(run.status).toBe("BUDGET_EXHAUSTED");
  expect(run.reason).toMatch(/^max_questions: \d+ (?:used|needed), \d+ allowed$/u);
  expect(first.context.workspace.usage().questions).toBeLessThanOrEqual(max_questions);
  expect(await asked(first, runId)).toBe(first.context.workspace.usage().questions);
  await expectSoundRecord(first, runId);
  expect(await digestOfSpace(first, space_id)).toBe(production);
  const decision = await first.context.state.promotions.list(runId);
  for (const line of decision.filter((row) => row.rule === "decision")) expect(line.verdict).toBe("HOLD");

  await using second = await connectSix(ground, space_id, { max_questions: 1000 });
  await resume(second, runId);
  expect(await endingOf(second, runId)).toMatchObject({ status: "TARGET_REACHED", outcome: "IMPROVED", final: 1 });
  await expectSettled(second, runId);
  const attempts = await second.context.state.attempts.list({ run_id: runId });
  expect(await asked(second, runId)).toBe(attempts.length);
}
