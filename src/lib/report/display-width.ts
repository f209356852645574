/** Wide in every terminal: Hangul, Han, kana, full-width forms, emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
/** Wide only where a terminal is set up for East Asian text (Unicode annex 11, class A): middle dots, dashes, arrows, blocks. */
const ambiguous = /[\u00b7\u00b1\u00d7\u2010-\u2027\u2190-\u21ff\u2500-\u25ff]/u;
const unseen = /\p{M}|\p{Cc}|[\u200b-\u200f]/u;

/**
 * Columns that a text takes in a terminal.
 * @param eastAsian counts what may be wide there as wide: better a line too short than one that wraps
 */
export function displayWidth(text: string, eastAsian = false): number {
  let width = 0;
  for (const character of text) {
    if (unseen.test(character)) continue;
    width += wide.test(character) || (eastAsian && ambiguous.test(character)) ? 2 : 1;
  }
  return width;
}

/** The beginning of a text that fits into so many columns. */
export function cutToWidth(text: string, columns: number, eastAsian = false): string {
  let width = 0;
  let cut = "";
  for (const character of text) {
    width += displayWidth(character, eastAsian);
    if (width > columns) return cut;
    cut += character;
  }
  return cut;
}

/** A text followed by spaces up to so many columns. */
export function padToWidth(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** A text after spaces up to so many columns. */
export function padFromWidth(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}
