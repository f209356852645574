import fc from "fast-check";
import { expect, it } from "vitest";
import { attemptInTrial, storedAttempt } from "./trial-numbers.ts";

it("numbers the third pair of the second trial 103", () => {
  expect(storedAttempt(1, 3)).toBe(103);
});

it("gives each trial's attempts back to it, and to no other", () => {
  const trial = fc.integer({ min: 0, max: 500 });
  fc.assert(
    fc.property(trial, trial, fc.integer({ min: 1, max: 40 }), (own, other, attempt) => {
      const stored = storedAttempt(own, attempt);
      expect(attemptInTrial(own, stored)).toBe(attempt);
      fc.pre(other !== own);
      expect(attemptInTrial(other, stored)).toBeNull();
    }),
  );
});
