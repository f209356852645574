import { expect, it } from "vitest";
import { forecastOfPlan } from "../forecast/plan-forecast.ts";
import { planHtml } from "./html.ts";
import { planMarkdown } from "./plan.ts";
import type { FixReport, PlanReport } from "./plan-report.ts";
import { runFiles } from "./files.ts";
import { sampleReport } from "./testing/sample-report.ts";
import { tagsOf } from "./testing/tags.ts";

const fix: FixReport = {
  number: 1,
  changeId: "c1",
  changeType: "add_synonym",
  words: { en: 'Add the synonym "shop" to stores.name', ko: 'stores.name에 동의어 "매장"을(를) 추가합니다' },
  reasoning: "Nothing says that a shop is a store.",
  targets: [
    { id: "q1", question: "Which shop sold most?", category: "missing_synonym", problem: "A column is missing." },
  ],
  diff: [
    { kind: "add", path: "tables[stores].columns[name].synonyms[shop]", before: null, after: "shop" },
    { kind: "change", path: "text", before: "a `b`", after: "c" },
    { kind: "remove", path: "joins[1]", before: { sql: "a = b" }, after: null },
  ],
  fix: { change_type: "add_synonym", table: "stores", column: "name", synonym: "shop" },
  characters: 25,
  edits: [],
  said: [],
};
const plan: PlanReport = {
  loop: 2,
  digest: "ab".repeat(32),
  expiresAt: "2026-01-19T09:00:00.000Z",
  fixes: [
    fix,
    {
      ...fix,
      number: 3,
      edits: [{ by: "bob@example.com" }],
      said: [
        { decision: "APPROVE", by: "bob@example.com", comment: null },
        { decision: "REJECT", by: "ann@example.com", comment: "too broad" },
      ],
    },
  ],
  blocked: 1,
  approvals: { given: 1, required: 2 },
  undecided: 1,
  forecast: forecastOfPlan({
    targets: 1,
    guards: 4,
    pairs: 5,
    perMinute: 4,
    concurrent: 3,
    measured: { questionSeconds: 12, statementSeconds: null, tokensPerCall: null, wrongShare: null },
    prices: { question: 0.05, warehouseHour: null, millionInputTokens: null, millionOutputTokens: null },
    currency: "USD",
  }),
};

it.each(["en", "ko"] as const)(
  "a plan in %s says what, why, on what evidence, what changes, and what it costs",
  (locale) => {
    expect(planMarkdown(sampleReport(), plan, locale)).toMatchSnapshot();
  },
);

it("no text of a plan can bring markup into its page", () => {
  const hostile = "<script>alert(1)</script> [x](javascript:alert(1)) `</code>` ![y](http://example.com)";
  const evil: FixReport = {
    ...fix,
    words: { en: hostile, ko: hostile },
    reasoning: hostile,
    targets: [{ id: "q1", question: hostile, category: hostile, problem: hostile }],
    diff: [{ kind: "change", path: hostile, before: hostile, after: hostile.replaceAll("`", "") }],
    edits: [{ by: hostile }],
    said: [{ decision: "REJECT", by: hostile, comment: hostile }],
  };
  const tags = tagsOf(planHtml(sampleReport(), { ...plan, fixes: [evil] }, "en"));
  expect(tags.filter((tag) => /script|<a|img/u.test(tag))).toEqual([]);
});

it("has files of its own while it waits, and none in a run that does not", () => {
  const names = (report = sampleReport()): string[] =>
    [...runFiles(report, "out").keys()].filter((name) => name.startsWith("plan"));
  expect(names(sampleReport({ plan }))).toEqual(["plan.md", "plan.ko.md", "plan.html", "plan.ko.html"]);
  expect(names()).toEqual([]);
});
