import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResultSet } from "../src/lib/core/statement.ts";
import { loadQuestions } from "../src/lib/exam/load-exam.ts";
import type { Question } from "../src/lib/exam/question.ts";
import { compareAnswer } from "../src/lib/scoring/compare-answer.ts";
import { parseSpace } from "../src/lib/space/document.ts";
import { validateSpace } from "../src/lib/space/validate.ts";
import { loadParser } from "../src/lib/sql/parser.ts";
import { readOnly } from "../src/lib/sql/read-only.ts";
import { genieReader } from "../src/local/genie/reader.ts";
import { loadSamples } from "../src/local/samples/load-samples.ts";
import { openCatalog } from "../src/local/warehouse/catalog.ts";
import { type DuckDbEngine, openDuckDb } from "../src/local/warehouse/duckdb.ts";

const fileText = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), "utf8");
const questionsOf = async (path: string): Promise<readonly Question[]> =>
  loadQuestions({ kind: "text", name: path, text: await fileText(path) });

const session = { catalog: "samples", schema: "bakehouse", timeZone: "UTC" };
let engine: DuckDbEngine;
let exam: readonly Question[];
let paraphrases: readonly Question[];
beforeAll(async () => {
  await loadParser();
  engine = await openDuckDb({ folder: null, catalogs: ["samples"] });
  await loadSamples({ run: (sql) => engine.native(sql) });
  exam = await questionsOf("benchmarks/bakehouse.json");
  paraphrases = await questionsOf("test/fixtures/bakehouse.paraphrases.json");
});
afterAll(() => engine.close());

async function run(sql: string): Promise<ResultSet> {
  const { columns, rows } = await engine.execute(sql, [], session);
  return { columns, rows, totalRowCount: rows.length, truncated: false };
}

/** Questions that Genie, never flaky, gets right with a space, judged as the product judges. */
async function rightWith(spacePath: string, questions: readonly Question[]): Promise<readonly string[]> {
  const space: unknown = JSON.parse(await fileText(spacePath));
  const ask = genieReader({ seed: "demo", flakyShare: 0 });
  const catalog = openCatalog(engine, session);
  const right: string[] = [];
  for (const { id, question, expectedSql, policy } of questions) {
    const answer = await ask({ question, space, spaceId: "demo", history: [], timesAsked: 0 }, catalog);
    if (answer.kind !== "sql") continue;
    const expected = await outcome(expectedSql);
    const actual = await outcome(answer.sql);
    if (compareAnswer({ expected, actual, sql: expectedSql, policy }).verdict === "CORRECT") right.push(id);
  }
  return right;
}

async function outcome(sql: string): Promise<Parameters<typeof compareAnswer>[0]["expected"]> {
  const statementId = "statement";
  try {
    return { kind: "rows", statementId, result: await run(sql) };
  } catch (thrown) {
    return { kind: "failed", statementId, errorCode: "FAILED", message: String(thrown) };
  }
}

const asBag = ({ rows }: ResultSet): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

describe("the demo exam", () => {
  it("has enough questions, a third of them Korean, over both schemas and every shape", () => {
    expect(exam.length).toBeGreaterThanOrEqual(24);
    expect(exam.filter(({ koreanQuestion }) => koreanQuestion !== undefined).length * 3).toBeGreaterThanOrEqual(
      exam.length,
    );
    for (const schema of ["bakehouse", "tpch"])
      expect(exam.some(({ expectedSql }) => expectedSql.includes(schema))).toBe(true);
    expect(new Set(exam.map(({ category }) => category))).toEqual(
      new Set(["one_number", "grouped", "top_n", "time_range", "join", "ratio", "filter_code", "negation"]),
    );
    expect(exam.some(({ expectedSql }) => expectedSql.split(" JOIN ").length > 3)).toBe(true);
  });

  it("holds portable queries only", () => {
    const banned =
      /current_date|\bnow\(|\bfirst\(|\brand\(|tablesample|collect_list|select \*|\bai_|measure\(|vector_search|having count/iu;
    for (const { id, expectedSql } of [...exam, ...paraphrases]) {
      expect(readOnly(expectedSql), id).toEqual({ ok: true });
      expect(expectedSql, id).not.toMatch(banned);
      expect(/\blimit\b/iu.test(expectedSql) && !/order by [^)]+,[^)]+ limit/iu.test(expectedSql), id).toBe(false);
      expect(/\bavg\(/iu.test(expectedSql) && !/\bround\(/iu.test(expectedSql), id).toBe(false);
    }
  });

  it("expects rows, the same each time", async () => {
    for (const { id, expectedSql } of [...exam, ...paraphrases]) {
      const [once, again] = [await run(expectedSql), await run(expectedSql)];
      expect(once.rows.length, id).toBeGreaterThan(0);
      expect(asBag(once), id).toEqual(asBag(again));
    }
  });

  it("asks each question once", () => {
    expect(new Set([...exam, ...paraphrases].map(({ question }) => question)).size).toBe(
      exam.length + paraphrases.length,
    );
  });
});

describe("the demo spaces", () => {
  it.each(["bakehouse.space.json", "bakehouse.good.space.json"])("%s is valid", async (name) => {
    expect(validateSpace(parseSpace(await fileText(`benchmarks/${name}`)))).toEqual([]);
  });

  it("the poor one answers clearly less than half, and more than a quarter", async () => {
    const share = (await rightWith("benchmarks/bakehouse.space.json", exam)).length / exam.length;
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.46);
  });

  it("the good one answers nearly all", async () => {
    const right = await rightWith("benchmarks/bakehouse.good.space.json", exam);
    expect(exam.map(({ id }) => id).filter((id) => !right.includes(id)).length).toBeLessThanOrEqual(exam.length * 0.05);
  });

  it("the good one answers the same knowledge asked in other words, and the poor one does not", async () => {
    const [good, poor] = [
      await rightWith("benchmarks/bakehouse.good.space.json", paraphrases),
      await rightWith("benchmarks/bakehouse.space.json", paraphrases),
    ];
    expect(good.length).toBeGreaterThanOrEqual(11);
    expect(poor.length).toBeLessThanOrEqual(4);
  });
});
