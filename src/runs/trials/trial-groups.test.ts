import { describe, expect, it } from "vitest";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { nextNumber, numbered, waitingGroups } from "./trial-groups.ts";
import type { TrialFix } from "./trial-run.ts";

const fixText = JSON.stringify({ change_type: "add_table_description", table: "a.b.c", description: "d" });

/** Only what groups are read from. */
function row(change_id: string, group_id: string | null, status: ChangeRow["status"] = "APPLIED"): ChangeRow {
  return {
    change_id,
    group_id,
    status,
    fix_json: fixText,
    targets_json: "[]",
    change_value: change_id,
    evidence_json: null,
  } as ChangeRow;
}

const idsOf = (fixes: readonly TrialFix[]): string[] => fixes.map((fix) => fix.changeId);

describe("groups that wait for their trial", () => {
  it("are one group before the first trial", () => {
    const [only, ...others] = waitingGroups([row("one", null), row("two", null)]);
    expect(idsOf(only?.fixes ?? [])).toEqual(["one", "two"]);
    expect([only?.number, others]).toEqual([0, []]);
  });

  it("come in the order that a stack would give, the next one last, when they are read again", () => {
    const [all] = waitingGroups([row("one", null), row("two", null), row("three", null)]);
    const halves = numbered([(all?.fixes ?? []).slice(0, 2), (all?.fixes ?? []).slice(2)], 1);
    const stored = halves.flatMap((group) => group.fixes.map((fix) => row(fix.changeId, String(group.number))));
    expect(idsOf(waitingGroups(stored).at(-1)?.fixes ?? [])).toEqual(["one", "two"]);
    const quarters = numbered(
      [["one"], ["two"]].map((ids) => (all?.fixes ?? []).filter((fix) => ids.includes(fix.changeId))),
      nextNumber(stored),
    );
    const later = [
      ...quarters.flatMap((group) => group.fixes.map((fix) => row(fix.changeId, String(group.number)))),
      ...stored.slice(2),
    ];
    expect(waitingGroups(later).map((group) => idsOf(group.fixes))).toEqual([["three"], ["two"], ["one"]]);
  });

  it("leave out what is decided, and no number is given twice", () => {
    const rows = [row("one", "4", "KEPT"), row("two", "3")];
    expect(waitingGroups(rows).map((group) => group.number)).toEqual([3]);
    expect(nextNumber(rows)).toBe(5);
  });
});
