/**
 * CP949 text, or null where the bytes are none. Node's decoder knows EUC-KR only, the 2,350 syllables of KS X 1001, and reads the other 8,822 of
 * CP949 as something else without a word; they stand in the gaps of its code table in Unicode's order.
 */
export function decodeCp949(bytes: Uint8Array): string | null {
  const parts: string[] = [];
  // What the decoder of EUC-KR knows, up to the next syllable that it does not.
  let from = 0;
  const flush = (to: number): boolean => {
    if (to === from) return true;
    const text = eucKr(bytes.subarray(from, to));
    if (text === null) return false;
    parts.push(text);
    return true;
  };
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const trail = bytes[at + 1] ?? 0;
    if (lead >= 0xa1 && trail >= 0xa1) {
      at += 2;
      continue;
    }
    const syllable = gapSyllables().get(lead * 256 + trail);
    if (syllable === undefined || !flush(at)) return null;
    parts.push(syllable);
    at += 2;
    from = at;
  }
  return flush(bytes.length) ? parts.join("") : null;
}

function eucKr(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("euc-kr", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

let known: ReadonlyMap<number, string> | undefined;

/** Syllables that KS X 1001 lacks, by lead and trail byte. */
function gapSyllables(): ReadonlyMap<number, string> {
  known ??= makeGapSyllables();
  return known;
}

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;

function makeGapSyllables(): ReadonlyMap<number, string> {
  const rows = Array.from({ length: 0xc8 - 0xb0 + 1 }, (_, row) =>
    Array.from({ length: 94 }, (_column, column) => [0xb0 + row, 0xa1 + column]),
  );
  const standard = new Set(eucKr(Uint8Array.from(rows.flat(2))) ?? "");
  const codes = gapCodes();
  const syllables = new Map<number, string>();
  for (let code = firstSyllable; code <= lastSyllable; code += 1) {
    const syllable = String.fromCodePoint(code);
    if (!standard.has(syllable)) syllables.set(codes[syllables.size] ?? 0, syllable);
  }
  return syllables;
}

/** In the table's order: whole rows before KS X 1001 begins, then what its rows leave free. */
function gapCodes(): readonly number[] {
  const trails = (last: number): number[] => [...range(0x41, 0x5a), ...range(0x61, 0x7a), ...range(0x81, last)];
  return [...range(0x81, 0xc6)].flatMap((lead) =>
    trails(lead <= 0xa0 ? 0xfe : 0xa0).map((trail) => lead * 256 + trail),
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
