import { expect, it } from "vitest";
import { decisionBody, decisionDocument, decisionMarkdown, verdictLines } from "./decision.ts";
import { sampleQuestion, sampleReport } from "./testing/sample-report.ts";

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

it("says above the table what was right and is now wrong, or that nothing is, or that nobody asked", () => {
  const question = { id: "q7", question: "How | many?", initial: { correct: 3, n: 3 } };
  const body = (final: { correct: number; n: number } | null) =>
    decisionBody(sampleReport({ questions: [sampleQuestion({ ...question, final })] }), "en");
  expect(body({ correct: 1, n: 3 })).toMatch(
    /^\*\*Was right, is now wrong \(1\)\*\*\n\n- `q7`: How \\\| many\?\n\n\| Rule/u,
  );
  expect(body({ correct: 3, n: 3 })).toContain("is now wrong (0)**\n\nNo question");
  expect(body(null)).toContain("nobody knows");
});

it("names on HOLD what nobody looked at, and the choices with their commands", () => {
  const rules = [
    { rule: "held_out_not_worse", verdict: "NOT_TESTED", required: "p(loss) > 0.05", observed: "–", questions: [] },
    { rule: "must_pass", verdict: "PASS", required: "0", observed: "0", questions: [] },
  ] as const;
  const choice = {
    choice: "promote",
    label: { en: "Promote", ko: "승격" },
    words: { en: "write it", ko: "씀" },
    command: "npx genie-enhancer promote --run r1",
  } as const;
  const report = sampleReport({ promotion: { verdict: "HOLD", rules }, choices: [choice] });
  expect(verdictLines(report, "en")[1]).toContain("Held-out questions not worse: –");
  expect(verdictLines({ ...report, promotion: { verdict: "PROMOTE", rules } }, "en")).toHaveLength(1);
  expect(decisionMarkdown(report, "ko")).toContain("- **승격**: 씀: `npx genie-enhancer promote --run r1`");
  expect(decisionDocument(report)).toMatchObject({ choices: [{ choice: "promote", command: choice.command }] });
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
