import { beforeAll, describe, expect, it } from "vitest";
import { EnhancerError } from "../core/errors.ts";
import { loadParser } from "../sql/parser.ts";
import { readQuestions } from "./load-exam.ts";

beforeAll(loadParser);

const read = (text: string) => readQuestions({ kind: "text", name: "exam.csv", text });

function problemsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (thrown) {
    if (thrown instanceof EnhancerError) return thrown.message.split("\n").slice(1);
  }
  throw new Error("the exam was accepted");
}

describe("an exam in CSV", () => {
  it("has a column a field, quotes and line breaks as spreadsheets write them, and empty rows behind it", () => {
    const text =
      'id,question,expected_sql,category,policy,alternates,must_pass\r\na,"How many, in ""all""?","SELECT COUNT(*)\r\nFROM t",kpi,"{""ordered"":true}",SELECT 2,TRUE\r\nb,q,SELECT 1,,,"[""SELECT 3"",""SELECT 4""]",아니오\r\n,,,,,,\r\n\r\n';
    const { questions, ignored } = read(text);
    expect(questions).toEqual([
      {
        id: "a",
        question: 'How many, in "all"?',
        expectedSql: "SELECT COUNT(*)\nFROM t",
        alternates: ["SELECT 2"],
        policy: { ordered: true },
        mustPass: true,
        category: "kpi",
      },
      {
        id: "b",
        question: "q",
        expectedSql: "SELECT 1",
        alternates: ["SELECT 3", "SELECT 4"],
        policy: {},
        mustPass: false,
      },
    ]);
    expect(ignored).toEqual([]);
  });

  it.each([
    ["semicolons", "번호;질문;정답 SQL;분류;난이도;부서\n1;매출은?;SELECT a, b FROM t;매출;중;영업"],
    ["tabs", "번호\t질문\t정답 SQL\t분류\t난이도\t부서\n1\t매출은?\tSELECT a, b FROM t\t매출\t중\t영업"],
    ["Excel's hint", "sep=;\n번호;질문;정답 SQL;분류;난이도;부서\n1;매출은?;SELECT a, b FROM t;매출;중;영업"],
    ["commas", '\uFEFF문항 번호,질 문,정답SQL,분류,난이도,부서\n1,매출은?,"SELECT a, b FROM t",매출,중,영업'],
  ])("is read with Korean names and %s", (_what, text) => {
    const { questions, ignored } = read(text);
    expect(questions).toMatchObject([
      { id: "1", question: "매출은?", expectedSql: "SELECT a, b FROM t", category: "매출", difficulty: "중" },
    ]);
    expect(ignored).toEqual(["부서"]);
  });

  it("takes a running number for the id only where no other column is it, and puts alternates together", () => {
    const { questions } = read("번호,ID,질문,정답,대체 SQL 1,대체 SQL 2\n7,kpi_1,q,SELECT 1,SELECT 2,SELECT 3\n");
    expect(questions).toMatchObject([{ id: "kpi_1", alternates: ["SELECT 2", "SELECT 3"] }]);
  });

  it("tells what it made and took off", () => {
    const { questions, madeIds, trimmed } = read("질문,정답\n 매출은? ,SELECT 1\n");
    expect(madeIds).toEqual([questions[0]?.id]);
    expect(trimmed).toEqual(madeIds);
  });

  it.each([
    ["id,질문,question,정답\n", /^exam\.csv:1:3: the column "question" gives question, as column 2/u],
    ["id,질문,expected_sgl,정답\n", /^exam\.csv:1:3: .*did you mean expected_sql/u],
    ["id,질문,답\n", /^exam\.csv:1:1: the first line names no column expected_sql \(정답 SQL\)/u],
    ["id,질문,정답,\na,q,SELECT 1,x\n", /^exam\.csv:1:4: column 4 has values but no name/u],
    [
      'id,질문,정답\na,"x\ny",SELECT 1\nb,q,SELECT a, b\n',
      /^exam\.csv:4:4: has 4 values where the first line names 3/u,
    ],
    ['id,질문,정답\na,q,SELECT 1\nb,"q,SELECT 1\n', /^exam\.csv:3:1: a quote that opens here is never closed/u],
    ['id,질문,정답\na,q,SELECT "a"\n', /^exam\.csv:2:1: a quote stands inside a value that is not quoted/u],
    ['id,질문,정답\na,"q"x,SELECT 1\n', /^exam\.csv:2:1: something follows a closing quote/u],
    ["id,질문,정답\na,q,SELECT 1\n\na,r,SELECT 2\n", /^exam\.csv:4:1: question 2 \(a\): has the same id/u],
    ["id,질문,정답,정책\na,q,SELECT 1,{x\n", /^exam\.csv:2:4: question 1 \(a\): policy/u],
  ])("names the place of what is wrong in %j", (text, says) => {
    expect(problemsOf(text)).toContainEqual(expect.stringMatching(says));
  });
});

describe("an exam in Markdown", () => {
  const load = (text: string) => readQuestions({ kind: "text", name: "exam.md", text });

  it("has a numbered heading a question, and its whole query in a fence", () => {
    const text =
      "# KPI\n## 1. 월별 매출은? ✅\n**Question:** Monthly revenue?\n### 조인\n```sql\nLEFT JOIN a ON a.id = b.id\n```\n예시 쿼리\n```sql\nSELECT 1\n```\n결과\n```\nSELECT 9\n```\n## 2) 고객 수는?\n```sql\n-- all\nWITH a AS (SELECT 1) SELECT * FROM a\n```\n## Notes\n```sql\nSELECT 3\n```\n";
    expect(load(text).questions).toMatchObject([
      { question: "Monthly revenue?", koreanQuestion: "월별 매출은?", expectedSql: "SELECT 1" },
      { question: "고객 수는?", expectedSql: "-- all\nWITH a AS (SELECT 1) SELECT * FROM a" },
    ]);
  });

  it("says where two queries could be the answer, or none is", () => {
    const text = "## 1. a\n```sql\nSELECT 1\n```\nor\n```sql\nSELECT 2\n```\n## 2. b\n";
    expect(() => load(text)).toThrow(
      /exam\.md:6:1: question 1: holds 2 queries[\s\S]*exam\.md:9:1: question 2: expected_sql is missing/u,
    );
  });
});

describe("an exam in a table", () => {
  it("may have columns for other purposes, but none misspelt", () => {
    const row = { id: "a", question: "q", expected_sql: "SELECT 1", owner: "me", updated: "2024-01-01" };
    expect(readQuestions({ kind: "rows", name: "c.s.t", rows: [row] })).toMatchObject({
      questions: [{ id: "a" }],
      ignored: ["owner", "updated"],
    });
    expect(() =>
      readQuestions({ kind: "rows", name: "c.s.t", rows: [{ ...row, alternatives: 1, alternate: "x" }] }),
    ).toThrow("alternate is not a known field");
  });
});
