import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, padToWidth } from "./display-width.ts";

describe("displayWidth", () => {
  it.each([
    ["abc", 3, 3],
    ["정답 9", 6, 6],
    ["e\u0301", 1, 1],
    ["█░·", 3, 6],
    ["日本", 4, 4],
  ])("of %j is %i, and %i where a terminal is East Asian", (text, width, eastAsian) => {
    expect(displayWidth(text)).toBe(width);
    expect(displayWidth(text, true)).toBe(eastAsian);
  });

  it("is never more than what a text is cut to", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, columns) => {
        expect(displayWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
        expect(displayWidth(padToWidth(cutToWidth(text, columns), columns))).toBe(columns);
      }),
    );
  });
});
