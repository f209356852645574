import { describe, expect, it } from "vitest";
import { reportMarkdown, scoreInWords } from "./report.ts";
import { sampleChange, sampleLoop, sampleReport } from "./testing/sample-report.ts";

describe.each(["en", "ko"] as const)("the report in %s", (locale) => {
  it("reads as a whole", () => {
    expect(reportMarkdown(sampleReport(), locale)).toMatchSnapshot();
  });

  it("can be written for a run that broke off before anything was measured", () => {
    const empty = sampleReport({
      status: "FAILED",
      outcome: null,
      stopReason: null,
      score: { initial: null, final: null },
      heldOut: { initial: null, final: null },
      loops: [],
      changes: [],
      questions: [],
      lessons: [],
      promotion: null,
    });
    expect(reportMarkdown(empty, locale)).toMatchSnapshot();
  });

  it("never shows a score without its questions", () => {
    const lines = reportMarkdown(sampleReport({ loops: [1, 2, 3].map((number) => sampleLoop(number)) }), locale).split(
      "\n",
    );
    const bare = lines.filter(
      (line) => /\d+(?:\.\d+)?%/u.test(line) && !/\d+ of \d+|\d+\/\d+|\d+(?:문항|개) 중 \d+개/u.test(line),
    );
    // The target is no score, and the headings of the interval columns are no numbers of the run.
    const allowed = /^\| (?:Target|목표) \||95% (?:interval|구간) \|/u;
    expect(bare.filter((line) => !allowed.test(line))).toEqual([]);
  });
});

it("gives a score with n, interval, repeats and what was not evaluable", () => {
  const score = { correct: 7, n: 19, repeats: 3, notEvaluable: 2, low: 0.1915, high: 0.5896 };
  expect(scoreInWords(score, "en")).toBe(
    "7 of 19 (36.8%; 95% interval 19.1%–59.0%; 3 asks a question; 2 not evaluable)",
  );
  expect(scoreInWords(score, "ko")).toBe("19문항 중 7개 정답(36.8%, 95% 구간 19.1%–59.0%, 문항당 3회, 평가 불가 2)");
  expect(scoreInWords(null, "en")).toBe("not measured");
});

it("says once what a group of fixes has in common", () => {
  const changes = ["a", "b", "c"].map((changeId) => sampleChange({ changeId }));
  expect(reportMarkdown(sampleReport({ changes }), "en").match(/9 pairs won/gu)).toHaveLength(1);
});

it("makes one line of a fix that was stopped twice for the same reason", () => {
  const stopped = sampleChange({ status: "BLOCKED", blockedBecause: { en: "duplicate", ko: "중복" }, targets: ["q1"] });
  const markdown = reportMarkdown(sampleReport({ changes: [stopped, { ...stopped, targets: ["q2"] }] }), "en");
  expect(markdown.split("\n").filter((line) => line.includes("takings"))).toEqual([
    expect.stringContaining("- `q4`: What are the takings"),
    expect.stringContaining("(2 times) | `add_synonym` | q1, q2 | duplicate |"),
    expect.stringContaining("What are the takings"),
    expect.stringContaining("What are the takings"),
    expect.stringContaining("What are the takings"),
    expect.stringContaining("What are the takings"),
    expect.stringContaining("What are the takings"),
  ]);
});

it("cuts a fix that holds a whole query", () => {
  const long = `Add an example query: SELECT ${"column_name, ".repeat(200)}`;
  const markdown = reportMarkdown(sampleReport({ changes: [sampleChange({ words: { en: long, ko: long } })] }), "en");
  expect(Math.max(...markdown.split("\n").map((line) => line.length))).toBeLessThan(600);
});

it.each([
  ["local", true],
  ["adb-1.azuredatabricks.net", false],
])("says on a report of %s that it is local: %s", (workspace, says) => {
  expect(reportMarkdown(sampleReport({ workspace }), "en").includes("rule-based stand-ins")).toBe(says);
});
