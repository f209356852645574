import { describe, expect, it } from "vitest";
import { judgements } from "../../lib/report/disagreement-report.ts";
import { judgementOf, kappaOf } from "./disagreements-of-run.ts";

describe("where an answer before two judges falls", () => {
  it.each([
    ["CORRECT", "GOOD", "agree_right"],
    ["INCORRECT", "BAD", "agree_wrong"],
    ["NO_ANSWER", "BAD", "agree_wrong"],
    ["CORRECT", "BAD", "we_right_platform_wrong"],
    ["INCORRECT", "GOOD", "we_wrong_platform_right"],
    ["CORRECT", "NEEDS_REVIEW", "platform_unsure"],
    ["INCORRECT", "NEEDS_REVIEW", "platform_unsure"],
    ["NOT_EVALUABLE", "GOOD", "not_compared"],
    ["INFRA", "EVALUATION_TIMEOUT", "not_compared"],
    ["CORRECT", "SOMETHING_NEW", "not_compared"],
  ] as const)("ours %s, Genie's %s: %s", (verdict, platform_verdict, expected) => {
    expect(judgementOf({ verdict, platform_verdict })).toBe(expected);
  });
});

describe("Cohen's kappa", () => {
  const counts = (a: number, b: number, c: number, d: number) => ({
    ...(Object.fromEntries(judgements.map((name) => [name, 7])) as Record<(typeof judgements)[number], number>),
    agree_right: a,
    we_right_platform_wrong: b,
    we_wrong_platform_right: c,
    agree_wrong: d,
  });

  it.each([
    // Cohen's measure on a textbook table of fifty answers: agreement 0.70 where chance gives 0.50.
    [20, 5, 10, 15, 0.4],
    [5, 0, 0, 5, 1],
    [0, 5, 5, 0, -1],
  ])("of %i, %i, %i, %i is %d", (a, b, c, d, expected) => {
    expect(kappaOf(counts(a, b, c, d))).toBeCloseTo(expected, 10);
  });

  it("is nothing where nobody judged, or both say the same of all", () => {
    expect(kappaOf(counts(0, 0, 0, 0))).toBeNull();
    expect(kappaOf(counts(6, 0, 0, 0))).toBeNull();
  });
});
