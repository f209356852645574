import { expect, it } from "vitest";
import { type LoopFacts, reaches, whetherToStop } from "./stop.ts";

const facts: LoopFacts = {
  iteration: 2,
  maxIterations: 5,
  targetScore: 0.9,
  evaluatedScore: null,
  proposed: 4,
  kept: 1,
  loopsWithoutGain: 0,
  stopRequested: false,
};

it.each<[string, Partial<LoopFacts>, string]>([
  ["nothing says stop", {}, "go_on"],
  ["the evaluation is below the target", { evaluatedScore: 0.89 }, "go_on"],
  ["the evaluation reaches the target", { evaluatedScore: 0.9 }, "target_reached"],
  ["one loop kept nothing", { kept: 0, loopsWithoutGain: 1 }, "go_on"],
  ["two loops in a row kept nothing", { kept: 0, loopsWithoutGain: 2 }, "no_gain_in_two_loops"],
  ["no fix passed the checks", { proposed: 0 }, "nothing_left_to_try"],
  ["it was the last loop", { iteration: 5 }, "loops_used_up"],
  ["a person asked", { stopRequested: true }, "asked_to_stop"],
  ["a person asked and the target is reached", { stopRequested: true, evaluatedScore: 1 }, "asked_to_stop"],
  ["the target is reached in the last loop", { evaluatedScore: 0.95, iteration: 5 }, "target_reached"],
  ["the last loop proposed nothing", { iteration: 5, proposed: 0 }, "loops_used_up"],
])("when %s: %3$s", (_case, some, reason) => {
  const stop = whetherToStop({ ...facts, ...some });
  expect(stop.kind === "end" ? stop.reason : stop.kind).toBe(reason);
});

it.each([
  [18 / 20, 0.9, true],
  [0.1 + 0.2, 0.3, true],
  [0.7, 0.1 * 7, true],
  [0.899, 0.9, false],
])("%d against %d: %s", (score, target, reached) => {
  expect(reaches(score, target)).toBe(reached);
});
