import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duckType, jsonStructure, parseSparkType, typeText } from "./spark-type.ts";
import type { SparkType } from "./spark-type.ts";

const { type: anyType } = fc.letrec<{ type: SparkType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc
      .constantFrom("int", "bigint", "string", "double", "date", "timestamp", "timestamp_ntz", "boolean")
      .map((name): SparkType => ({ kind: "simple", name })),
    fc
      .integer({ min: 1, max: 38 })
      .map((precision): SparkType => ({ kind: "decimal", precision, scale: precision - 1 })),
    tie("type").map((element): SparkType => ({ kind: "array", element })),
    fc.tuple(tie("type"), tie("type")).map(([key, value]): SparkType => ({ kind: "map", key, value })),
    fc
      .array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/u), tie("type")), { minLength: 1, maxLength: 3 })
      .map((fields): SparkType => ({ kind: "struct", fields: fields.map(([name, type]) => ({ name, type })) })),
  ),
}));

describe("types", () => {
  it("are read back as they are written", () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect(parseSparkType(typeText(type))).toEqual(type);
      }),
    );
  });

  it.each([
    ["array<struct<run_id:string, `a b`:decimal(18,2)>>", 'STRUCT("run_id" VARCHAR, "a b" DECIMAL(18,2))[]'],
    ["LONG", "BIGINT"],
    ["timestamp", "TIMESTAMPTZ"],
    ["timestamp_ntz", "TIMESTAMP"],
    ["map<string,array<int>>", "MAP(VARCHAR, INTEGER[])"],
    ["decimal", "DECIMAL(10,0)"],
    ["varchar(20)", "VARCHAR"],
  ])("%s is %s in DuckDB", (text, duck) => {
    expect(duckType(parseSparkType(text))).toBe(duck);
  });

  it("reads a column list as a struct", () => {
    expect(jsonStructure(parseSparkType("a INT, b ARRAY<STRUCT<c: STRING>>"))).toBe(
      '{"a":"INTEGER","b":[{"c":"VARCHAR"}]}',
    );
  });

  it.each(["nonsense", "array<int", "struct<a:>", "int)"])("refuses %s", (text) => {
    expect(() => parseSparkType(text)).toThrow(/Unsupported data type/u);
  });
});
