import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadParser } from "../sql/parser.ts";
import { examDigest } from "./exam-digest.ts";
import { loadQuestions } from "./load-exam.ts";
import type { Question } from "./question.ts";
import { type Acceptance, examText, nextVersion } from "./write-exam.ts";

beforeAll(loadParser);

const questions: readonly Question[] = [
  { id: "1", question: "매출은?", expectedSql: "SELECT 1\nFROM t -- all", alternates: [], policy: {}, mustPass: false },
  {
    id: "b",
    question: "q: x",
    expectedSql: "SELECT 'a'",
    alternates: ["SELECT 2"],
    policy: { tolerance: { relative: 0.1 } },
    mustPass: true,
    koreanQuestion: "질문",
    category: "c",
    difficulty: "easy",
    evaluationNote: "note",
  },
];

const accepted: Acceptance = {
  question: "b",
  change: { kind: "policy", policy: { ordered: false } },
  by: "me@x",
  at: "2026-01-01T00:00:00.000Z",
  why: "no order was asked for",
  runId: "r1",
  previousDigest: "d1",
};
const named = (format: "json" | "yaml", text: string) => ({ kind: "text", name: "exam", text, format }) as const;

describe("an exam written", () => {
  it.each(["json", "yaml"] as const)("as %s is read back the same", (format) => {
    expect(loadQuestions(named(format, examText(questions, format)))).toEqual(questions);
  });

  it.each(["json", "yaml"] as const)("as %s gets a next version with one change, on record", (format) => {
    const text = nextVersion(examText(questions, format), format, 1, accepted);
    const read = loadQuestions(named(format, text));
    expect(read[0]).toEqual(questions[0]);
    expect(read[1]).toEqual({ ...questions[1], policy: { tolerance: { relative: 0.1 }, ordered: false } });
    expect(examDigest(read)).not.toBe(examDigest(questions));
    const alternate = nextVersion(text, format, 0, {
      ...accepted,
      question: "1",
      change: { kind: "alternate", sql: "SELECT 3\nFROM u" },
      previousDigest: "d2",
    });
    expect(loadQuestions(named(format, alternate))[0]?.alternates).toEqual(["SELECT 3\nFROM u"]);
    expect(parse(alternate)).toMatchObject({
      metadata: {
        version: 3,
        previous_digest: "d2",
        changes: [
          {
            version: 2,
            question: "b",
            accepted_as: "policy",
            by: "me@x",
            why: "no order was asked for",
            run_id: "r1",
            previous_digest: "d1",
          },
          { version: 3, question: "1", accepted_as: "alternate" },
        ],
      },
    });
  });

  it("keeps what people wrote around the questions of a YAML list", () => {
    const text =
      "# Made by sales\n- id: a # first\n  question: q\n  expected_sql: SELECT 1\n# the hard one\n- id: b\n  question: r\n  expected_sql: |\n    SELECT 2\n    FROM t\n";
    const next = nextVersion(text, "yaml", 1, accepted);
    for (const comment of ["# Made by sales", "# first", "# the hard one"]) expect(next).toContain(comment);
    expect(loadQuestions(named("yaml", next))).toMatchObject([
      { id: "a", policy: {} },
      { id: "b", expectedSql: "SELECT 2\nFROM t", policy: { ordered: false } },
    ]);
  });
});
