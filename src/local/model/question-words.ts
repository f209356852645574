import { isSilent, operatorOf, spelledNumber, type Operator } from "../genie/function-words.ts";
import { wordsOf } from "../genie/words.ts";
import { stemOf } from "./korean-stem.ts";

/** One word of a question in its order. */
export type QuestionWord = {
  /** As people write it, particle taken off. */
  readonly text: string;
  /** As it is compared: lower case, singular. */
  readonly key: string;
  readonly kind: "term" | "operator" | "silent" | "number" | "literal";
  readonly operator?: Operator;
  /** A particle ended the word, so that the next one begins another phrase. */
  readonly closed: boolean;
  /** The word carries the particle of "for each". */
  readonly by: boolean;
};

/** Verbs that say no more than that something is asked about something. */
const idle = new Set(["make", "made", "use", "used", "say", "happen", "occur", "exist", "belong", "find", "found"]);

const word = /\d[\d.,:-]*|[\p{Script=Hangul}]+|[\p{L}\p{M}]+(?:['’]s)?/gu;

/** Splits a question into words and says what each does; `literals` are values of the data that may stand in it. */
export function questionWords(question: string, literals: readonly string[]): readonly QuestionWord[] {
  const raw = [...question.normalize("NFC").matchAll(word)].map(([text]) => text);
  const taken = literalPlaces(raw, literals);
  const words: QuestionWord[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    const text = raw[at] ?? "";
    if (taken.has(at)) {
      words.push({ text, key: text.toLowerCase(), kind: "literal", closed: true, by: false });
      continue;
    }
    if (/^\d/u.test(text)) {
      words.push({ text, key: text, kind: "number", closed: true, by: false });
      continue;
    }
    const run = operatorRun(raw, at, taken);
    if (run !== undefined) {
      words.push({ text: run.text, key: run.text, kind: "operator", operator: run.operator, closed: true, by: false });
      at += run.length - 1;
      continue;
    }
    words.push(plainWord(text));
  }
  return words;
}

function plainWord(text: string): QuestionWord {
  const { stem, cut, by } = /\p{Script=Hangul}/u.test(text) ? stemOf(text) : { stem: text, cut: false, by: false };
  const key = wordsOf(stem).join(" ");
  const kind =
    isSilent(key) || isSilent(text) || idle.has(key) || key === ""
      ? "silent"
      : spelledNumber(key) !== undefined ||
          /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/u.test(key)
        ? "number"
        : "term";
  return { text: stem, key, kind, closed: cut, by };
}

function operatorRun(
  raw: readonly string[],
  at: number,
  taken: ReadonlySet<number>,
): { readonly operator: Operator; readonly length: number; readonly text: string } | undefined {
  for (let length = Math.min(4, raw.length - at); length > 0; length -= 1) {
    const run = raw.slice(at, at + length);
    if (run.some((_, offset) => taken.has(at + offset))) continue;
    const text = run.join(" ");
    const last = run.at(-1) ?? "";
    const stem = /\p{Script=Hangul}/u.test(last) ? stemOf(last).stem : last;
    for (const spelling of new Set([text, [...run.slice(0, -1), stem].join(" ")])) {
      const operator = operatorOf(wordsOf(spelling).join(" "));
      if (operator !== undefined) return { operator, length, text: spelling };
    }
  }
  return undefined;
}

/** Whether a question holds a word of negation. */
export function asksWithout(question: string): boolean {
  return questionWords(question, []).some(({ operator }) => operator?.kind === "negation");
}

/** Whether a question spells a value as whole words, whatever their case. */
export function spells(question: string, literal: string): boolean {
  return (
    literalPlaces(
      [...question.matchAll(word)].map(([text]) => text),
      [literal],
    ).size > 0
  );
}

/** Places of words that spell a value, whatever their case. */
function literalPlaces(raw: readonly string[], literals: readonly string[]): Set<number> {
  const lower = raw.map((text) => text.toLowerCase());
  const places = new Set<number>();
  for (const literal of literals) {
    const parts = [...literal.toLowerCase().matchAll(word)].map(([text]) => text);
    if (parts.length === 0 || /^\d/u.test(literal)) continue;
    for (let at = 0; at + parts.length <= lower.length; at += 1) {
      const last = stemOf(lower[at + parts.length - 1] ?? "").stem;
      const here = [...lower.slice(at, at + parts.length - 1), last];
      const whole = lower.slice(at, at + parts.length);
      if (parts.every((part, offset) => part === here[offset] || part === whole[offset])) {
        for (let offset = 0; offset < parts.length; offset += 1) places.add(at + offset);
      }
    }
  }
  return places;
}
