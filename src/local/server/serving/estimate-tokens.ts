/** Tokens of a text, estimated by its characters: Hangul .62, other CJK .8, the rest .26. */
export function estimateTokens(text: string): number {
  let sum = 0;
  for (const character of text) {
    if (/\p{Script=Hangul}/u.test(character)) sum += 0.62;
    else if (/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(character)) sum += 0.8;
    else sum += 0.26;
  }
  return Math.ceil(sum);
}
