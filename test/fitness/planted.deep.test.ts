import { expect, it } from "vitest";
import { measurePlanted } from "./measure-planted.ts";
import { openPlantedGround } from "./planted-exam.ts";

it("finds at least 95 of 100 planted defects of every kind, and raises at most 5 alarms on 100 sound questions", async () => {
  await using ground = await openPlantedGround();
  const { recalls, sound, alarms } = await measurePlanted(ground, Number.POSITIVE_INFINITY);
  for (const { code, planted, missed } of recalls) {
    expect(planted, code).toBeGreaterThanOrEqual(20);
    expect(missed.length / planted, `${code}: ${missed.join("\n")}`).toBeLessThanOrEqual(0.05);
  }
  expect(sound).toBeGreaterThanOrEqual(100);
  expect(alarms.length / sound, alarms.join("\n")).toBeLessThanOrEqual(0.05);
}, 300_000);
