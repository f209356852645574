import { expect, it } from "vitest";
import { examPower } from "./exam-power.ts";

it("knows a small exam's score less well than a large one's", () => {
  const margins = [5, 19, 50, 200].map((questions) => examPower(questions).margin);
  expect(margins.toSorted((one, other) => other - one)).toEqual(margins);
  // The half width of Wilson's interval around 50 of 100.
  expect(examPower(100).margin).toBeCloseTo(0.0962, 3);
});

it("finds a larger effect, and one asked about more often, with a higher probability", () => {
  const { effects } = examPower(19);
  expect(effects.map(({ effect }) => effect)).toEqual([1, 2, 3, 4]);
  for (const { fewest, most } of effects) expect(most).toBeGreaterThanOrEqual(fewest);
  expect(effects[1]?.fewest).toBeGreaterThan(effects[0]?.fewest ?? 1);
});

it("has no effect to tell where there is no question", () => {
  expect(examPower(0)).toMatchObject({ questions: 0, step: 1, effects: [] });
  expect(examPower(1).effects).toHaveLength(1);
});
