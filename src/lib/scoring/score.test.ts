import { describe, expect, it } from "vitest";
import type { Attempt } from "./attempt.ts";
import { wilson } from "./interval.ts";
import { clusteredInterval, tally } from "./score.ts";
import type { VerdictKind } from "./verdict.ts";

function attemptsOf(verdicts: readonly (readonly [question: string, verdict: VerdictKind])[]): Attempt[] {
  return verdicts.map(([id, verdict]) => ({
    question: { id, question: id, expectedSql: "", alternates: [], policy: {}, mustPass: false },
    spaceId: "s",
    arm: "best",
    attempt: 1,
    outcome: { kind: "cancelled", conversationId: null, messageId: null, seconds: 0, genieStatus: "" },
    verdict: { verdict, reason: null, mechanism: null, difference: null },
    genieSql: null,
    failureCategory: null,
    failureReason: null,
    seconds: 0,
    at: new Date(0),
  }));
}

describe("tally", () => {
  it("adds up to all attempts, none left out of the denominator", () => {
    const counted = tally(
      attemptsOf([
        ["a", "CORRECT"],
        ["b", "INCORRECT"],
        ["c", "NO_ANSWER"],
        ["d", "NOT_EVALUABLE"],
        ["e", "INFRA"],
      ]),
    );
    expect(counted).toMatchObject({
      correct: 1,
      incorrect: 1,
      no_answer: 1,
      not_evaluable: 1,
      infra: 1,
      n: 5,
      score: 0.2,
    });
    expect(counted.indecisive).toBe(true);
  });

  it("is decisive at exactly a tenth of infrastructure trouble", () => {
    const nine = Array.from({ length: 9 }, (_none, i) => [String(i), "CORRECT"] as const);
    expect(tally(attemptsOf([...nine, ["x", "INFRA"]])).indecisive).toBe(false);
    expect(tally(attemptsOf([...nine.slice(1), ["x", "INFRA"]])).indecisive).toBe(true);
  });
});

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

  it("does not narrow when the same questions are repeated", () => {
    const once = attemptsOf([
      ["a", "CORRECT"],
      ["b", "INCORRECT"],
    ]);
    expect(clusteredInterval([...once, ...once, ...once])).toEqual(clusteredInterval(once));
  });
});
