import { isSilent, operatorOf, spelledNumber } from "./function-words.ts";
import { englishForms, koreanForms, wordsOf } from "./words.ts";

export type Token = {
  /** Place in the question; parts of one split word share an end. */
  readonly start: number;
  readonly end: number;
  readonly surface: string;
  /** Spellings under which the word may be known, the most literal first. */
  readonly forms: readonly string[];
  /** Spellings under which it may be a word of the language: as written, or without Korean particles. */
  readonly plain: readonly string[];
  readonly number: number | null;
  readonly silent: boolean;
  /** Which pair of quotes it stands in, counted from 1; 0 outside. */
  readonly quote: number;
};

const word = /\p{N}[\p{N},]*(?:\.\p{N}+)?|\p{Script=Hangul}+|(?:(?!\p{Script=Hangul})[\p{L}\p{M}])+/gu;
const multipliers: Readonly<Record<string, number>> = {
  천: 1e3,
  만: 1e4,
  억: 1e8,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  k: 1e3,
};

/**
 * Words of a question with their places. A Korean word that `known` does not hold under any form is split into the parts
 * that are: a known word and a suffix of the language, a prefix and a word, or two known words.
 */
export function questionTokens(question: string, known: (word: string) => boolean): Token[] {
  const quotes = [...question.matchAll(/"[^"]+"|“[^”]+”|‘[^’]+’|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])/gu)];
  const tokens: Token[] = [];
  for (const match of question.matchAll(word)) {
    const start = match.index;
    const surface = match[0];
    const quote = quotes.findIndex((each) => start > each.index && start < each.index + each[0].length) + 1;
    const last = tokens.at(-1);
    const hangul = /^\p{Script=Hangul}/u.test(surface);
    if (
      last?.number !== null &&
      last !== undefined &&
      multipliers[surface.toLowerCase()] !== undefined &&
      start - last.end <= 1
    ) {
      tokens[tokens.length - 1] = {
        ...last,
        number: last.number * (multipliers[surface.toLowerCase()] ?? 1),
        end: start + surface.length,
      };
      continue;
    }
    const glued = last !== undefined && last.end === start && !/^\p{Script=Hangul}/u.test(last.surface);
    if (hangul && glued && last.number === null && koreanForms(`x${surface}`).includes("x")) {
      tokens[tokens.length - 1] = { ...last, surface: last.surface };
      if (/^(?:별|마다)/u.test(surface)) tokens.push(token("별", start, start + surface.length, quote));
      continue;
    }
    const compared = surface.toLowerCase() === "one" && /^(?:than|least|most|exactly|top)$/iu.test(last?.surface ?? "");
    if (compared) {
      tokens.push({ ...token(surface, start, start + surface.length, quote), number: 1 });
      continue;
    }
    const parts = hangul ? splitKorean(surface, known) : [surface];
    let at = start;
    for (const part of parts) {
      tokens.push(token(part, at, at + part.length, quote));
      at += part.length;
    }
  }
  return tokens;
}

function token(surface: string, start: number, end: number, quote: number): Token {
  const digits = /^\p{N}/u.test(surface);
  const forms = digits
    ? [surface.replaceAll(/[^\p{N}]/gu, "")]
    : /^\p{Script=Hangul}/u.test(surface)
      ? koreanForms(surface)
      : englishForms(wordsOf(surface).join(""));
  return {
    start,
    end,
    surface,
    forms,
    plain: /^\p{Script=Hangul}/u.test(surface) ? forms : [surface.toLowerCase()],
    number: digits ? Number(surface.replaceAll(",", "")) : (spelledNumber(surface.toLowerCase()) ?? null),
    silent: quote === 0 && !digits && forms.some(isSilent) && operatorOf(surface.toLowerCase()) === undefined,
    quote,
  };
}

function splitKorean(surface: string, known: (word: string) => boolean): string[] {
  const isKnown = (text: string) =>
    koreanForms(text).some((form) => known(form) || operatorOf(form) !== undefined || isSilent(form));
  const grouped = /^(.+?)(별|마다)(?:로는|로|의|은|는)?$/u.exec(surface);
  if (operatorOf(koreanForms(surface).at(-1) ?? "") !== undefined || operatorOf(surface) !== undefined)
    return [surface];
  if (grouped !== null) {
    const stem = grouped[1] as string;
    if (known(`${stem}별`)) return /별로/u.test(surface) ? [`${stem}별`, "별"] : [surface];
    return [...splitKorean(stem, known), "별"];
  }
  if (isKnown(surface)) return [surface];
  for (let i = surface.length - 1; i >= 1; i -= 1) {
    const left = surface.slice(0, i);
    const right = surface.slice(i);
    const leftKnown = known(left) || /^(?:총|평균|최대|최소|최고|최저)$/u.test(left);
    if (leftKnown && isKnown(right) && right.length > 0 && !isParticle(right)) return [left, right];
  }
  const aggregate = /^(총|평균)(.{2,})$/u.exec(surface);
  if (aggregate !== null) return [aggregate[1] as string, aggregate[2] as string];
  return [surface];
}

function isParticle(text: string): boolean {
  return koreanForms(`x${text}`).at(-1) === "x";
}
