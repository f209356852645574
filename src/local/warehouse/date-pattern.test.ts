import { describe, expect, it } from "vitest";
import { datePattern, dateUnit } from "./date-pattern.ts";

const format = (text: string): { kind: "format"; text: string } => ({ kind: "format", text });

describe("date patterns", () => {
  it.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", [format("%Y-%m-%dT%H:%M:%S.%g")]],
    ["d/M/yy", [format("%-d/%-m/%y")]],
    ["'100%' ''yyyy", [format("100%% '%Y")]],
    ["yyyy-'Q'q", [format("%Y-Q"), { kind: "quarter" }]],
    ["QQQ yyyy", [format("Q"), { kind: "quarter" }, format(" %Y")]],
  ])("%s", (pattern, parts) => {
    expect(datePattern(pattern)).toEqual(parts);
  });

  it("refuses a letter that has no counterpart", () => {
    expect(() => datePattern("yyyy-ww")).toThrow(/Fail to recognize 'yyyy-ww'/u);
  });

  it.each([
    ["MM", "month"],
    ["DAYS", "day"],
    ["yyyy", "year"],
    ["HOUR", "hour"],
  ])("%s is the unit %s", (name, unit) => {
    expect(dateUnit(name)).toBe(unit);
  });
});
