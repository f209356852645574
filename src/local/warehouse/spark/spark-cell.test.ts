import { describe, expect, it } from "vitest";
import { parseSparkType } from "../spark-type.ts";
import { cellOfSpark } from "./spark-cell.ts";
import { sparkTypeOfWritten } from "./spark-schema.ts";

describe("a value of Spark's as text", () => {
  it.each([
    ["bigint", "9007199254740993", "9007199254740993"],
    ["boolean", true, "true"],
    ["double", 2, "2.0"],
    ["double", "NaN", "NaN"],
    ["double", "-Infinity", "-Infinity"],
    ["float", 0.10000000149011612, "0.1"],
    ["decimal(5,2)", "1.50", "1.50"],
    ["timestamp", "2024-05-01T00:03:11.495000", "2024-05-01T00:03:11.495Z"],
    ["timestamp_ntz", "2024-05-01T00:03:11.495001", "2024-05-01T00:03:11.495001"],
    ["array<double>", [1, null, 2.5], "[1.0,null,2.5]"],
    ["map<string,struct<a:bigint,b:date>>", [["k", ["1", "2024-01-01"]]], '{"k":{"a":1,"b":"2024-01-01"}}'],
    ["interval", "-90061000001", "-1 01:01:01.000001000"],
    ["string", null, null],
  ])("%s: %s is %s", (type, value, cell) => {
    expect(cellOfSpark(value, parseSparkType(type))).toBe(cell);
  });

  it("has the type that Spark wrote", () => {
    const field = { name: "a", type: "interval day to second" };
    const written = { type: "map", keyType: "string", valueType: { type: "struct", fields: [field] } } as const;
    expect(sparkTypeOfWritten({ type: "array", elementType: written })).toEqual({
      kind: "array",
      element: {
        kind: "map",
        key: { kind: "simple", name: "string" },
        value: { kind: "struct", fields: [{ name: "a", type: { kind: "simple", name: "interval" } }] },
      },
    });
  });
});
