import { interrupted } from "./http.ts";

/** Does work at once, or, after trouble, when those before it have ended. */
export type Lane = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Lets everybody pass as long as no trouble is told; after it one at a time, in the order of coming, until one has come through.
 * @param troubles how often there was trouble so far
 */
export function createLane(troubles: () => number): Lane {
  let calmAt = troubles();
  let last: Promise<void> = Promise.resolve();
  const isCalm = (): boolean => troubles() === calmAt;
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = await work();
    calmAt = troubles();
    return done;
  };
  return async (work, signal) => {
    if (isCalm()) return through(work);
    const before = last;
    const mine = Promise.withResolvers<void>();
    // Whoever gives up keeps nobody waiting longer than those before it do.
    last = both(before, mine.promise);
    try {
      await untilTurn(before, signal);
      if (!isCalm()) return await through(work);
    } finally {
      mine.resolve();
    }
    return through(work);
  };
}

async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  await one;
  await other;
}

async function untilTurn(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(interrupted(signal));
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([turn, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
