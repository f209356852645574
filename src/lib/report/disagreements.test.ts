import { describe, expect, it } from "vitest";
import type { JudgesLine, PlatformReport } from "./disagreement-report.ts";
import { disagreementsDocument, disagreementsMarkdown, platformSection } from "./disagreements.ts";
import { runFiles } from "./files.ts";
import { sampleReport } from "./testing/sample-report.ts";

const line = (overrides: Partial<JudgesLine> = {}): JudgesLine => ({
  judgement: "we_wrong_platform_right",
  questionId: "q1",
  question: "Top shops by takings?",
  verdict: "INCORRECT",
  assessment: "GOOD",
  reasons: [],
  genieSql: "SELECT shop FROM sales",
  expectedSql: "SELECT shop FROM sales ORDER BY takings DESC",
  difference: 'Row 1 is {"shop":"B"} where {"shop":"A"} is expected.',
  mechanism: "order",
  ...overrides,
});

const both: Extract<PlatformReport, { kind: "both" }> = {
  kind: "both",
  evaluations: [
    {
      of: "start",
      loop: 1,
      spaceDigest: "ab".repeat(32),
      counts: {
        agree_right: 3,
        agree_wrong: 2,
        we_right_platform_wrong: 1,
        we_wrong_platform_right: 1,
        platform_unsure: 1,
        not_compared: 0,
      },
      agreement: { agree: 5, n: 7, low: 0.359, high: 0.918 },
      kappa: 5 / 12,
      lines: [
        line(),
        line({
          judgement: "we_right_platform_wrong",
          questionId: "q2",
          question: "Takings | by shop <b>",
          verdict: "CORRECT",
          assessment: "BAD",
          reasons: ["RESULT_EXTRA_COLUMNS"],
          difference: null,
          mechanism: null,
        }),
        line({ judgement: "platform_unsure", questionId: "q3", assessment: "NEEDS_REVIEW", genieSql: null }),
      ],
    },
    {
      of: "end",
      loop: 2,
      spaceDigest: "cd".repeat(32),
      counts: {
        agree_right: 8,
        agree_wrong: 0,
        we_right_platform_wrong: 0,
        we_wrong_platform_right: 0,
        platform_unsure: 0,
        not_compared: 0,
      },
      agreement: { agree: 8, n: 8, low: 0.676, high: 1 },
      kappa: null,
      lines: [],
    },
  ],
};

describe.each(["en", "ko"] as const)("two judgements of the same answers in %s", (locale) => {
  it("read as a file of their own", () => {
    expect(disagreementsMarkdown(sampleReport(), both, locale)).toMatchSnapshot();
  });

  it("read as a section of the report", () => {
    expect(platformSection(sampleReport({ platform: both }), locale)[0]).toMatchSnapshot();
  });

  it("are not spoken of where there is one judge, and said to be Genie's where it was the one", () => {
    expect(platformSection(sampleReport(), locale)).toEqual([]);
    const [heading, body] = platformSection(sampleReport({ platform: { kind: "platform" } }), locale)[0] ?? [];
    expect(heading).toContain("Genie");
    expect(body).toContain("scorer: platform");
  });
});

it("are files of the run only where there were two judges", () => {
  const names = (platform: PlatformReport | null): string[] =>
    [...runFiles(sampleReport({ platform }), "/f").keys()].filter((name) => name.startsWith("disagreements"));
  expect(names(both)).toEqual(["disagreements.md", "disagreements.ko.md", "disagreements.json"]);
  expect(names({ kind: "platform" })).toEqual([]);
  expect(names(null)).toEqual([]);
});

it("are data with the names of the tables' columns", () => {
  expect(disagreementsDocument(sampleReport(), both)).toMatchObject({
    evaluations: [
      { of: "start", questions: [{ benchmark_id: "q1", verdict: "INCORRECT", platform_verdict: "GOOD" }, {}, {}] },
      { of: "end", counts: { agree_right: 8 }, kappa: null, questions: [] },
    ],
  });
});
