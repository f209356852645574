import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { openGround, pathOf, six } from "./fixture.ts";
import { playLongExam, size } from "./long-exam.ts";
import { expectSettled, rowOf } from "./sound-end.ts";

it("an exam of 200 questions is planned for, tried and decided over many job runs as over one", async () => {
  await using ground = await openGround();
  const { benchmarks } = JSON.parse(await readFile(pathOf(six.exam), "utf8")) as { benchmarks: unknown[] };
  await using long = await playLongExam(ground, benchmarks);
  const { player, runId, jobRuns, attempts } = long;
  expect(await rowOf(player, runId)).toMatchObject({ status: "TARGET_REACHED", outcome: "IMPROVED", final_score: 1 });
  await expectSettled(player, runId);
  expect(attempts.filter((row) => row.arm === "holdout_best").length).toBe(3 * size);
  expect(jobRuns).toBeGreaterThan(6);
}, 600_000);
