import type { Clock } from "../core/clock.ts";

const mostMs = 7 * 24 * 3_600_000;

/**
 * A clock for many who wait at once: time jumps to the earliest end of a sleep as soon as nobody has anything to do before it.
 * `run` plays until `work` has ended.
 */
export function simulatedClock(start = "2026-01-05T09:00:00.000Z"): Clock & { run<T>(work: Promise<T>): Promise<T> } {
  const origin = new Date(start).getTime();
  let elapsed = 0;
  let count = 0;
  const sleeping = new Map<number, { readonly at: number; readonly wake: () => void }>();
  const clock: Clock = {
    now: () => new Date(origin + elapsed),
    monotonic: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        count += 1;
        const id = count;
        const leave = (): void => {
          sleeping.delete(id);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener("abort", leave, { once: true });
        const wake = (): void => {
          signal?.removeEventListener("abort", leave);
          resolve();
        };
        sleeping.set(id, { at: elapsed + Math.max(0, ms), wake });
      }),
  };
  return {
    ...clock,
    run: async (work) => {
      const done = { yet: false };
      const end = (): void => {
        done.yet = true;
      };
      work.then(end, end);
      for (;;) {
        // Enough turns for whoever was woken to come to rest.
        for (let turn = 0; turn < 60 && !done.yet; turn += 1) await Promise.resolve();
        if (done.yet) return work;
        const [id, next] = [...sleeping].toSorted((a, b) => a[1].at - b[1].at || a[0] - b[0])[0] ?? [];
        if (id === undefined || next === undefined) throw new Error("all wait, and nobody for time");
        sleeping.delete(id);
        if (next.at > mostMs) throw new Error("a whole week has passed, and it is not done");
        elapsed = Math.max(elapsed, next.at);
        next.wake();
      }
    },
  };
}
