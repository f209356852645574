/** A word with its particle taken off; `by` when the particle says "for each". */
export type Stem = { readonly stem: string; readonly cut: boolean; readonly by: boolean };

/** Particles in order of length. Those with a form for either kind of syllable before them say which they follow. */
const particles: readonly (readonly [text: string, after: "any" | "vowel" | "consonant"])[] = [
  ["이었나요", "any"],
  ["였나요", "vowel"],
  ["인가요", "any"],
  ["일까요", "any"],
  ["입니까", "any"],
  ["인지", "any"],
  ["별로는", "any"],
  ["에서는", "any"],
  ["에서의", "any"],
  ["으로는", "consonant"],
  ["별로", "any"],
  ["마다", "any"],
  ["에서", "any"],
  ["에게", "any"],
  ["으로", "consonant"],
  ["까지", "any"],
  ["부터", "any"],
  ["들의", "any"],
  ["들은", "any"],
  ["들이", "any"],
  ["들을", "any"],
  ["별", "any"],
  ["들", "any"],
  ["의", "any"],
  ["에", "any"],
  ["은", "consonant"],
  ["이", "consonant"],
  ["을", "consonant"],
  ["과", "consonant"],
  ["는", "vowel"],
  ["가", "vowel"],
  ["를", "vowel"],
  ["와", "vowel"],
  ["로", "vowel"],
  ["도", "any"],
];

/** Takes one particle off a Korean word, if the syllable before it agrees and enough of the word remains: two syllables, one before a verb's ending. */
export function stemOf(word: string): Stem {
  for (const [text, after] of particles) {
    if (!word.endsWith(text)) continue;
    const stem = word.slice(0, -text.length);
    if (stem.length < (text.length > 2 ? 1 : 2)) continue;
    const closed = ((stem.codePointAt(stem.length - 1) ?? 0) - 0xac00) % 28 !== 0;
    if (after === "any" || closed === (after === "consonant")) {
      return { stem, cut: true, by: text.startsWith("별") || text === "마다" };
    }
  }
  return { stem: word, cut: false, by: false };
}
