import { describe, expect, it } from "vitest";
import { detectable } from "./detectable.ts";

describe("what an exam can detect", () => {
  it("grows with the effect, and almost never keeps a change that repairs nothing", () => {
    const found = detectable(24, "a");
    expect(found.map(({ effect }) => effect)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found[0]?.probability).toBeLessThanOrEqual(0.01);
    expect(found[1]?.probability).toBeGreaterThan(0.5);
    expect(found[4]?.probability).toBeGreaterThan(0.92);
  });

  it("follows the measured noise: among steady questions one repair is found more often than among flaky ones", () => {
    const exam = (right: number): { questionId: string; asked: number; right: number }[] =>
      Array.from({ length: 20 }, (_, index) => ({
        questionId: `q${String(index)}`,
        asked: 3,
        right: index < 5 ? 0 : right,
      }));
    const of = (right: number): number =>
      detectable(exam(right), "a").find(({ effect }) => effect === 1)?.probability ?? 0;
    expect(of(3)).toBeGreaterThan(of(1));
  });

  it("is the same for the same seed, and repairs no more questions than are wrong", () => {
    const exam = [{ questionId: "q1", asked: 3, right: 0 }];
    expect(detectable(exam, "a")).toEqual(detectable(exam, "a"));
    expect(detectable(exam, "a").map(({ effect }) => effect)).toEqual([0, 1]);
  });

  it("finds one repair more often with more pairs", () => {
    const one = (pairs: number): number => detectable(24, "a", pairs)[1]?.probability ?? 0;
    expect(one(12)).toBeGreaterThan(one(5));
  });
});
