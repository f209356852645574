import { describe, expect, it } from "vitest";
import { reportMarkdown } from "./report.ts";
import { sampleReport } from "./testing/sample-report.ts";

const correction = {
  questionId: "q2",
  question: "Top | stores?",
  policy: '{"ordered":false}',
  words: "ordered: false would accept it; then any order is right.",
  answers: 3,
  expected: '["a","b"]',
  answered: '["b","a"]',
  command: 'genie-enhancer exam accept q2 --run r1 --why "…"',
};

describe("corrections proposed in a report", () => {
  it.each([
    ["en", "Right by another route? (1)", "scores stay as they are"],
    ["ko", "다른 방식으로 맞은 답인가요? (1)", "점수는 바뀌지 않습니다"],
  ] as const)("stand in %s with both sides and the command that writes them", (locale, heading, notice) => {
    const text = reportMarkdown(sampleReport({ corrections: [correction] }), locale);
    expect(text).toContain(`## ${heading}`);
    expect(text).toContain(notice);
    expect(text).toContain("Top \\| stores?");
    expect(text).toContain('`genie-enhancer exam accept q2 --run r1 --why "…"`');
  });

  it("leave no trace where there are none", () => {
    expect(reportMarkdown(sampleReport(), "en")).not.toContain("another route");
  });
});
