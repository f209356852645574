const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** Words of a text as questions are compared: NFC, lower case, punctuation left out. */
export function wordsOf(text: string): readonly string[] {
  return [...segmenter.segment(text.normalize("NFC").toLowerCase())].flatMap((part) =>
    part.isWordLike === true ? [part.segment] : [],
  );
}

/**
 * How much of a question stands together in a text, from 0 to 1: the best Jaccard overlap between the question's words and
 * any stretch of the text of about the question's length.
 */
export function overlap(text: readonly string[], question: readonly string[]): number {
  const wanted = new Set(question);
  if (wanted.size === 0 || text.length === 0) return 0;
  let best = 0;
  for (const length of new Set([question.length, Math.ceil(question.length * 1.3)])) {
    for (let start = 0; start === 0 || start + length <= text.length; start += 1) {
      const stretch = new Set(text.slice(start, start + length));
      let shared = 0;
      for (const word of stretch) if (wanted.has(word)) shared += 1;
      best = Math.max(best, shared / (stretch.size + wanted.size - shared));
    }
  }
  return best;
}

/** Runs of `length` words one after the other. */
export function runsOf(words: readonly string[], length: number): ReadonlySet<string> {
  const runs = new Set<string>();
  for (let start = 0; start + length <= words.length; start += 1)
    runs.add(words.slice(start, start + length).join(" "));
  return runs;
}
