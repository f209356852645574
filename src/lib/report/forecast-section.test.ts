import { describe, expect, it } from "vitest";
import { forecastOf } from "../forecast/forecast.ts";
import { forecastInWords, limitNearInWords, limitsInWords } from "./forecast-words.ts";
import { reportMarkdown } from "./report.ts";
import { stopReasonInWords } from "./stop-reason.ts";
import { sampleQuestion, sampleReport } from "./testing/sample-report.ts";
import { summaryDocument } from "./summary.ts";

const forecast = forecastOf({
  visible: 18,
  heldOut: 4,
  repeats: { baseline: 3, last: 3 },
  maxIterations: 5,
  maxChanges: 20,
  concurrent: 3,
  perMinute: 4,
  windowMinutes: 600,
  measured: { questionSeconds: 18.5, statementSeconds: null, tokensPerCall: null, wrongShare: null },
  prices: { question: 50, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null },
  currency: "KRW",
});

describe.each(["en", "ko"] as const)("the forecast in %s", (locale) => {
  it("stands under each other as columns", () => {
    expect(forecastInWords(forecast, locale).join("\n")).toMatchSnapshot();
  });

  it("warns of a limit that it does not keep, and says why nothing is asked at all", () => {
    const use = { limit: "max_cost", used: 2700, allowed: 1000 } as const;
    expect(limitsInWords({ forecast, beyond: [use], refused: null }, locale)).toMatchSnapshot("not kept");
    expect(limitsInWords({ forecast, beyond: [], refused: use }, locale)).toMatchSnapshot("refused");
    expect(limitNearInWords({ limit: "max_minutes", used: 48.25, allowed: 60 }, locale)).toMatchSnapshot("near");
  });

  it("stands in the report beside what was used", () => {
    const cost = { ...sampleReport().cost, money: { amount: 61_700, currency: "KRW" } };
    const report = reportMarkdown(sampleReport({ forecast, cost }), locale);
    expect(report.slice(report.lastIndexOf("\n## "))).toMatchSnapshot();
  });

  it("is followed by the reason why a run ended", () => {
    expect(stopReasonInWords("max_questions: 40 used, 40 allowed", locale)).toMatchSnapshot("used up");
    expect(stopReasonInWords("max_cost: 0.25 needed, 0.2 allowed", locale)).toMatchSnapshot("too low");
    expect(stopReasonInWords("something else", locale)).toBe("something else");
  });
});

describe("a provisional report", () => {
  it.each([
    ["en", /^# .*\n\n> \*\*Provisional: .* 4 visible questions/u],
    ["ko", /^# .*\n\n> \*\*중간 보고서: .*공개 문항 4개/u],
  ] as const)("says so at its top in %s, and counts the wrong answers by kind", (locale, top) => {
    const wrong = { failureCategory: "wrong_join" } as const;
    const questions = [
      sampleQuestion(wrong),
      sampleQuestion(wrong),
      sampleQuestion({ failureCategory: "wrong_filter" }),
    ];
    const report = reportMarkdown(sampleReport({ provisional: true, questions }), locale);
    expect(report).toMatch(top);
    expect(report).toMatch(/\| [^|]+ \| 2 \|\n\| [^|]+ \| 1 \|/u);
  });

  it("is marked in summary.json, which the last one is not", () => {
    expect(summaryDocument(sampleReport({ provisional: true }), {})).toMatchObject({ provisional: true });
    expect(summaryDocument(sampleReport(), {})).not.toHaveProperty("provisional");
    expect(summaryDocument(sampleReport(), {})).toMatchObject({ cost: { warehouse_seconds: 75, money: null } });
  });
});
