import { expect, it } from "vitest";
import { decisionDocument, decisionMarkdown, verdictLines } from "./decision.ts";
import { sampleReport } from "./testing/sample-report.ts";

it.each(["en", "ko"] as const)("reads as a whole in %s", (locale) => {
  expect(decisionMarkdown(sampleReport(), locale)).toMatchSnapshot();
});

it("leads with the rules that are in the way, and names the questions", () => {
  const rules = [
    { rule: "no_question_lost", verdict: "FAIL", required: "0", observed: "2", questions: ["q1", "q|2"] } as const,
  ];
  expect(verdictLines(sampleReport({ promotion: { verdict: "REJECT", rules } }), "en")).toEqual([
    "**Reject: something is worse than in production**",
    "- ✗ No question lost: 2, q1, q\\|2 (required: 0)",
  ]);
});

it("is null as data, and not measured in words, when nothing was decided", () => {
  const report = sampleReport({ promotion: null });
  expect(decisionDocument(report)).toBeNull();
  expect(decisionMarkdown(report, "en")).toContain("not measured");
});

it("keeps the facts of the tables in the data", () => {
  expect(decisionDocument(sampleReport())).toMatchObject({
    verdict: "HOLD",
    rules: [{ rule: "target_score", observed: "50.0% (2/4)" }, { observed: "+3 −1, p = 0.938" }, {}],
  });
});
