import { describe, expect, it } from "vitest";
import { runFiles } from "./files.ts";
import { type FitnessReport, fitnessMarkdown } from "./fitness-section.ts";
import { reportMarkdown } from "./report.ts";
import { sampleReport } from "./testing/sample-report.ts";

const finding = {
  code: "empty",
  severity: "blocks",
  question: "q1",
  message: { en: "It gives no row | none.", ko: "결과가 비어 있습니다." },
  remedy: { en: "Correct it.", ko: "고치십시오." },
} as const;

const fitness: FitnessReport = {
  n: 4,
  notEvaluable: ["q1"],
  target: 0.9,
  fit: false,
  checked: 5,
  unchecked: ["q4"],
  findings: [finding],
  power: {
    questions: 4,
    step: 0.25,
    margin: 0.35,
    effects: [
      { effect: 1, fewest: 0.65, most: 0.97 },
      { effect: 2, fewest: 0.99, most: 0.999 },
    ],
  },
};

describe.each([
  ["en", "## Is the exam fit?", "| `q1` | cannot be judged | It gives no row \\| none. | Correct it. |"],
  ["ko", "## 시험은 적합한가", "| `q1` | 판정 불가 | 결과가 비어 있습니다. | 고치십시오. |"],
] as const)("in %s", (locale, heading, row) => {
  it("the report names each question, what is wrong with it, and what to do", () => {
    const text = reportMarkdown(sampleReport({ fitness }), locale);
    expect(text).toContain(heading);
    expect(text).toContain(row);
    expect(text).toContain("90.0%");
    expect(text).toContain("25.0%");
  });

  it("the file by itself says the same", () => {
    expect(fitnessMarkdown(sampleReport(), fitness, locale)).toContain(row);
  });
});

it("says yes where nothing was found, and nothing where nobody has looked", () => {
  const clean = { ...fitness, fit: true, notEvaluable: [], unchecked: [], findings: [] };
  expect(fitnessMarkdown(sampleReport(), clean, "en")).toContain("Yes: nothing was found in 5 questions");
  expect(reportMarkdown(sampleReport({ fitness: null }), "en")).not.toContain("Is the exam fit?");
  expect([...runFiles(sampleReport({ fitness: null }), "out").keys()]).not.toContain("fitness.json");
  expect([...runFiles(sampleReport({ fitness }), "out").keys()]).toContain("fitness.json");
});
