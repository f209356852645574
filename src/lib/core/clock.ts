/** Time, handed in: the only source of "now" and of waiting. */
export type Clock = {
  now(): Date;
  /** Milliseconds that only grow, for durations. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

/** The machine's clock. This file alone may touch timers and `Date`. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      }, ms);
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
};

/** A signal that aborts after `ms`, or when `outer` does. Dispose it when the work is done. */
export function deadline(ms: number, outer?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  return outer === undefined ? timeout : AbortSignal.any([outer, timeout]);
}

/** A clock for tests: starts at a fixed date, and `sleep` moves it at once. */
export function manualClock(start = "2026-01-05T09:00:00.000Z"): Clock & { advance(ms: number): void } {
  const origin = new Date(start).getTime();
  let elapsed = 0;
  return {
    now: () => new Date(origin + elapsed),
    monotonic: () => elapsed,
    advance: (ms) => {
      elapsed += ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      elapsed += ms;
      await Promise.resolve();
    },
  };
}
