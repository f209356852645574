import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, parseJson } from "./json.ts";

describe("parseJson", () => {
  it.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", "9007199254740993"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["1e300", 1e300],
    ["0.1", 0.1],
    ['"9007199254740993"', "9007199254740993"],
  ])("reads %s without losing a digit", (text, value) => {
    expect(parseJson(text)).toBe(value);
  });

  it("does so at any depth", () => {
    expect(parseJson('{"runs":[{"run_id":1096184432100123456789}]}')).toEqual({
      runs: [{ run_id: "1096184432100123456789" }],
    });
  });

  it("refuses what is no JSON", () => {
    expect(() => parseJson("{")).toThrow(SyntaxError);
  });

  it("is JSON.parse for everything that it holds exactly", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/u.test(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe("canonicalJson", () => {
  it.each([
    [{ b: 1, a: { d: [2, { f: 1, e: 0 }], c: null } }, '{"a":{"c":null,"d":[2,{"e":0,"f":1}]},"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [{ "10": 1, "9": 2 }, '{"9":2,"10":1}'],
    [[3, 1, 2], "[3,1,2]"],
    ["가", '"가"'],
  ])("writes %j as %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("does not depend on the order in which members were written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });
});
