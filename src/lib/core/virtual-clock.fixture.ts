import { setImmediate } from "node:timers/promises";
import type { Clock } from "./clock.ts";

/** A clock for tests of things that happen beside each other: when nothing is left to do, it jumps to the next who sleeps. */
export type VirtualClock = Clock & {
  /** Lets time pass until the work has ended. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
};

type Sleeper = { readonly until: number; readonly wake: () => void };

export function virtualClock(start = "2026-01-05T09:00:00.000Z"): VirtualClock {
  const origin = new Date(start).getTime();
  const sleepers = new Set<Sleeper>();
  let elapsed = 0;
  return {
    now: () => new Date(origin + elapsed),
    monotonic: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          until: elapsed + ms,
          wake: () => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", onAbort, { once: true });
      }),
    during: async (work) => {
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      work.then(over, over);
      for (;;) {
        // What is ready goes first.
        for (let turn = 0; turn < 3; turn += 1) await setImmediate();
        if (isOver) return work;
        const next = [...sleepers].reduce<Sleeper | null>(
          (first, one) => (first === null || one.until < first.until ? one : first),
          null,
        );
        if (next === null) continue;
        sleepers.delete(next);
        elapsed = Math.max(elapsed, next.until);
        next.wake();
      }
    },
  };
}
