import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../sql/parser.ts";
import { examDigest } from "./exam-digest.ts";
import { familiesOf } from "./families.ts";
import type { Question } from "./question.ts";
import { splitExam } from "./split-exam.ts";

beforeAll(loadParser);

const made = (index: number, category?: string): Question => ({
  id: `q${String(index)}`,
  question: `question ${String(index)}`,
  expectedSql: `SELECT ${String(index)}`,
  alternates: [],
  policy: {},
  mustPass: false,
  ...(category === undefined ? {} : { category }),
});
const many = (count: number, categories: readonly string[] = []): readonly Question[] =>
  Array.from({ length: count }, (_, index) => made(index, categories[index % Math.max(1, categories.length)]));
const heldOut = (questions: readonly Question[], seed = "s"): readonly string[] =>
  splitExam(questions, seed).flatMap((question) => (question.split === "held_out" ? [question.id] : []));

describe("splitExam", () => {
  it.each([
    [1, 0],
    [14, 0],
    [15, 3],
    [24, 5],
    [100, 20],
  ])("of %i questions holds out %i", (count, expected) => {
    expect(heldOut(many(count))).toHaveLength(expected);
  });

  it("is the same for the same exam and seed, whatever the order, and another for another seed", () => {
    const questions = many(40, ["a", "b"]);
    expect(heldOut(questions.toReversed()).toSorted()).toEqual(heldOut(questions).toSorted());
    expect(heldOut(questions, "other")).not.toEqual(heldOut(questions));
  });

  it("takes from every category its share, to less than one question", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 15, maxLength: 60 }),
        fc.string(),
        (categories, seed) => {
          const questions = categories.map((category, index) => made(index, category));
          const held = new Set(heldOut(questions, seed));
          expect(held.size).toBe(Math.round(questions.length * 0.2));
          for (const group of Map.groupBy(questions, (question) => question.category).values()) {
            const share = (group.length * held.size) / questions.length;
            expect(Math.abs(group.filter((question) => held.has(question.id)).length - share)).toBeLessThan(1);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("holds families out whole, where their size fits", () => {
    const twins = Array.from({ length: 10 }, (_, index) => [
      { ...made(index), expectedSql: `SELECT a AS x FROM t${String(index)}` },
      { ...made(index + 10), expectedSql: `select z.a from t${String(index)} z` },
    ]).flat();
    const held = heldOut(twins);
    expect(held).toHaveLength(4);
    for (const id of held) expect(held).toContain(`q${String((Number(id.slice(1)) + 10) % 20)}`);
    const triples = Array.from({ length: 18 }, (_, index) => ({
      ...made(index),
      expectedSql: `SELECT ${String(index % 6)}`,
    }));
    expect(heldOut(triples)).toHaveLength(3);
  });

  it("divides no family, and misses a fifth by less than a family", () => {
    const texts = [
      "매출은?",
      "매출을 알려줘",
      "매장 수는?",
      "How many stores?",
      "How many open stores?",
      "List open stores",
    ];
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            sql: fc.integer({ min: 0, max: 30 }),
            text: fc.integer({ min: 0, max: 40 }),
            other: fc.integer({ min: 0, max: 60 }),
          }),
          { minLength: 15, maxLength: 50 },
        ),
        fc.string(),
        (drawn, seed) => {
          const questions = drawn.map(({ sql, text, other }, index) => ({
            ...made(index, String(index % 3)),
            question: texts[text] ?? `question ${String(index)}`,
            expectedSql: `SELECT ${String(sql)}`,
            alternates: other < 30 ? [`select ${String(other)}`] : [],
          }));
          const split = splitExam(questions, seed);
          const families = familiesOf(split);
          for (const family of families) expect(new Set(family.map((question) => question.split)).size).toBe(1);
          const held = split.filter((question) => question.split === "held_out").length;
          const largest = Math.max(...families.map((family) => family.length));
          expect(held).toBeLessThanOrEqual(Math.round(questions.length * 0.2));
          expect(Math.round(questions.length * 0.2) - held).toBeLessThan(largest);
          expect(splitExam(questions, seed)).toEqual(split);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("examDigest", () => {
  it("sees what is measured, and neither order nor category", () => {
    const questions = many(3);
    expect(examDigest(questions.toReversed())).toBe(examDigest(questions));
    expect(examDigest(many(3, ["x"]))).toBe(examDigest(questions));
    for (const change of [
      { expectedSql: "SELECT 9" },
      { question: "q" },
      { mustPass: true },
      { policy: { ordered: true } },
      { policy: { tolerance: { relative: 0.1 } } },
      { alternates: ["SELECT 9"] },
      { evaluationNote: "n" },
    ]) {
      expect(examDigest([made(0), made(1), { ...made(2), ...change }])).not.toBe(examDigest(questions));
    }
  });
});
