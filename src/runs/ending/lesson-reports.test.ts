import { describe, expect, it } from "vitest";
import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { blockedWords, lessonReports } from "./lesson-reports.ts";
import { changeRow } from "../testing/rows.ts";

const told = (row: Partial<ChangeRow>) => ({
  row: changeRow(row),
  words: { en: "Add it", ko: "추가합니다" },
  failure: "wrong_join",
});
const gate = (reason: unknown): string => JSON.stringify({ gate: reason });

it("counts a fix type's fixes, and averages over those that were tested", () => {
  const [lesson] = lessonReports([
    told({ effect: 2 }),
    told({ status: "REVERTED", validation_status: "NO_CHANGE", effect: 0 }),
    told({ status: "REVERTED", validation_status: "HARMFUL", effect: null }),
    told({ status: "REVERTED", validation_status: "UNDERPOWERED", effect: -0.5 }),
    told({ status: "REVERTED", validation_status: "NOT_TESTED", effect: null }),
    told({ status: "BLOCKED", applied_successfully: false, validation_status: "NOT_TESTED", effect: null }),
  ]);
  expect(lesson).toMatchObject({
    changeType: "add_synonym",
    applied: 5,
    positive: 1,
    negative: 2,
    averageImprovement: 1.5 / 4,
  });
});

it("has no average where nothing was tested", () => {
  expect(lessonReports([told({ status: "BLOCKED", applied_successfully: false })])[0]?.averageImprovement).toBeNull();
});

it("is in order of the fix types' names, the best fix of each first", () => {
  const lessons = lessonReports([
    told({ change_type: "b" }),
    told({ change_type: "a", effect: 1 }),
    told({ change_type: "a", effect: 2 }),
  ]);
  expect(lessons.map((lesson) => [lesson.changeType, lesson.patterns.map((pattern) => pattern.effect)])).toEqual([
    ["a", [2, 1]],
    ["b", [1]],
  ]);
});

describe("a pattern", () => {
  it.each<[ChangeRow["status"], string | undefined]>([
    ["KEPT", "helped"],
    ["PROMOTED", "helped"],
    ["UNDONE", "helped"],
    ["REVERTED", "rejected"],
    ["REJECTED", "rejected"],
    ["BLOCKED", "blocked"],
    ["PROPOSED", undefined],
    ["APPROVED", undefined],
    ["APPLIED", undefined],
  ])("of a change that is %s is %s", (status, outcome) => {
    expect(lessonReports([told({ status })])[0]?.patterns[0]?.outcome).toBe(outcome);
  });

  it("says why in every language", () => {
    const evidence_json = gate({ kind: "no_target_moved", targets: 1 });
    const [lesson] = lessonReports([told({ status: "REVERTED", validation_status: "NO_CHANGE", evidence_json })]);
    expect(lesson?.patterns[0]?.why).toEqual({
      en: "the one question it declared did not become right",
      ko: "선언한 문항이 정답으로 바뀌지 않음",
    });
  });

  it("needs no reason where it helped", () => {
    expect(lessonReports([told({ evidence_json: gate({ kind: "stopped" }) })])[0]?.patterns[0]?.why).toBeNull();
  });
});

it.each<[string, Partial<ChangeRow>, ReturnType<typeof blockedWords>]>([
  [
    "quotes a check that says more than its name",
    { error_message: "x is not a table of the space", evidence_json: '{"check":"unknown_table"}' },
    { en: "x is not a table of the space", ko: "스페이스에 없는 테이블을 가리킴(x is not a table of the space)" },
  ],
  [
    "names a check that always says the same",
    { error_message: "another proposal does the same", evidence_json: '{"check":"duplicate"}' },
    { en: "another proposal does the same", ko: "다른 제안이나 스페이스에 이미 있는 내용과 같음" },
  ],
  [
    "passes on what it cannot name",
    { error_message: "the platform refused it", evidence_json: null },
    { en: "the platform refused it", ko: "the platform refused it" },
  ],
  ["is null for what was not blocked", { status: "KEPT" }, null],
])("blockedWords %s", (_what, row, words) => {
  expect(blockedWords(changeRow({ status: "BLOCKED", ...row }))).toEqual(words);
});
