import { expect, it } from "vitest";
import { type Answer, calibrate, isFlaky, usuallyRight } from "./calibration.ts";

it.each([
  [["right", "right", "right"], { asked: 3, right: 3 }, "usually right", "steady"],
  [["right", "wrong", "right"], { asked: 3, right: 2 }, "usually right", "flaky"],
  [["right", "wrong", "wrong"], { asked: 3, right: 1 }, "not", "flaky"],
  [["wrong", "wrong", "wrong"], { asked: 3, right: 0 }, "not", "steady"],
  [["right", "invalid", "right"], { asked: 2, right: 2 }, "usually right", "steady"],
  [["right", "invalid", "invalid"], { asked: 1, right: 1 }, "not", "steady"],
  [["invalid", "invalid", "invalid"], { asked: 0, right: 0 }, "not", "steady"],
  [["right", "right", "wrong", "wrong"], { asked: 4, right: 2 }, "not", "flaky"],
  [["right", "right", "right", "wrong"], { asked: 4, right: 3 }, "usually right", "flaky"],
] as const)("%j are %j: %s, %s", (answers: readonly Answer[], counts, usually, flaky) => {
  const [question] = calibrate(answers.map((answer) => ({ questionId: "q", answer })));
  expect(question).toEqual({ questionId: "q", ...counts });
  if (question === undefined) return;
  expect(usuallyRight(question)).toBe(usually === "usually right");
  expect(isFlaky(question)).toBe(flaky === "flaky");
});

it("keeps the order in which questions first appear", () => {
  const answers = ["b", "a", "b"].map((questionId) => ({ questionId, answer: "right" as const }));
  expect(calibrate(answers).map(({ questionId, asked }) => [questionId, asked])).toEqual([
    ["b", 2],
    ["a", 1],
  ]);
});
