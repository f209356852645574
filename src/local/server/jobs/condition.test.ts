import { describe, expect, it } from "vitest";
import { decideCondition } from "./condition.ts";

describe("conditions", () => {
  it.each([
    ["EQUAL_TO", "true", "true", true],
    ["EQUAL_TO", "12.0", "12", false],
    ["EQUAL_TO", "True", "true", false],
    ["NOT_EQUAL", "12.0", "12", true],
    ["NOT_EQUAL", "", "", false],
    ["GREATER_THAN", "10", "9", true],
    ["GREATER_THAN", "9", "9.0", false],
    ["GREATER_THAN_OR_EQUAL", "9", "9.0", true],
    ["LESS_THAN", "-1e2", "0.5", true],
    ["LESS_THAN", "10", "9", false],
    ["LESS_THAN_OR_EQUAL", " 9 ", "9", true],
  ] as const)("%s of '%s' and '%s' is %s", (op, left, right, holds) => {
    expect(decideCondition({ op, left, right })).toEqual({ kind: "decided", holds });
  });

  it.each([
    ["GREATER_THAN", "ten", "9", "ten"],
    ["LESS_THAN", "9", "", ""],
    ["LESS_THAN_OR_EQUAL", "0x10", "20", "0x10"],
  ] as const)("%s of '%s' and '%s' fails, naming '%s'", (op, left, right, wrong) => {
    expect(decideCondition({ op, left, right })).toEqual({
      kind: "failed",
      message: `Condition ${op} compares numbers, and '${wrong}' is not one.`,
    });
  });
});
