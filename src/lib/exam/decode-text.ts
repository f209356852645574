import { decodeCp949 } from "./decode-cp949.ts";
import { examInvalid } from "./problem.ts";

/** How a file's bytes were read. */
export type Encoding = "utf-8" | "utf-16" | "cp949";
export type DecodedText = { readonly text: string; readonly encoding: Encoding };

const lineFeed = 0x0a;

/**
 * A file's text: UTF-8 or UTF-16 by its mark, else UTF-8 where the bytes are, else CP949 as Korean Excel writes it. The mark is left out.
 * @throws EnhancerError EXAM_INVALID naming the line that is none of them
 */
export function decodeText(name: string, bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    throw examInvalid([{ source: name, reason: "is a workbook or an archive, not text: save the sheet as CSV UTF-8" }]);
  }
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff && "utf-16be";
  if (wide !== false) {
    const text = decoded(bytes, wide);
    if (text === null) throw examInvalid([{ source: name, reason: "begins as UTF-16 and is none" }]);
    return { text, encoding: "utf-16" };
  }
  if (bytes.includes(0)) {
    throw examInvalid([
      {
        source: name,
        line: lineOf(bytes, bytes.indexOf(0)),
        reason: "holds a zero byte, so it is no text in UTF-8 or CP949",
      },
    ]);
  }
  const utf8 = decoded(bytes, "utf-8");
  if (utf8 !== null) return { text: utf8, encoding: "utf-8" };
  const cp949 = decodeCp949(bytes);
  if (cp949 !== null) return { text: cp949, encoding: "cp949" };
  throw examInvalid([{ source: name, line: firstStrangeLine(bytes), reason: "is neither UTF-8 nor CP949" }]);
}

function decoded(bytes: Uint8Array, encoding: "utf-8" | "utf-16le" | "utf-16be"): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** No character of either encoding has a line feed inside, so lines can be tried one by one: the first that is neither, else not CP949. */
function firstStrangeLine(bytes: Uint8Array): number {
  const lines: Uint8Array[] = [];
  for (let start = 0; start <= bytes.length;) {
    const end = bytes.indexOf(lineFeed, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length + 1 : end + 1;
  }
  const isUtf8 = (line: Uint8Array): boolean => decoded(line, "utf-8") !== null;
  const neither = lines.findIndex((line) => !isUtf8(line) && decodeCp949(line) === null);
  // Parts of both: the first that the rest of the file speaks against.
  const odd = neither >= 0 ? neither : lines.findIndex((line) => !isUtf8(line));
  return odd + 1;
}

function lineOf(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).reduce((lines, byte) => lines + (byte === lineFeed ? 1 : 0), 1);
}
