import { expect, it } from "vitest";
import type { ApprovalRow } from "../../lib/state/tables/approvals.ts";
import { approvalRow } from "../testing/rows.ts";
import { approvalsOf, voicesOn, wordsOnFixes } from "./words-on-fixes.ts";

const approve = approvalRow({ decision: "APPROVE", decided_by: "ann" });
const reject = approvalRow({ decision: "REJECT", decided_by: "bob", comment: "no" });
const of = (change_id: string, row = reject) => ({ ...row, change_id });

const old = (row: ApprovalRow): ApprovalRow => ({ ...row, plan_digest: "p0" });
const edit = (change_id: string): ApprovalRow => ({
  ...old(of(change_id)),
  decision: "EDIT",
  edit_json: JSON.stringify({ before: {}, after: {}, plan_digest: "p1" }),
});

it.each([
  ["nobody said anything", [], {}],
  ["the whole plan was approved", [approve], { c1: "APPROVE", c2: "APPROVE" }],
  ["one fix was rejected and nothing said of the other", [of("c1")], { c1: "REJECT" }],
  ["one fix was rejected, then the whole approved", [of("c1"), approve], { c1: "REJECT", c2: "APPROVE" }],
  ["the whole was approved, then one fix rejected", [approve, of("c1")], { c1: "REJECT", c2: "APPROVE" }],
  ["a person thought again", [reject, { ...approve, decided_by: "bob" }], { c1: "APPROVE", c2: "APPROVE" }],
  ["a person thought again of one fix", [of("c1"), of("c1", { ...approve, decided_by: "Bob" })], { c1: "APPROVE" }],
  ["one person approved and another rejected", [reject, approve], { c1: "REJECT", c2: "REJECT" }],
  ["another plan was approved", [{ ...approve, plan_digest: "other" }], {}],
  ["the run was resumed, which names no plan", [{ ...approve, plan_digest: null }], {}],
  ["a fix of another plan was rejected", [of("c9")], {}],
  ["somebody wishes for an edit that was not made", [{ ...of("c1"), decision: "EDIT" as const }], {}],
  ["another fix was edited after one was rejected", [of("c1", old(reject)), edit("c2")], { c1: "REJECT" }],
  ["a fix was edited after it was rejected", [of("c1", old(reject)), edit("c1")], {}],
  ["a fix was edited after the whole was approved", [old(approve), edit("c1")], {}],
  ["a fix was edited after another was approved", [of("c2", old(approve)), edit("c1")], {}],
  ["a fix was edited after the whole was rejected", [old(reject), edit("c1")], {}],
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

it("counts people, each once, and says by how many every fix is approved that nobody rejects", () => {
  const by = (decided_by: string, row = approve): ApprovalRow => ({ ...row, decided_by });
  const count = (...words: ApprovalRow[]): unknown => approvalsOf(voicesOn(["c1", "c2"], words, "p1"), 2);
  expect(count()).toEqual({ given: 0, required: 2 });
  expect(count(by("ann"), by("ANN ", { ...approve, channel: "job" }))).toEqual({ given: 1, required: 2 });
  expect(count(by("ann"), of("c1", by("bob")))).toEqual({ given: 1, required: 2 });
  expect(count(by("ann"), of("c1", by("bob")), of("c2", by("carol", reject)))).toEqual({ given: 2, required: 2 });
  expect(wordsOnFixes(["c1"], [by("ann"), by("bob")], "p1", 2).get("c1")?.decidedBy).toBe("ann, bob");
});

it("rows that name plans in a circle end all the same", () => {
  const back = { ...edit("c1"), plan_digest: "p1", edit_json: JSON.stringify({ plan_digest: "p0" }) };
  expect(wordsOnFixes(["c1"], [edit("c1"), back, approve], "p1").get("c1")?.decision).toBe("APPROVE");
});
