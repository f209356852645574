import { describe, expect, it } from "vitest";
import { sampleReport } from "../lib/report/testing/sample-report.ts";
import { printEnd } from "./print-end.ts";

const files = Object.fromEntries(
  ["report.html", "report.ko.html", "lessons.md", "lessons.ko.md", "decision.md", "decision.ko.md"].map((name) => [
    name,
    `out/x/${name}`,
  ]),
);

function printed(locale: "en" | "ko"): string {
  const lines: string[] = [];
  printEnd({ out: (text) => lines.push(text), err: () => {}, isTerminal: false }, sampleReport(), locale, files);
  return lines.join("");
}

describe.each([
  [
    "en",
    [
      "Lessons learned: Bakery",
      "Target score",
      "HOLD",
      "1 of 4 (25.0%",
      "out/x/report.html  out/x/lessons.md",
      "Production is unchanged.",
      "rule-based stand-ins",
    ],
  ],
  [
    "ko",
    [
      "얻은 교훈: Bakery",
      "목표 점수",
      "HOLD",
      "4문항 중 1개 정답(25.0%",
      "out/x/report.ko.html  out/x/lessons.ko.md",
      "운영 스페이스는 그대로입니다.",
      "규칙 기반 대역",
    ],
  ],
] as const)("the end of a run in %s", (locale, parts) => {
  it.each(parts)("has %j", (part) => {
    expect(printed(locale)).toContain(part);
  });

  it("shows no Markdown", () => {
    expect(printed(locale)).not.toMatch(/\*\*|^#|\| ---|`/mu);
  });
});
