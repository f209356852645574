import { expect, it } from "vitest";
import { changedSince, planDigestOf } from "./plan-basis.ts";
import { changeRow } from "../testing/rows.ts";

const basis = { production: "a", dev_best: "b", exam: "c", exam_source: "d" };

it.each([
  ["nothing", {}, []],
  ["production", { production: "x" }, ["production"]],
  ["dev-best", { dev_best: "x" }, ["dev_best"]],
  ["the run's exam", { exam: "x" }, ["exam"]],
  ["the exam where it came from", { exam_source: "x" }, ["exam"]],
  ["whether the exam can be read from here", { exam_source: null }, []],
  ["space and exam", { production: "x", exam_source: "x" }, ["production", "exam"]],
] as const)("sees that %s changed", (_what, change, expected) => {
  expect(changedSince(basis, { ...basis, ...change })).toEqual(expected);
});

const first = changeRow({ change_id: "c1", status: "PROPOSED", fix_json: '{"a":1}', targets_json: '["q1"]' });
const second = changeRow({ change_id: "c2", status: "PROPOSED" });
const blocked = changeRow({ change_id: "c3", status: "BLOCKED" });

it("gives a plan one digest, whatever people said of its fixes and whatever was blocked beside them", () => {
  const decided = [
    { ...first, status: "APPROVED" },
    { ...second, status: "REJECTED" },
  ] as const;
  expect(planDigestOf([first, second, blocked], basis)).toBe(planDigestOf(decided, basis));
});

it.each([
  ["its order", [second, first], basis],
  ["a fix", [{ ...first, fix_json: '{"a":2}' }, second], basis],
  ["what a fix is to mend", [{ ...first, targets_json: "[]" }, second], basis],
  ["a fix more", [first, second, { ...first, change_id: "c4" }], basis],
  ["the space it is for", [first, second], { ...basis, production: "x" }],
] as const)("gives it another with %s", (_what, rows, on) => {
  expect(planDigestOf(rows, on)).not.toBe(planDigestOf([first, second], basis));
});
