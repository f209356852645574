import { describe, expect, it } from "vitest";
import type { Exam } from "../../lib/exam/question.ts";
import { spaceDigest } from "../../lib/space/canonical.ts";
import { parseSpace } from "../../lib/space/document.ts";
import { validateSpace } from "../../lib/space/validate.ts";
import { benchmarkIdOf, withBenchmarks } from "./platform-document.ts";

const question = (id: string, split: "visible" | "held_out" = "visible"): Exam["questions"][number] => ({
  id,
  question: `How many ${id}?`,
  expectedSql: "SELECT 1\nFROM t",
  alternates: [],
  policy: {},
  mustPass: false,
  split,
});

const production = parseSpace({
  version: 2,
  data_sources: { tables: [{ identifier: "c.s.t" }] },
  benchmarks: { questions: [{ id: "0".repeat(31).concat("1"), question: ["a held-out question of production"] }] },
});

describe("the configuration that Genie evaluates", () => {
  const document = withBenchmarks(production, [question("q2"), question("질문 1")]);

  it("has the exam's visible questions and their SQL, and none of production's own", () => {
    expect(document.benchmarks?.questions?.map((one) => [one.id, one.question, one.answer])).toEqual([
      [benchmarkIdOf("q2"), ["How many q2?"], [{ format: "SQL", content: ["SELECT 1\n", "FROM t"] }]],
      [benchmarkIdOf("질문 1"), ["How many 질문 1?"], [{ format: "SQL", content: ["SELECT 1\n", "FROM t"] }]],
    ]);
    expect(JSON.stringify(document)).not.toContain("held-out question");
  });

  it("is what a space takes, and in nothing else different", () => {
    expect(validateSpace(document)).toEqual([]);
    expect(spaceDigest({ ...document, benchmarks: undefined })).toBe(
      spaceDigest({ ...production, benchmarks: undefined }),
    );
  });

  it("is refused for a held-out question", () => {
    expect(() => withBenchmarks(production, [question("q1"), question("q9", "held_out")])).toThrow("q9 is held out");
  });
});
