import { expect, it } from "vitest";
import { summaryDocument } from "./summary.ts";
import { sampleChange, sampleReport } from "./testing/sample-report.ts";

it("has the shape that scripts rely on", () => {
  expect(summaryDocument(sampleReport(), { report: "out/x/report.html" })).toMatchObject({
    version: 1,
    status: "PLATEAU",
    outcome: "IMPROVED",
    workspace: "local",
    exam: { n: 5, visible: 4, held_out: 1 },
    score: {
      initial: { correct: 1, n: 4, repeats: 3, not_evaluable: 1, low: 0.046, high: 0.699 },
      final: { correct: 2, repeats: 1 },
    },
    held_out: { initial: { correct: 0, n: 1 }, final: { correct: 1, n: 1 } },
    loops: 1,
    changes: { proposed: 3, blocked: 1, applied: 2, kept: 1, reverted: 1 },
    cost: { questions: 1234, model_calls: 5 },
    promotion: { verdict: "HOLD" },
    files: { report: "out/x/report.html" },
  });
});

it.each([
  ["PROMOTED", { blocked: 0, applied: 1, kept: 1, reverted: 0, characters: 41 }],
  ["UNDONE", { blocked: 0, applied: 1, kept: 0, reverted: 0, characters: 0 }],
  ["PROPOSED", { blocked: 0, applied: 0, kept: 0, reverted: 0, characters: 0 }],
])("counts a change that is %s", (status, counts) => {
  expect(summaryDocument(sampleReport({ changes: [sampleChange({ status })] }), {}).changes).toEqual({
    proposed: 1,
    ...counts,
  });
});
