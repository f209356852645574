import { type KnownPhrases, type Meaning, phraseKey } from "./known-phrases.ts";
import { questionWords, type QuestionWord } from "./question-words.ts";

/** Where a phrase stands: what is grouped by, counted, measured or listed, or what narrows the phrase behind it. */
export type Slot = "by" | "count" | "measure" | "entity" | "modifier";

/** Words of a question that belong together. */
export type Phrase = {
  readonly text: string;
  readonly key: string;
  readonly slot: Slot;
  /** Empty when nothing explains the phrase yet. */
  readonly meanings: readonly Meaning[];
  /** The phrase right behind it, when nothing stands between. */
  readonly next: string | null;
};

type Run = { readonly from: number; readonly to: number; readonly meanings: readonly Meaning[] };

/** The phrases of a question in their order, each with what it is known to mean. */
export function questionPhrases(question: string, literals: readonly string[], known: KnownPhrases): readonly Phrase[] {
  const words = questionWords(question, literals);
  const runs = runsOf(words, known);
  return runs.map((run, at) => {
    const text = textOf(words, run);
    const next = runs[at + 1];
    const touches = next !== undefined && next.from === run.to && words[run.to - 1]?.closed !== true;
    return {
      text,
      key: phraseKey(text),
      slot: slotOf(words, runs, at),
      meanings: run.meanings,
      next: touches ? textOf(words, next) : null,
    };
  });
}

const textOf = (words: readonly QuestionWord[], run: Run): string =>
  words
    .slice(run.from, run.to)
    .map(({ text }) => text)
    .join(" ");

/** Longest known phrases first; what remains between them, up to a particle or a word of the language, is unknown. */
function runsOf(words: readonly QuestionWord[], known: KnownPhrases): readonly Run[] {
  const runs: Run[] = [];
  const free = words.map(({ kind }) => kind === "term");
  for (let length = 5; length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const span = words.slice(from, from + length);
      const fits =
        length === 1 ? free[from] === true : span.every((word, at) => free[from + at] ?? word.kind === "term");
      const named = span.every((word, at) => free[from + at] === true || (length > 1 && word.kind === "operator"));
      const meanings = known.get(span.map(({ key }) => key.replaceAll(" ", "")).join(""));
      if (meanings === undefined || !(fits || named) || !span.some((_, at) => free[from + at] === true)) continue;
      runs.push({ from, to: from + length, meanings });
      free.fill(false, from, from + length);
    }
  }
  for (let from = 0; from < words.length; from += 1) {
    if (free[from] !== true) continue;
    let to = from + 1;
    while (free[to] === true && words[to - 1]?.closed !== true) to += 1;
    const start = namesAverage(words, from) ? from - 1 : from;
    const end = words[to - 1]?.closed !== true && namesPart(words[to]) ? to + 1 : to;
    runs.push({ from: start, to: end, meanings: [] });
    from = end - 1;
  }
  return runs.toSorted((left, right) => left.from - right.from);
}

/** "average basket" and "평균 …" name one thing, unlike "total …". */
function namesAverage(words: readonly QuestionWord[], at: number): boolean {
  const before = words[at - 1];
  return before?.operator?.kind === "aggregate" && before.operator.fn === "AVG";
}

/** "stock ratio" names one thing too. */
function namesPart(word: QuestionWord | undefined): boolean {
  return word?.kind === "operator" && /^(?:share|ratio|rate|percentage|proportion|비율|비중|점유율)$/iu.test(word.text);
}

function slotOf(words: readonly QuestionWord[], runs: readonly Run[], place: number): Slot {
  const run = runs[place] as Run;
  const next = runs[place + 1];
  const start = firstOfChain(runs, place);
  const before = neighbour(words, run.from - 1, -1);
  const after = neighbour(words, run.to, 1)?.operator;
  const head = neighbour(words, (runs[start]?.from ?? run.from) - 1, -1);
  if (words[run.to - 1]?.by === true || (after?.kind === "by" && after.side === "after")) return "by";
  if (next?.from === run.to && words[run.to - 1]?.closed !== true) return "modifier";
  if (head?.operator?.kind === "by" && head.operator.side === "before") return "by";
  if (head?.operator?.kind === "count" || (after?.kind === "count" && after.side === "after")) return "count";
  if (before?.kind === "number" || head?.kind === "number") return "entity";
  if (after?.kind === "amount" || after?.kind === "extreme" || after?.kind === "sort") return "measure";
  if (before?.operator?.kind === "aggregate") return "measure";
  // What is asked for stands first in English and last in Korean.
  const isKorean = /\p{Script=Hangul}/u.test(textOf(words, run));
  return (isKorean ? next === undefined : start === 0) ? "measure" : "modifier";
}

/** The first of the phrases that touch one another up to this one. */
function firstOfChain(runs: readonly Run[], place: number): number {
  let first = place;
  while (first > 0 && runs[first - 1]?.to === runs[first]?.from) first -= 1;
  return first;
}

function neighbour(words: readonly QuestionWord[], from: number, step: 1 | -1): QuestionWord | undefined {
  let at = from;
  while (words[at]?.kind === "silent" || words[at]?.operator?.kind === "holds") at += step;
  return words[at];
}
