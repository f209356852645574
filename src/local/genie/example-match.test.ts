import { describe, expect, it } from "vitest";
import { exampleAnswer } from "./example-match.ts";

const example = (question: string, sql: string, parameters: readonly (readonly [string, string, string])[] = []) => ({
  question,
  sql,
  parameters: parameters.map(([name, type_hint, value]) => ({ name, type_hint, default_value: { values: [value] } })),
});
const values = new Map([
  ["gate", "gate"],
  ["long hall", "Long Hall"],
]);

describe("example queries", () => {
  const plain = [example("Show the weekly bed overview", "SELECT 1;")];

  it.each(["Show the weekly bed overview", "show me the weekly beds overview, please", "Weekly bed overview?"])(
    "answer a question close enough: %s",
    (question) => {
      expect(exampleAnswer(question, plain, values)).toBe("SELECT 1");
    },
  );

  it.each([
    "Show the weekly overview",
    "Show the 5 weekly bed overview",
    "Show the weekly overview without beds",
    "fee by bed",
  ])("do not answer another one: %s", (question) => {
    expect(exampleAnswer(question, plain, values)).toBeNull();
  });

  it("fill their parameters by type from the question", () => {
    const filled = [
      example("Top 5 beds of Gate since 2024-01-01", "SELECT ':n' FROM b WHERE w = :ward AND d >= :start LIMIT :n", [
        ["n", "INTEGER", "5"],
        ["ward", "STRING", "gate"],
        ["start", "DATE", "2024-01-01"],
      ]),
    ];
    expect(exampleAnswer("Top 3 beds of long hall since 2024-02-01", filled, values)).toBe(
      "SELECT ':n' FROM b WHERE w = 'Long Hall' AND d >= '2024-02-01' LIMIT 3",
    );
    expect(exampleAnswer("Top 3 beds since 2024-02-01", filled, values)).toBe(
      "SELECT ':n' FROM b WHERE w = 'gate' AND d >= '2024-02-01' LIMIT 3",
    );
  });

  it("take the closest of several", () => {
    const several = [example("weekly bed overview", "SELECT 1"), example("weekly bed overview by ward", "SELECT 2")];
    expect(exampleAnswer("weekly bed overview by ward", several, values)).toBe("SELECT 2");
  });
});
