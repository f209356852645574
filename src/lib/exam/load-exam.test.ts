import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { EnhancerError } from "../core/errors.ts";
import { loadParser } from "../sql/parser.ts";
import { loadExam, loadQuestions, type ExamSource } from "./load-exam.ts";

beforeAll(loadParser);

const file = (text: string, name = "exam.json"): ExamSource => ({ kind: "text", name, text });

function refusal(source: ExamSource): EnhancerError {
  try {
    loadQuestions(source);
  } catch (thrown) {
    if (thrown instanceof EnhancerError) return thrown;
  }
  throw new Error("the exam was accepted");
}

describe("loadQuestions", () => {
  it("reads a bare list of the earlier generation", () => {
    const text = JSON.stringify([
      {
        id: "kpi_001",
        question: "매출은?",
        korean_question: "매출은?",
        expected_sql: "SELECT 1",
        category: "kpi",
        difficulty: "easy",
        expected_result: {},
        source_file: "a.md",
        question_number: 3,
      },
    ]);
    expect(loadQuestions(file(text))).toEqual([
      {
        id: "kpi_001",
        question: "매출은?",
        koreanQuestion: "매출은?",
        expectedSql: "SELECT 1",
        alternates: [],
        policy: {},
        mustPass: false,
        category: "kpi",
        difficulty: "easy",
      },
    ]);
  });

  it("reads an object with benchmarks and metadata, tabs and escapes included", () => {
    const text =
      '{\n\t"metadata": {"total_count": 1},\n\t"benchmarks": [\n\t\t{"id": "a", "question": "\\ud83d\\ude00\\u0020\\/", "expected_sql": "SELECT 1"}]}';
    expect(loadQuestions(file(text))[0]?.question).toBe("😀 /");
  });

  it("reads YAML with our own fields", () => {
    const text =
      "- id: 7\n  question: 몇 건?\n  expected_sql: |\n    SELECT 1\n    FROM t\n  policy: { ordered: true }\n  alternates: [SELECT 2]\n  must_pass: true\n  evaluation_note: note\n";
    expect(loadQuestions(file(text, "exam.yaml"))).toEqual([
      {
        id: "7",
        question: "몇 건?",
        expectedSql: "SELECT 1\nFROM t",
        alternates: ["SELECT 2"],
        policy: { ordered: true },
        mustPass: true,
        evaluationNote: "note",
      },
    ]);
  });

  it("reads rows of a table", () => {
    const rows = [
      {
        benchmark_id: "a",
        question: "q",
        expected_sql: "SELECT 1",
        policy: '{"distinct":true}',
        alternates: null,
        must_pass: "false",
        category: null,
      },
    ];
    expect(loadQuestions({ kind: "rows", name: "c.s.t", rows })).toEqual([
      { id: "a", question: "q", expectedSql: "SELECT 1", alternates: [], policy: { distinct: true }, mustPass: false },
    ]);
  });

  it("reads the space's own questions, lines put together", () => {
    const document = {
      version: 2,
      benchmarks: {
        questions: [
          {
            id: "0".repeat(32),
            question: ["How ", "many?"],
            answer: [{ format: "SQL", content: ["SELECT 1\n", "FROM t"] }],
            evaluation_note: ["round"],
          },
        ],
      },
    };
    expect(loadQuestions({ kind: "space", name: "Sales", document })).toEqual([
      {
        id: "0".repeat(32),
        question: "How many?",
        expectedSql: "SELECT 1\nFROM t",
        alternates: [],
        policy: {},
        mustPass: false,
        evaluationNote: "round",
      },
    ]);
  });

  it("makes an id from the text where there is none", () => {
    const read = loadQuestions(
      file('[{"question":"q","expected_sql":"SELECT 1"},{"question":"r","expected_sql":"SELECT 1"}]'),
    );
    expect(read.map((question) => question.id)).toEqual([
      expect.stringMatching(/^q_[0-9a-f]{12}$/u),
      expect.stringMatching(/^q_[0-9a-f]{12}$/u),
    ]);
    expect(read[0]?.id).not.toBe(read[1]?.id);
  });

  it("lists every problem with its place in one error", () => {
    const text = `[
  {"id": "a", "question": "q", "expected_sql": "SELECT 1"},
  {"id": "a", "question": "r", "expected_sql": "SELECT 2"},
  {"id": "b", "question": "r"},
  {"id": "c", "question": "", "expected_sql": "SELECT 2", "colour": 1},
  {"id": "d", "question": "r", "expected_sql": "SELECT 2", "policy": {"round": -1}},
  7
]`;
    const error = refusal(file(text));
    expect(error.code).toBe("EXAM_INVALID");
    expect(error.message.split("\n").slice(1)).toEqual([
      "exam.json:3:10: question 2 (a): has the same id as question 1",
      expect.stringMatching(/^exam\.json:4:3: question 3 \(b\): expected_sql is missing$/u),
      expect.stringMatching(/^exam\.json:5:\d+: question 4 \(c\): question: is empty$/u),
      expect.stringMatching(/^exam\.json:5:\d+: question 4 \(c\): colour is not a known field$/u),
      expect.stringMatching(/^exam\.json:6:\d+: question 5 \(d\): policy\.round: /u),
      expect.stringMatching(/^exam\.json:7:3: question 6: is not a question/u),
    ]);
    expect(error.context["problems"]).toHaveLength(6);
  });

  it.each([
    ["exam.json", '[{"id": "a",\n "question" "q"}]', 2],
    ["exam.json", '[{"id": "a"},\n]', 2],
    ["exam.json", "[{'id': 'a'}]", 1],
    ["exam.json", '[{"id": "a"}', 1],
    ["exam.yaml", "- id: a\n  question: [x\n- id: b\n", 3],
    ["exam.yaml", "- id: a\n  id: b\n", 2],
  ])("says where %s stops being readable (%#)", (name, text, line) => {
    expect(refusal(file(text, name)).message).toMatch(new RegExp(`^${name}:${String(line)}:\\d+: \\S`, "mu"));
  });

  it("names unknown members of the wrapper", () => {
    expect(refusal(file('{"questions": []}')).message).toContain("questions is not a known field");
  });

  it.each([
    [file("[]")],
    [file("")],
    [file('{"benchmarks": []}')],
    [{ kind: "rows", name: "c.s.t", rows: [] } as const],
    [{ kind: "space", name: "Sales", document: { version: 2 } } as const],
  ])("says how to get questions when there are none (%#)", (source) => {
    const error = refusal(source);
    expect(error.code).toBe("EXAM_INVALID");
    expect(error.remedy).toMatch(/file.*table.*space/u);
  });

  it("reports a space's question without SQL by its id", () => {
    const document = { benchmarks: { questions: [{ id: "f".repeat(32), question: ["How many?"] }] } };
    expect(refusal({ kind: "space", name: "Sales", document }).message).toContain(
      `question 1 (${"f".repeat(32)}): expected_sql is missing`,
    );
  });
});

describe("loadExam", () => {
  it("loads the exam that ships with the product", () => {
    const exam = loadExam(
      file(readFileSync(new URL("../../../benchmarks/bakehouse.json", import.meta.url), "utf8"), "bakehouse.json"),
      "seed",
    );
    expect(exam.questions.length).toBeGreaterThan(10);
    expect(exam.digest).toMatch(/^[0-9a-f]{64}$/u);
  });
});
