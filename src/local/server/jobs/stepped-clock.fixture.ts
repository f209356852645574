import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../../lib/core/clock.ts";

/** A clock for tests in which sleepers wait until the test moves it past their time. */
export type SteppedClock = Clock & {
  /** Moves the clock, wakes who is due in the order of their times, and lets their work go on. */
  step(ms: number): Promise<void>;
};

export function steppedClock(start = "2026-01-05T09:00:00.000Z"): SteppedClock {
  const origin = new Date(start).getTime();
  let elapsed = 0;
  const sleepers = new Set<{ readonly due: number; readonly wake: () => void }>();
  return {
    now: () => new Date(origin + elapsed),
    monotonic: () => elapsed,
    sleep: async (ms, signal) =>
      await new Promise<void>((resolve, reject) => {
        const sleeper = { due: elapsed + ms, wake: resolve };
        sleepers.add(sleeper);
        const leave = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        if (signal?.aborted === true) leave();
        else signal?.addEventListener("abort", leave, { once: true });
      }),
    step: async (ms) => {
      elapsed += ms;
      const due = [...sleepers].filter((sleeper) => sleeper.due <= elapsed).toSorted((a, b) => a.due - b.due);
      for (const sleeper of due) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await nextTurn();
    },
  };
}
