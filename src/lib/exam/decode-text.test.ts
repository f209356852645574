import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
/** 시험 in CP949. */
const korean = [0xbd, 0xc3, 0xc7, 0xe8];

describe("decodeText", () => {
  it.each([
    ["UTF-8", bytes("시험"), "utf-8", "시험"],
    ["UTF-8 with its mark", bytes([0xef, 0xbb, 0xbf], "시험"), "utf-8", "시험"],
    ["UTF-16 as Excel writes it", bytes([0xff, 0xfe], [...Buffer.from("시험\t1", "utf16le")]), "utf-16", "시험\t1"],
    ["CP949", bytes(korean, ",1"), "cp949", "시험,1"],
    [
      "CP949 beyond EUC-KR",
      bytes([0x8c, 0x63, 0x81, 0x41, 0xbc, 0x84], "a", [0xc6, 0x52, 0xb0, 0xa1]),
      "cp949",
      "똠갂펲a힣가",
    ],
    ["nothing", bytes(), "utf-8", ""],
  ])("reads %s", (_what, given, encoding, text) => {
    expect(decodeText("x.csv", given)).toEqual({ text, encoding });
  });

  it.each([
    ["neither encoding", bytes("a\nb\n", [0xff, 0xff], "\n"), "x.csv:3:1: is neither UTF-8 nor CP949"],
    ["one line of each", bytes("질문\n", korean, [0x20], "\n질"), "x.csv:2:1: is neither"],
    ["zero bytes", bytes("a\n", [0, 0]), "x.csv:2:1: holds a zero byte"],
    ["a workbook", bytes("PK", [3, 4]), "save the sheet as CSV UTF-8"],
  ])("refuses %s and says where", (_what, given, says) => {
    expect(() => decodeText("x.csv", given)).toThrow(says);
  });
});
