/** From here on two questions share enough letters to be near-duplicates; similar-questions.test.ts shows why here. */
const alikeFrom = 0.6;
/** As much of each word must stand in the other question: one word more can ask for something else. */
const wordFrom = 0.5;

/** What stands around a question without changing it, at its beginning and at its end. */
const openings =
  /^(?:please|kindly|can you|could you|tell me|show me|show|list|give me|what is|what are|what was|what were|혹시)\s+/u;
const endings =
  /(?:\s*(?:please|좀|전부|모두))*(?:\s*(?:알려|보여|구해|조회해|계산해|정리해|뽑아|찾아)\s*(?:줘|주세요|줄래|줄래요|주십시오)|\s*(?:몇\s*(?:명|건|개|곳|회|번|대)|무엇|얼마|뭐|몇)?\s*(?:인가요|입니까|인가|인지|이야|일까요?|야|예요|이에요)|\s*(?:얼마|몇\s*(?:명|건|개|곳|회|번|대)))?$/u;
/** Particles on a word's end, behind at least one more letter of a Korean word. */
const particles = /(?<=[가-힣])(?:은|는|을|를|의)(?=\s|$)/gu;
/** Particles that say along what; their noun alone does as well. */
const along = /(?<=[가-힣]별)로(?=\s|$)/gu;
/** Another number or month asks for something else. */
const numbers =
  /\d+|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b/gu;
const smallWords: ReadonlySet<string> = new Set(
  `a an all and are at be been by did do does each every for from had has have how i in is it many me much of on our per that the
  there these they this to us was we were what which who with`.split(/\s+/u),
);

/** A question without what people say around it: lower case, no signs, no politeness. */
function bareQuestion(question: string): string {
  let text = question
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s]/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(openings, "").replace(endings, "").trim();
  }
  return text.replaceAll(particles, "").replaceAll(along, "");
}

/** A question taken apart for comparing. */
type Read = {
  /** Pairs and triples of letters, each with the how-manieth of its kind it is. */
  readonly grams: ReadonlySet<string>;
  /** Pieces of each word that says something. */
  readonly words: readonly (readonly string[])[];
  readonly pieces: ReadonlySet<string>;
  /** In order of writing. */
  readonly numbers: string;
};

/** Pairs tell Korean words, triples English ones. Spaces are left out, since Korean is written with and without. */
function readQuestion(question: string): Read {
  const whole = bareQuestion(question);
  const found = [...whole.matchAll(numbers)].map(([number]) => number);
  // In one order of words, since it means little and Korean is free in it.
  const bare = whole.replaceAll(numbers, "0").split(" ").toSorted().join(" ");
  const letters = [...bare.replaceAll(" ", "")];
  const seen = new Map<string, number>();
  const grams = new Set<string>();
  const pieces = new Set<string>();
  for (const size of [2, 3]) {
    for (const gram of runsOf(letters, size)) {
      const count = (seen.get(gram) ?? 0) + 1;
      seen.set(gram, count);
      grams.add(`${gram} ${String(count)}`);
      pieces.add(gram);
    }
  }
  const words = bare.split(" ").filter((word) => word !== "" && !smallWords.has(word));
  return {
    grams,
    pieces,
    numbers: found.join(" "),
    words: words.map((word) => runsOf([...word], /[가-힣]/u.test(word) ? 2 : 3)),
  };
}

function runsOf(letters: readonly string[], size: number): readonly string[] {
  if (letters.length < size) return size === 3 && letters.length === 2 ? [letters.join("")] : [];
  return letters.slice(size - 1).map((_, start) => letters.slice(start, start + size).join(""));
}

/** How alike two questions are, from 0 to 1: the share of their letters' pairs and triples that they have in common. */
export function similarity(one: string, other: string): number {
  return shared(readQuestion(one), readQuestion(other));
}

function shared({ grams: one }: Read, { grams: other }: Read): number {
  let common = 0;
  for (const gram of one) if (other.has(gram)) common += 1;
  const all = one.size + other.size - common;
  return all === 0 ? 1 : common / all;
}

function areNear(one: Read, other: Read): boolean {
  return (
    one.numbers === other.numbers && shared(one, other) >= alikeFrom && holdsWords(one, other) && holdsWords(other, one)
  );
}

/** Whether the other question has every word of this one, in some form. */
function holdsWords(one: Read, other: Read): boolean {
  return one.words.every((word) => word.filter((piece) => other.pieces.has(piece)).length >= word.length * wordFrom);
}

/**
 * Pairs of near-duplicates, as places in the list, the earlier first. Only questions that share one of their rarest pieces are compared, so
 * that a long exam costs little more than its length.
 */
export function nearDuplicates(questions: readonly string[]): readonly (readonly [number, number])[] {
  const read = questions.map(readQuestion);
  const frequency = new Map<string, number>();
  for (const { grams } of read) for (const gram of grams) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  const byGram = new Map<string, number[]>();
  const pairs: (readonly [number, number])[] = [];
  for (const [index, one] of read.entries()) {
    const rarest = [...one.grams].toSorted(
      (a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1),
    );
    // Two sets that share that much cannot do without one another's first so many.
    const prefix = rarest
      .slice(0, rarest.length - Math.ceil(rarest.length * alikeFrom) + 1)
      .map((gram) => `${gram} ${one.numbers}`);
    const candidates = new Set(prefix.flatMap((gram) => byGram.get(gram) ?? []));
    for (const earlier of [...candidates].toSorted((a, b) => a - b)) {
      const other = read[earlier];
      if (other !== undefined && areNear(other, one)) pairs.push([earlier, index]);
    }
    for (const gram of prefix) {
      const known = byGram.get(gram);
      if (known === undefined) byGram.set(gram, [index]);
      else known.push(index);
    }
  }
  return pairs;
}
