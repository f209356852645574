/** A pattern that finds a text where no Latin letter, digit or underscore touches it: Korean particles may. */
export function wholeWord(text: string): RegExp {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{Script=Latin}\p{N}_])${escaped}(?![\p{Script=Latin}\p{N}_])`, "u");
}
