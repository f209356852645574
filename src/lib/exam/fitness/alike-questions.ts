import { nearDuplicates } from "../similar-questions.ts";

const segmenter = new Intl.Segmenter("und", { granularity: "word" });
const months =
  /\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b|\d+/giu;
/** Words that say nothing of what is asked for. Those that turn it round, such as "not", "from" and "without", are not among them. */
const idle: ReadonlySet<string> = new Set(
  `a an and are be can could did do does each every for give had has have how i in is it let list many me of our please show tell the
  there these they us was we were what which you your`.split(/\s+/u),
);

/** Pairs of questions, as places, the earlier first, that ask the same: near-duplicates that speak of the same numbers and months. */
export function alikePairs(questions: readonly string[]): readonly (readonly [number, number])[] {
  const amounts = questions.map((question) => (question.toLowerCase().match(months) ?? []).toSorted().join(" "));
  return [...nearDuplicates(questions), ...sameWords(questions)].filter(
    ([one, other]) => amounts[one] === amounts[other],
  );
}

/** Questions whose telling words are the same, whatever stands between them; each with the first of its kind. */
function sameWords(questions: readonly string[]): readonly (readonly [number, number])[] {
  const first = new Map<string, number>();
  return questions.flatMap((question, index) => {
    const words = [...segmenter.segment(question.normalize("NFKC").toLowerCase())].flatMap((part) =>
      part.isWordLike === true && !idle.has(part.segment) ? [part.segment] : [],
    );
    const key = words.toSorted().join(" ");
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    return earlier === undefined || words.length < 2 ? [] : [[earlier, index] as const];
  });
}

/** For each question that one of the others asks too, the place of the first of those. */
export function alike(questions: readonly string[], others: readonly string[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [one, other] of alikePairs([...others, ...questions])) {
    const place = other - others.length;
    if (one < others.length && place >= 0) found.set(place, Math.min(one, found.get(place) ?? one));
  }
  return found;
}
