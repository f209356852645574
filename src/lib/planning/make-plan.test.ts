import { beforeAll, describe, expect, it } from "vitest";
import { seededIds } from "../core/random.ts";
import { categoryOf, type Fix } from "../space/fix.ts";
import { loadParser } from "../sql/parser.ts";
import { makePlan } from "./make-plan.ts";
import { mineEvidence } from "./mine-evidence.ts";
import type { Proposal } from "./propose-fixes.ts";
import { evidenceInput, hex } from "./testing/sales-space.ts";

beforeAll(loadParser);

const table = "shop.sales.orders";
const propose = (fix: Fix, ...targets: readonly string[]): Proposal => ({
  category: categoryOf(fix.change_type),
  fix,
  targets,
  reasoning: "r",
});
const describeColumn = (column: string, description: string): Fix => ({
  change_type: "add_column_description",
  table,
  column,
  description,
});
const synonym = (word: string): Fix => ({ change_type: "add_synonym", table, column: "amount", synonym: word });
const example: Fix = { change_type: "add_example_query", question: "q", sql: "SELECT 1", usage_guidance: "" };
const deletion: Fix = { change_type: "delete_example_query", id: hex("2") };

function planOf(proposals: readonly Proposal[], maxChanges = 10) {
  const failures = mineEvidence(evidenceInput).get("metadata_add")?.failures ?? [];
  return makePlan({ proposals, failures, maxChanges, ids: seededIds("p") });
}

describe("makePlan", () => {
  it("keeps of two fixes of one object the one with more targets", () => {
    const plan = planOf([propose(describeColumn("day", "a"), "v1"), propose(describeColumn("DAY", "b"), "v1", "v2")]);
    expect(plan.fixes.map((planned) => planned.fix)).toEqual([describeColumn("DAY", "b")]);
    expect(plan.blocked).toEqual([
      expect.objectContaining({ check: "conflict", reason: expect.stringContaining("v1, v2") }),
    ]);
  });

  it.each<[string, Fix, Fix]>([
    [
      "adding and deleting a synonym",
      synonym("x"),
      { change_type: "delete_synonym", table, column: "Amount", synonym: "X" },
    ],
    [
      "deleting and updating a measure",
      { change_type: "delete_measure", id: hex("3") },
      { change_type: "update_measure", id: hex("3"), sql: "COUNT(*)" },
    ],
    [
      "two changes of one line",
      { change_type: "update_text_instruction", find: "Line.", content: "a" },
      { change_type: "update_text_instruction", find: " line.", content: "b" },
    ],
    [
      "matching on and assistance off",
      { change_type: "set_entity_matching", table, column: "day", enabled: true },
      { change_type: "set_format_assistance", table, column: "day", enabled: false },
    ],
  ])("sees the conflict of %s", (_what, left, right) => {
    expect(planOf([propose(left, "v1"), propose(right, "v2")])).toMatchObject({
      fixes: { length: 1 },
      blocked: { length: 1 },
    });
  });

  it("does not see one where there is none", () => {
    const both: readonly Fix[] = [
      { change_type: "set_entity_matching", table, column: "day", enabled: true },
      { change_type: "set_format_assistance", table, column: "day", enabled: true },
    ];
    expect(planOf(both.map((fix) => propose(fix, "v1"))).fixes).toHaveLength(2);
  });

  it("chooses by targets, postpones the rest, and makes deletions before additions", () => {
    const plan = planOf([propose(example, "v1", "v2"), propose(synonym("a"), "v1"), propose(deletion, "v2", "v1")], 2);
    expect(plan.fixes.map((planned) => planned.category)).toEqual(["sample_queries_delete", "sample_queries_add"]);
    expect(plan.postponed.map((postponed) => postponed.category)).toEqual(["metadata_add"]);
  });

  it("puts all fixes and all targets into one group, with ids and evidence", () => {
    const plan = planOf([propose(synonym("a"), "v2"), propose(deletion, "v1", "v2")]);
    expect(plan.groups).toEqual([{ changeIds: plan.fixes.map((planned) => planned.changeId), targets: ["v1", "v2"] }]);
    expect(plan.fixes[0]?.changeId).toMatch(/^[0-9a-f]{32}$/u);
    expect(plan.fixes.find((planned) => planned.category === "metadata_add")?.evidence).toEqual([
      { questionId: "v2", category: "no_sql_generated", words: "Genie wrote no SQL." },
    ]);
  });

  it("has a digest of the content alone", () => {
    const proposals = [propose(synonym("a"), "v1"), propose(deletion, "v2")];
    const [plan, same] = [planOf(proposals), planOf(proposals.toReversed())];
    expect(same.digest).toBe(plan.digest);
    expect(planOf([propose(synonym("b"), "v1"), propose(deletion, "v2")]).digest).not.toBe(plan.digest);
    expect(planOf([propose(synonym("a"), "v2"), propose(deletion, "v2")]).digest).not.toBe(plan.digest);
  });

  it("is empty when nothing is proposed", () => {
    expect(planOf([])).toMatchObject({ fixes: [], groups: [], blocked: [], postponed: [] });
  });
});
