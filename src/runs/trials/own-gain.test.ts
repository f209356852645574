import { expect, it } from "vitest";
import type { TrialAnswer } from "../../lib/gate/trial.ts";
import { gainOnOwnTargets, ownEffect, provesGain } from "./own-gain.ts";

/** Five or more pairs a question, as letters: w won, l lost, t tied. */
function answersOf(pairs: Readonly<Record<string, string>>): TrialAnswer[] {
  return Object.entries(pairs).flatMap(([questionId, letters]) =>
    [...letters].flatMap((letter, index): TrialAnswer[] => [
      { questionId, arm: "confirm_best", attempt: index + 1, answer: letter === "w" ? "wrong" : "right" },
      { questionId, arm: "confirm_working", attempt: index + 1, answer: letter === "l" ? "wrong" : "right" },
    ]),
  );
}

it.each([
  ["won all", { q1: "wwwww" }, ["q1"], "worth it"],
  ["won three of five", { q1: "wwwtt" }, ["q1"], "worth it"],
  ["won two of five", { q1: "wwttt" }, ["q1"], "idle"],
  ["won four and lost two", { q1: "wwwwl", q2: "lwttt" }, ["q1", "q2"], "worth it"],
  ["won two on one question and one on another", { q1: "wwttt", q2: "wtttt" }, ["q1", "q2"], "worth it"],
  ["won only behind the fifth pair", { q1: "tttttwww" }, ["q1"], "idle"],
  ["moved no question", {}, ["q9"], "idle"],
])("a fix that %s is %s%3$s", (_case, pairs, targets, verdict) => {
  const gains = Object.fromEntries(Object.keys(pairs).map((id) => [id, 0.5]));
  const { worthIt, idle } = gainOnOwnTargets([{ changeId: "c", targets }], gains, answersOf(pairs));
  expect([worthIt.length, idle.length]).toEqual(verdict === "worth it" ? [1, 0] : [0, 1]);
});

it.each([
  ["five won and none lost", { q1: "wwwww" }, true],
  ["four won and none lost", { q1: "wwwwt" }, false],
  ["five won over two questions", { q1: "wwwtt", q2: "wwttt" }, true],
  ["five won on a question that is not asked about", { q9: "wwwww" }, false],
  ["seven won and one lost, beyond the fifth pair", { q1: "wwwwwwwl" }, true],
  ["five lost", { q1: "lllll" }, false],
])("pairs with %s prove a fix's own gain: %3$s", (_case, pairs, proves) => {
  expect(provesGain(["q1", "q2"], answersOf(pairs))).toBe(proves);
});

it("parts a group by each fix's own questions", () => {
  const group = [
    { changeId: "a", targets: ["q1"] },
    { changeId: "b", targets: ["q2"] },
  ];
  const { worthIt, idle } = gainOnOwnTargets(group, { q1: 1, q2: 0 }, answersOf({ q1: "wwwww", q2: "ttttt" }));
  expect([worthIt.map((fix) => fix.changeId), idle.map((fix) => fix.changeId)]).toEqual([["a"], ["b"]]);
});

it("an effect is the sum over the fix's questions, nothing for those that did not move", () => {
  expect(ownEffect({ changeId: "a", targets: ["q1", "q2", "q3"] }, { q1: 1, q2: -0.2 })).toBeCloseTo(0.8, 12);
});
