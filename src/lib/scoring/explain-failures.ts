import type { Attempt } from "./attempt.ts";
import type { Explanation, OpenFailure, ScoringPorts } from "./ports.ts";

/** Wrong answers shown to a reader at once. */
const chunk = 10;

export type Explainer = {
  /** Adds a wrong answer. Its reading, if there comes one, is told once it is there. */
  readonly add: (attempt: Attempt, onRead: (explanation: Explanation) => void) => void;
  /** Shows what is left, and resolves when all readings have come. */
  readonly finish: () => Promise<void>;
};

type Waiting = { readonly failure: OpenFailure; readonly tell: ((explanation: Explanation) => void)[] };

/**
 * Has wrong answers read, ten at a time, beside the asking: a chunk goes when it is full, the last when all are judged. The same SQL for
 * the same question is shown once. What the reader cannot say leaves the category as it was.
 */
export function createExplainer(ports: Pick<ScoringPorts, "explain">, signal: AbortSignal): Explainer {
  if (ports.explain === undefined) return { add: () => {}, finish: async () => {} };
  const shown = new Map<string, { explanation: Explanation | null; tell: Waiting["tell"] | null }>();
  let waiting: Waiting[] = [];
  let reading: Promise<void> = Promise.resolve();
  const show = async (failures: readonly Waiting[]): Promise<void> => {
    if (signal.aborted) return;
    const shownNow = failures.map(({ failure }) => failure);
    const explanations = await readOr([], async () => (await ports.explain?.(shownNow, signal)) ?? []);
    for (const [place, { failure, tell }] of failures.entries()) {
      const explanation = explanations[place] ?? null;
      shown.set(keyOf(failure), { explanation, tell: null });
      if (explanation !== null) for (const one of tell) one(explanation);
    }
  };
  // One after the other: a limit on what a reader may use is then overshot by one call at most.
  const showAll = (): void => {
    const failures = waiting;
    waiting = [];
    reading = reading.then(() => show(failures));
  };
  return {
    add: ({ question, genieSql, verdict, failureCategory }, onRead) => {
      if (failureCategory === null || signal.aborted) return;
      const failure: OpenFailure = { question, genieSql, verdict, category: failureCategory };
      const known = shown.get(keyOf(failure));
      if (known === undefined) {
        const tell = [onRead];
        shown.set(keyOf(failure), { explanation: null, tell });
        waiting.push({ failure, tell });
        if (waiting.length >= chunk) showAll();
      } else if (known.tell !== null) known.tell.push(onRead);
      else if (known.explanation !== null) onRead(known.explanation);
    },
    finish: async () => {
      if (waiting.length > 0) showAll();
      await reading;
    },
  };
}

/** A reader that fails, whatever for, leaves the categories as they are. */
async function readOr<T>(nothing: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    return nothing;
  }
}

function keyOf({ question, genieSql }: OpenFailure): string {
  return JSON.stringify([question.id, genieSql]);
}
