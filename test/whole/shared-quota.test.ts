import { expect, it } from "vitest";
import { openGround, type Player, six } from "./fixture.ts";

/** A hundred times as fast as life: the workspace takes five questions in any 0.6 s. */
const speed = 100;
const atOnce = 3;

/** Asks so many questions as a stage does. @returns how many had an answer */
async function askMany({ context }: Player, spaceId: string, questions: number): Promise<number> {
  const noMore = context.workspace.expectQuestions(questions);
  let left = questions;
  let answered = 0;
  const stream = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const question = `How many customers are there in region ${String(left)}?`;
      const outcome = await context.workspace.ask(spaceId, question, context.signal);
      if (outcome.kind !== "infra") answered += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, stream));
  await noMore();
  return answered;
}

it("two runs share the workspace's quota: it refuses neither, and each question is answered", async () => {
  await using ground = await openGround({ speed });
  const space_id = await ground.makeSpace(six.space);
  const settings = { space_id, questions_per_minute: 5 * speed, quota_share: 1, poll_interval: 0.01, indexing_wait: 0 };
  await using one = await ground.connect(settings);
  await using other = await ground.connect(settings);
  await one.context.state.migrate();
  const began = performance.now();
  const answered = await Promise.all([askMany(one, space_id, 20), askMany(other, space_id, 20)]);
  const seconds = (performance.now() - began) / 1000;
  expect(answered).toEqual([20, 20]);
  expect([one, other].map(({ context }) => context.workspace.usage().throttled)).toEqual([0, 0]);
  // Five at once and five more in each window; above it somebody asked beyond the quota without being refused.
  expect(seconds).toBeGreaterThanOrEqual(((40 - 5) / 5) * (60 / speed));
  const row = await one.context.state.leases.get(`quota:genie:${one.context.workspace.host}`);
  const { lanes, members } = JSON.parse(row?.payload_json ?? "{}") as { lanes: { by: string | null }[]; members: [] };
  expect({ lanes: lanes.map(({ by }) => by), members }).toEqual({ lanes: [null, null, null, null, null], members: [] });
}, 60_000);
