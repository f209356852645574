import fc from "fast-check";
import { expect, it } from "vitest";
import { mcnemarOneSided } from "./mcnemar.ts";
import { type Chances, estimatedChance, exactPower } from "./power.ts";

/** Every sequence of outcomes, one by one. */
function enumerated(questions: readonly Chances[], pairs: number, alpha: number): number {
  const outcomes = questions.flatMap(({ best, working }) =>
    Array.from({ length: pairs }, () => ({ win: working * (1 - best), loss: best * (1 - working) })),
  );
  const walk = (index: number, wins: number, losses: number): number => {
    const outcome = outcomes[index];
    if (outcome === undefined) return wins > losses && mcnemarOneSided(wins, losses) <= alpha ? 1 : 0;
    return (
      outcome.win * walk(index + 1, wins + 1, losses) +
      outcome.loss * walk(index + 1, wins, losses + 1) +
      (1 - outcome.win - outcome.loss) * walk(index + 1, wins, losses)
    );
  };
  return walk(0, 0, 0);
}

it("is what enumerating every outcome gives", () => {
  const chances = fc.record({
    best: fc.double({ min: 0, max: 1, noNaN: true }),
    working: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(chances, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1, max: 5 }),
      (questions, pairs) => {
        expect(exactPower(questions, pairs, 0.05)).toBeCloseTo(enumerated(questions, pairs, 0.05), 9);
      },
    ),
    { numRuns: 40 },
  );
});

it.each([
  [[{ best: 0, working: 1 }], 5, 1],
  [[{ best: 0, working: 1 }], 4, 0],
  [[{ best: 0, working: 0.95 }], 5, 0.95 ** 5],
  [[{ best: 1, working: 1 }], 8, 0],
])("of %j with %d pairs is %d", (questions, pairs, power) => {
  expect(exactPower(questions, pairs, 0.05)).toBeCloseTo(power, 12);
});

it("never finds more than α where nothing changed", () => {
  for (const chance of [0.03, 0.25, 0.5, 0.9])
    expect(exactPower([{ best: chance, working: chance }], 8, 0.05)).toBeLessThanOrEqual(0.05);
});

it.each([
  [0, 3, 0.125],
  [3, 3, 0.875],
  [0, 0, 0.5],
])("takes %d right of %d for a chance of %d", (right, asked, chance) => {
  expect(estimatedChance(right, asked)).toBe(chance);
});
