import { expect, it } from "vitest";
import { approvalRow } from "../testing/rows.ts";
import { wordsOnFixes } from "./words-on-fixes.ts";

const approve = approvalRow({ decision: "APPROVE", decided_by: "ann" });
const reject = approvalRow({ decision: "REJECT", decided_by: "bob", comment: "no" });
const of = (change_id: string, row = reject) => ({ ...row, change_id });

it.each([
  ["nobody said anything", [], {}],
  ["the whole plan was approved", [approve], { c1: "APPROVE", c2: "APPROVE" }],
  ["one fix was rejected and nothing said of the other", [of("c1")], { c1: "REJECT" }],
  ["one fix was rejected, then the whole approved", [of("c1"), approve], { c1: "REJECT", c2: "APPROVE" }],
  ["the whole was approved, then one fix rejected", [approve, of("c1")], { c1: "REJECT", c2: "APPROVE" }],
  ["a person thought again", [approve, reject], { c1: "REJECT", c2: "REJECT" }],
  ["a person thought again of one fix", [of("c1"), of("c1", approve)], { c1: "APPROVE" }],
  ["another plan was approved", [{ ...approve, plan_digest: "other" }], {}],
  ["the run was resumed, which names no plan", [{ ...approve, plan_digest: null }], {}],
  ["a fix of another plan was rejected", [of("c9")], {}],
  ["a fix was edited, which nothing here carries out", [{ ...of("c1"), decision: "EDIT" as const }], {}],
  ["the run was told to stop", [{ ...approve, decision: "STOP" as const }], {}],
])("%s", (_what, words, expected) => {
  const found = wordsOnFixes(["c1", "c2"], words, "p1");
  expect(Object.fromEntries([...found].map(([id, word]) => [id, word.decision]))).toEqual(expected);
});

it("tells who spoke and what they said", () => {
  expect(wordsOnFixes(["c1"], [reject], "p1").get("c1")).toEqual({
    decision: "REJECT",
    decidedBy: "bob",
    comment: "no",
  });
});
