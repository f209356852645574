import { expect, it } from "vitest";
import { digestOf, digestText } from "./digest.ts";

it("is SHA-256 of the text's UTF-8", () => {
  expect(digestText("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(digestText("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

it("is the same for equal documents and another for any change", () => {
  expect(digestOf({ a: 1, b: [1, 2] })).toBe(digestOf({ b: [1, 2], a: 1 }));
  expect(digestOf({ a: 1, b: [1, 2] })).toBe(digestText('{"a":1,"b":[1,2]}'));
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
  expect(digestOf({ a: null })).not.toBe(digestOf({}));
});
