import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../core/random.ts";
import { type Crowd, mostInAMinute, playCrowd } from "./quota-crowd.fixture.ts";

const quiet = {
  wayMs: 600,
  answerMs: 20_000,
  ledgerMs: 400,
  refusedShare: 0,
  failingShare: 0,
  random: seededRandom("crowd"),
};
const asker = { startsAt: 0, questions: 60, atOnce: 3 };

const crowds = fc.record({
  askers: fc.array(
    fc.record({
      startsAt: fc.integer({ min: 0, max: 200_000 }),
      questions: fc.integer({ min: 1, max: 15 }),
      atOnce: fc.integer({ min: 1, max: 5 }),
      share: fc.constantFrom(1, 1, 1, 0.5),
      killedAfter: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1, 3),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  perMinute: fc.constantFrom(0.8, 1, 2, 2.5, 4, 5, 7, 16, 30),
  wayMs: fc.integer({ min: 0, max: 8_000 }),
  answerMs: fc.integer({ min: 0, max: 90_000 }),
  ledgerMs: fc.integer({ min: 0, max: 20_000 }),
  refusedShare: fc.constantFrom(0, 0, 0.1, 0.3),
  failingShare: fc.constantFrom(0, 0, 0.2),
  random: fc.integer().map((seed) => seededRandom(seed)),
});

describe("processes that share a quota", () => {
  it("ask no more than it says in any minute, whatever happens, and each question is answered", async () => {
    await fc.assert(
      fc.asyncProperty(crowds, async (crowd) => {
        const askers = crowd.askers.map(({ share, ...each }) => ({ ...each, perMinute: crowd.perMinute * share }));
        const { arrived, answered } = await playCrowd({ ...crowd, askers });
        const living = askers.filter(({ killedAfter }) => killedAfter === Number.POSITIVE_INFINITY);
        expect(answered).toBeGreaterThanOrEqual(living.reduce((sum, { questions }) => sum + questions, 0));
        expect(mostInAMinute(arrived)).toBeLessThanOrEqual(Math.ceil(crowd.perMinute));
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, number, number, Crowd["askers"]]>([
    ["one process", 0.97, 1, [asker]],
    ["two processes", 0.95, 1, [asker, asker]],
    ["two, of which the second comes later", 0.95, 1, [asker, { ...asker, startsAt: 100_000 }]],
    ["four", 0.95, 1.2, Array.from({ length: 4 }, () => asker)],
    // Where lanes are fewer than processes each is handed on after each question.
    ["seven", 0.95, 2.5, Array.from({ length: 7 }, () => ({ ...asker, questions: 25 }))],
  ])("use nearly all that may be used, with few writes: %s", async (_name, least, most, askers) => {
    const perMinute = 5;
    const { arrived, answered, writes } = await playCrowd({ ...quiet, askers, perMinute });
    // After the first five, the best that can be is five more each minute.
    const best = ((answered - perMinute) / perMinute) * 60_000;
    const took = (arrived.at(-1) ?? 0) - (arrived[perMinute - 1] ?? 0);
    expect(best / took).toBeGreaterThanOrEqual(least);
    expect(writes).toBeLessThanOrEqual(most * askers.length * (took / 60_000) + 3);
    expect(mostInAMinute(arrived)).toBeLessThanOrEqual(perMinute);
  });
});
