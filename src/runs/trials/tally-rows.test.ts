import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttemptVerdict, verdicts } from "../../lib/state/words.ts";
import { type Standing, standings } from "./standing.ts";
import { tallyOf, topCategory } from "./tally-rows.ts";
import { attemptRow } from "../testing/rows.ts";

function standingsOf(
  questions: Readonly<Record<string, readonly (AttemptVerdict | readonly [AttemptVerdict, string])[]>>,
): ReadonlyMap<string, Standing> {
  const rows = Object.entries(questions).flatMap(([benchmark_id, attempts]) =>
    attempts.map((one, attempt) => {
      const [verdict, failure_category] = typeof one === "string" ? [one, null] : one;
      return attemptRow({ benchmark_id, attempt, verdict, failure_category });
    }),
  );
  return standings(Object.keys(questions), rows, ["d1"]);
}

describe("tallyOf", () => {
  it.each<[readonly AttemptVerdict[], string]>([
    [["CORRECT", "CORRECT", "INCORRECT"], "passed"],
    [["CORRECT", "INCORRECT", "INCORRECT"], "failed"],
    [["NO_ANSWER", "NO_ANSWER", "INCORRECT"], "no_answer"],
    [["NOT_EVALUABLE", "NOT_EVALUABLE", "NOT_EVALUABLE"], "not_evaluable"],
    [["INFRA", "INFRA", "CORRECT"], "infra"],
    [[], "infra"],
    [["INCORRECT", "NO_ANSWER"], "failed"],
  ])("counts %j under %s", (attempts, column) => {
    expect(tallyOf(standingsOf({ q: attempts }))).toEqual({
      passed: 0,
      failed: 0,
      no_answer: 0,
      not_evaluable: 0,
      infra: 0,
      [column]: 1,
    });
  });

  it("adds up to every question, whatever became of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...verdicts), { maxLength: 4 }), { maxLength: 12 }),
        (questions) => {
          const tally = tallyOf(
            standingsOf(Object.fromEntries(questions.map((attempts, index) => [`q${String(index)}`, attempts]))),
          );
          expect(Object.values(tally).reduce((sum, count) => sum + count, 0)).toBe(questions.length);
        },
      ),
    );
  });
});

describe("topCategory", () => {
  it("is the category of most questions, each counted once by its most frequent one", () => {
    const questions = {
      q1: [
        ["INCORRECT", "wrong_join"],
        ["INCORRECT", "wrong_join"],
        ["INCORRECT", "wrong_filter"],
      ],
      q2: [
        ["INCORRECT", "wrong_filter"],
        ["INCORRECT", "wrong_filter"],
        ["INCORRECT", "wrong_filter"],
      ],
      q3: [["INCORRECT", "wrong_join"]],
    } as const;
    expect(topCategory(standingsOf(questions))).toBe("wrong_join");
  });

  it("leaves out questions that are usually right, and is null when none failed", () => {
    expect(topCategory(standingsOf({ q1: ["CORRECT", "CORRECT", ["INCORRECT", "wrong_join"]] }))).toBeNull();
    expect(topCategory(standingsOf({}))).toBeNull();
  });
});
