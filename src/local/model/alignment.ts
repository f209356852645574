import type { Unit } from "./expected-units.ts";
import { phraseKey } from "./known-phrases.ts";
import type { Phrase } from "./question-phrases.ts";

/**
 * A phrase that ends in what is a phrase of its own elsewhere is two: what narrows, and what is narrowed. "open tickets" beside
 * "tickets" is "open" and "tickets".
 */
export function splitPhrases(all: readonly (readonly Phrase[])[]): readonly (readonly Phrase[])[] {
  const whole = new Set(all.flat().map(({ key }) => key));
  return all.map((phrases) =>
    phrases.flatMap((phrase) => {
      const words = phrase.text.split(" ");
      for (let at = 1; at < words.length; at += 1) {
        const [head, tail] = [words.slice(0, at).join(" "), words.slice(at).join(" ")];
        if (!whole.has(phraseKey(tail))) continue;
        return [
          { ...phrase, text: head, key: phraseKey(head), slot: "modifier" as const, next: tail },
          { ...phrase, text: tail, key: phraseKey(tail) },
        ];
      }
      return [phrase];
    }),
  );
}

/** What one failure leaves to explain. */
export type Gap = { readonly phrases: readonly Phrase[]; readonly units: readonly Unit[] };

export type Pair = { readonly phrase: Phrase; readonly unit: Unit };

/** Rows of a table can go without a word of their own, a condition cannot. */
const besideCondition = 1.5;

/** How well a place in the question suits a role in the query. */
const fit: Readonly<Record<Phrase["slot"], Readonly<Record<Unit["role"], number>>>> = {
  by: { by: 3, measure: -3, filter: -2, count: -2 },
  count: { by: -1, measure: 0, filter: 2, count: 3 },
  measure: { by: -2, measure: 3, filter: -1, count: 1 },
  entity: { by: 3, measure: -1, filter: -1, count: 1 },
  modifier: { by: 0, measure: 0, filter: 2, count: -1 },
};

/**
 * Pairs the unexplained phrases of each failure with the unexplained units of its query. Two things speak for a pair: the place
 * of the phrase, and how often the two come together over all failures. The best pair goes first, each side once.
 */
export function alignAll(gaps: readonly Gap[]): readonly (readonly Pair[])[] {
  const together = new Map<string, number>();
  const phraseCount = new Map<string, number>();
  const unitCount = new Map<string, number>();
  const raise = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { phrases, units } of gaps) {
    for (const key of new Set(phrases.map((phrase) => phrase.key))) raise(phraseCount, key);
    for (const { key } of units) raise(unitCount, key);
    for (const key of new Set(phrases.map((phrase) => phrase.key))) {
      for (const unit of units) raise(together, `${key}\n${unit.key}`);
    }
  }
  const dice = (phrase: Phrase, unit: Unit): number =>
    (2 * (together.get(`${phrase.key}\n${unit.key}`) ?? 0)) /
    ((phraseCount.get(phrase.key) ?? 0) + (unitCount.get(unit.key) ?? 0));
  return gaps.map(({ phrases, units }) => {
    const held = units.some(({ kind }) => kind === "filter") ? besideCondition : 0;
    const pairs = phrases.flatMap((phrase) =>
      units.map((unit) => {
        const score = fit[phrase.slot][unit.role] + 4 * dice(phrase, unit) - (unit.kind === "table" ? held : 0);
        return { phrase, unit, score };
      }),
    );
    const chosen: Pair[] = [];
    for (const { phrase, unit, score } of pairs.toSorted((left, right) => right.score - left.score)) {
      const free = !chosen.some((pair) => pair.phrase === phrase || pair.unit === unit);
      if (free && score > 2) chosen.push({ phrase, unit });
    }
    return chosen;
  });
}
