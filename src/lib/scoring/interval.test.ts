import { describe, expect, it } from "vitest";
import { wilson } from "./interval.ts";

describe("the interval", () => {
  it.each([
    [7, 19, 0.19, 0.59],
    [18, 19, 0.75, 0.99],
    [0, 10, 0, 0.278],
    [10, 10, 0.722, 1],
  ])("of %i in %i is Wilson's", (correct, n, low, high) => {
    const [from, to] = wilson(correct, n);
    expect(from).toBeCloseTo(low, 2);
    expect(to).toBeCloseTo(high, 2);
  });

  it("of nothing is everything", () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});
