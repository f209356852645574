/** Pairs as they are written where the word before is not known: with a final consonant first, without one second. */
const pairs: readonly { readonly open: string; readonly closed: string; readonly vowel: string }[] = [
  { open: "을(를)", closed: "을", vowel: "를" },
  { open: "은(는)", closed: "은", vowel: "는" },
  { open: "이(가)", closed: "이", vowel: "가" },
  { open: "과(와)", closed: "과", vowel: "와" },
  { open: "(으)로", closed: "으로", vowel: "로" },
];

/** Digits that end in a consonant when read: 영, 일, 삼, 육, 칠, 팔. */
const closedDigits = "013678";
const rieulDigits = "178";

/**
 * Chooses Korean particles by the sound that they follow: Hangul and digits are certain, quotes and brackets are looked through. After
 * Latin letters both forms stay, as Korean writes them where the reading is open.
 */
export function withParticles(text: string): string {
  return pairs.reduce((whole, { open, closed, vowel }) => {
    const [first = "", ...rest] = whole.split(open);
    return rest.reduce((done, next) => {
      const ending = endingOf(done);
      if (ending === null) return done + open + next;
      // After ㄹ the particle is 로, as after a vowel.
      const asVowel = ending === "vowel" || (ending === "rieul" && open === "(으)로");
      return done + (asVowel ? vowel : closed) + next;
    }, first);
  }, text);
}

function endingOf(text: string): "vowel" | "rieul" | "closed" | null {
  const last = /(?<sound>[\p{L}\p{N}])["'”’»`)\]]*$/u.exec(text.slice(-12))?.groups?.sound;
  if (last === undefined) return null;
  if (/[0-9]/u.test(last))
    return rieulDigits.includes(last) ? "rieul" : closedDigits.includes(last) ? "closed" : "vowel";
  if (!/[가-힣]/u.test(last)) return null;
  const final = ((last.codePointAt(0) ?? 0) - 0xac00) % 28;
  return final === 0 ? "vowel" : final === 8 ? "rieul" : "closed";
}
