import { describe, expect, it } from "vitest";
import { effectivenessTable, lessonsDocument, lessonsMarkdown } from "./lessons.ts";
import { type Pattern, sampleLesson, samplePattern, sampleReport } from "./testing/sample-report.ts";

function lessonsOf(...patterns: Pattern[]): string {
  return lessonsMarkdown(sampleReport({ lessons: [sampleLesson({ patterns })] }), "en");
}

function section(markdown: string, heading: string): string {
  return markdown.split(/^## /mu).find((part) => part.startsWith(heading)) ?? "";
}

it.each(["en", "ko"] as const)("reads as a whole in %s", (locale) => {
  expect(lessonsMarkdown(sampleReport(), locale)).toMatchSnapshot();
});

it("puts the category first that gained most, and its best fix first", () => {
  const markdown = section(
    lessonsOf(
      samplePattern({ failureCategory: "wrong_join", effect: 1 }),
      samplePattern({ failureCategory: "wrong_filter", effect: 1, words: { en: "small", ko: "작은" } }),
      samplePattern({ failureCategory: "wrong_filter", effect: 2, words: { en: "large", ko: "큰" } }),
    ),
    "What worked",
  );
  expect(markdown.indexOf("### wrong filter")).toBeLessThan(markdown.indexOf("### wrong join"));
  expect(markdown.indexOf("large")).toBeLessThan(markdown.indexOf("small"));
  expect(markdown).toContain("2 fixes, +3.0 questions.");
});

describe("what did not stay", () => {
  const why = { en: "the reason", ko: "이유" };
  it.each([
    ["rejected", "HARMFUL", "What to avoid"],
    ["rejected", "NO_CHANGE", "What to avoid"],
    ["blocked", "NOT_TESTED", "What to avoid"],
    ["rejected", "UNDERPOWERED", "Not settled"],
    ["rejected", "INDECISIVE", "Not settled"],
    ["rejected", "NOT_TESTED", "Not settled"],
    ["rejected", null, "What to avoid"],
  ] as const)("%s with %s stands under %s", (outcome, validation, heading) => {
    const markdown = lessonsOf(samplePattern({ outcome, validation, why }));
    expect(section(markdown, heading)).toContain("- the reason\n  - Add the synonym");
  });

  it("gives a reason once for all fixes that share it, and a sentence once with its number", () => {
    const one = samplePattern({ outcome: "rejected", validation: "NO_CHANGE", why });
    const markdown = lessonsOf(one, one, { ...one, words: { en: "another", ko: "다른 것" } });
    expect(markdown.match(/the reason/gu)).toHaveLength(1);
    expect(markdown).toContain('Add the synonym "takings" to sales.total_price (`add_synonym`, 2 times)');
  });
});

it("says so when there is nothing to tell", () => {
  const markdown = lessonsMarkdown(sampleReport({ lessons: [] }), "en");
  expect(markdown).toContain("No change was proven to help in this run.");
  expect(markdown).toContain("Nothing was rejected in this run.");
});

it("leaves replies that were no fix out of the table of fix types", () => {
  expect(effectivenessTable([sampleLesson({ changeType: "unreadable" })], "en")).toBe("none");
});

it("is the same as data, with the reasons in every language", () => {
  expect(lessonsDocument(sampleReport())).toMatchObject([
    {
      fix_type: "add_synonym",
      applied: 2,
      positive: 1,
      negative: 0,
      average_improvement: 0.5,
      patterns: [
        { outcome: "helped", why: null },
        { outcome: "rejected", why: { en: "its question did not become right", ko: "문항이 정답으로 바뀌지 않음" } },
      ],
    },
  ]);
});
