/** Longer keys are seldom seen twice, and would fill the memory. */
const longest = 20_000;

/**
 * Gives the result of work that is always the same for the same key, and keeps the last `size` of them. What the work throws is not kept.
 * Whoever gets a result must leave it as it is.
 */
export type Memory<T> = (key: string, work: () => T) => T;

/** Keeps the results asked for last. */
export function createMemory<T>(size: number): Memory<T> {
  const known = new Map<string, { readonly result: T }>();
  return (key, work) => {
    const found = known.get(key);
    if (found !== undefined) {
      // To the end, so that the first is the one asked for longest ago.
      known.delete(key);
      known.set(key, found);
      return found.result;
    }
    const result = work();
    if (key.length > longest) return result;
    known.set(key, { result });
    const [oldest] = known.keys();
    if (known.size > size && oldest !== undefined) known.delete(oldest);
    return result;
  };
}

/** Work on a text, done once for each of the last `size` texts, as {@link Memory} has it. */
export function remembering<T>(size: number, work: (text: string) => T): (text: string) => T {
  const recall = createMemory<T>(size);
  return (text) => recall(text, () => work(text));
}
