import { beforeAll, expect, it } from "vitest";
import { parametersOf, withoutParameters } from "./parameters.ts";
import { loadParser } from "./parser.ts";

beforeAll(loadParser);

it.each([
  { sql: "SELECT * FROM t WHERE x = :value AND y > :min_1 AND z < :value", names: ["min_1", "value"] },
  { sql: "SELECT a::int, ':no' -- :comment\nFROM t", names: [] },
  { sql: "SELECT payload:a.b FROM t WHERE c=:c", names: ["c"] },
  { sql: "SELECT 1 WHERE '한글' = :이름", names: ["이름"] },
  { sql: "SELECT 'unclosed", names: [] },
])("finds the parameters of $sql", ({ sql, names }) => {
  expect(parametersOf(sql)).toEqual(names);
});

it("puts NULL in place of each, and leaves the rest as it was", () => {
  expect(withoutParameters("SELECT ':a' FROM t WHERE x = :a AND y IN (:b, :a)")).toBe(
    "SELECT ':a' FROM t WHERE x = NULL AND y IN (NULL, NULL)",
  );
});
