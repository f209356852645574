import fc from "fast-check";
import { expect, it } from "vitest";
import { mcnemarOneSided } from "./mcnemar.ts";

it.each([
  [0, 0, 1],
  [1, 0, 1 / 2],
  [4, 0, 1 / 16],
  [5, 0, 1 / 32],
  [9, 1, 11 / 1024],
  [6, 2, 37 / 256],
  [7, 1, 9 / 256],
  [3, 3, 42 / 64],
  [0, 5, 1],
])("%d wins and %d losses have p = %d", (wins, losses, p) => {
  expect(mcnemarOneSided(wins, losses)).toBeCloseTo(p, 12);
});

it.each([
  // Half of the distribution and half of its middle: (1 + C(2000, 1000) / 2^2000) / 2, with C / 2^n = 0.0178390.
  [1000, 1000, 0.508_919_5],
  // R: pbinom(1549, 3000, 0.5, lower.tail = FALSE) is about 1 - Φ(1.8075).
  [1550, 1450, 0.0354],
])("stays a number for %d wins and %d losses, as large exams have them", (wins, losses, p) => {
  expect(mcnemarOneSided(wins, losses)).toBeCloseTo(p, 3);
});

it("is the tail of one distribution: at least w wins, or at most w − 1", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 0, max: 1500 }), (wins, losses) => {
      expect(mcnemarOneSided(wins, losses) + mcnemarOneSided(losses + 1, wins - 1)).toBeCloseTo(1, 9);
    }),
  );
});
