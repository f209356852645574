import { expect, it } from "vitest";
import { openGround } from "./fixture.ts";
import { playLongExam } from "./long-exam.ts";
import { expectSettled, rowOf } from "./sound-end.ts";

it("an exam of 200 questions, at five a minute and 50 minutes a stage, is scored over several job runs", async () => {
  await using ground = await openGround();
  await using long = await playLongExam(ground, []);
  const { player, runId, jobRuns, attempts } = long;
  await expectSettled(player, runId);
  expect(await rowOf(player, runId)).toMatchObject({ status: "TARGET_REACHED", reason: "too_easy", initial_score: 1 });
  const { total_benchmarks: visible } = (await player.context.state.iterations.get(runId, 1)) ?? {};
  expect(attempts.length).toBe(3 * (visible ?? 0));
  expect(jobRuns).toBe(Math.ceil(attempts.length / (5 * 50)));
}, 60_000);
