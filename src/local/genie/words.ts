/** One English noun in the singular, lower case. Used on both sides of every comparison, so a wrong cut does no harm. */
export function singular(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < 4 || !/^[a-z]+$/u.test(lower)) return lower;
  if (lower.endsWith("ies")) return `${lower.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/u.test(lower)) return lower.slice(0, -2);
  return /[^sui]s$/u.test(lower) ? lower.slice(0, -1) : lower;
}

/** Letters and digits of a text, in order, lower case and singular: camelCase, snake_case and spaces all split. */
export function wordsOf(text: string): string[] {
  const spaced = text
    .normalize("NFC")
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replaceAll(/['’]s\b/gu, "");
  return (spaced.match(/\p{N}+|\p{Script=Hangul}+|(?:(?!\p{Script=Hangul})[\p{L}\p{M}])+/gu) ?? []).map(singular);
}

const particles = [
  "으로부터",
  "에서는",
  "에게서",
  "이라는",
  "으로는",
  "에서의",
  "로부터",
  "까지의",
  "동안의",
  "에서",
  "에게",
  "으로",
  "이나",
  "까지",
  "부터",
  "에는",
  "에도",
  "이며",
  "이고",
  "라는",
  "하고",
  "처럼",
  "보다",
  "별로",
  "마다",
  "이란",
  "입니다",
  "인가요",
  "일까요",
  "이에요",
  "예요",
  "인지",
  "동안",
  "들의",
  "들은",
  "들이",
  "들을",
  "은",
  "는",
  "이",
  "가",
  "을",
  "를",
  "의",
  "에",
  "로",
  "과",
  "와",
  "도",
  "만",
  "별",
  "들",
  "인",
  "란",
];

/** A Korean word with its particles cut, longest first, then cut once more; the word itself comes first. */
export function koreanForms(word: string): string[] {
  const forms = [word];
  for (let turn = 0; turn < 2; turn += 1) {
    const last = forms.at(-1) ?? word;
    const particle = particles.find((each) => last.length > each.length && last.endsWith(each));
    if (particle === undefined) break;
    forms.push(last.slice(0, -particle.length));
  }
  return forms;
}

/** The spellings under which an English word may stand in a name: singular, and without -ed or -ing. */
export function englishForms(word: string): string[] {
  const base = singular(word);
  const forms = [base];
  const cut = /^(.{3,}?)(?:ing|ed)$/u.exec(base)?.[1];
  if (cut !== undefined) {
    forms.push(cut, `${cut}e`);
    if (/([^aeiou])\1$/u.test(cut)) forms.push(cut.slice(0, -1));
  }
  return forms;
}

/** Likeness of two words in [0, 1]: one inside the other counts by its share from one half up, else shared letter pairs (Dice). */
export function likeness(left: string, right: string): number {
  if (left === right) return 1;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length >= 3 && long.includes(short)) return 0.5 + (0.5 * short.length) / long.length;
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < left.length; i += 1) {
    const pair = left.slice(i, i + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let i = 0; i + 1 < right.length; i += 1) {
    const pair = right.slice(i, i + 2);
    const held = pairs.get(pair) ?? 0;
    if (held > 0) shared += 1;
    pairs.set(pair, held - 1);
  }
  const total = left.length + right.length - 2;
  return total <= 0 ? 0 : (2 * shared) / total;
}
