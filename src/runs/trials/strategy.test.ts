import { expect, it } from "vitest";
import type { Fix } from "../../lib/space/fix.ts";
import { firstGroups, smallerGroups } from "./strategy.ts";
import type { TrialFix } from "./trial-run.ts";

const id = "0".repeat(32);
const fixes: readonly Fix[] = [
  { change_type: "update_text_instruction", find: "", content: "a" },
  { change_type: "add_example_query", question: "q", sql: "SELECT 1", usage_guidance: "" },
  { change_type: "add_filter", sql: "a.b > 1", display_name: "f", synonyms: [] },
  { change_type: "delete_filter", id },
  { change_type: "add_synonym", table: "c.s.t", column: "x", synonym: "y" },
  { change_type: "delete_join_spec", id },
];
const plan = fixes.map((fix, index): TrialFix => ({
  changeId: String(index),
  fix,
  targets: [],
  words: fix.change_type,
  evidence: {},
}));
const types = (groups: readonly (readonly TrialFix[])[]): string[][] =>
  groups.map((group) => group.map(({ fix }) => fix.change_type));

it("tries a plan whole, or with the strategy sequential a fix at a time: metadata, snippets, joins, examples, instruction", () => {
  expect(firstGroups("bisect", plan)).toEqual([plan]);
  expect(firstGroups("batch", plan)).toEqual([plan]);
  expect(types(firstGroups("sequential", plan)).flat()).toEqual([
    "add_synonym",
    "delete_filter",
    "add_filter",
    "delete_join_spec",
    "add_example_query",
    "update_text_instruction",
  ]);
});

it("halves a group that did not stay whole with bisect alone", () => {
  expect(smallerGroups("bisect", plan)).toHaveLength(2);
  expect(smallerGroups("bisect", plan.slice(0, 1))).toEqual([]);
  expect(smallerGroups("batch", plan)).toEqual([]);
  expect(smallerGroups("sequential", plan)).toEqual([]);
});
