import type { Clock } from "../core/clock.ts";

/** How many questions a minute may be asked, and the waiting for one's turn. */
export type Quota = {
  /** Waits until a question may be asked, in the order of asking. Rejects with the signal's reason. */
  take(signal?: AbortSignal): Promise<void>;
  /** The other side said "too many": nobody asks for that long, and the rate sinks by one. */
  throttled(retryAfterSeconds?: number): void;
  /** Questions a minute at present; null when not limited. */
  rate(): number | null;
};

const windowMs = 60_000;
/** After so many undisturbed minutes one more question a minute is tried, up to the configured number. */
const recoveryMs = 3 * windowMs;

/**
 * At most `perMinute` questions in any 60 s, over everything this process asks, since the platform counts by
 * workspace. Any 60 s: it is not known how the platform cuts its minutes. Null switches it off.
 */
export function createQuota({ perMinute, clock }: { perMinute: number | null; clock: Clock }): Quota {
  if (perMinute === null) return { take: async () => {}, throttled: () => {}, rate: () => null };
  let rate = perMinute;
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let changedAt = clock.monotonic();
  let asked: readonly number[] = [];
  let turn: Promise<void> = Promise.resolve();

  const waitMs = (): number => {
    const now = clock.monotonic();
    if (rate < perMinute && now - changedAt >= recoveryMs) {
      rate += 1;
      changedAt = now;
    }
    asked = asked.filter((time) => now - time < windowMs);
    const oldest = asked.length < rate ? undefined : asked[asked.length - rate];
    return Math.max(0, blockedUntil - now, oldest === undefined ? 0 : oldest + windowMs - now);
  };
  const wait = async (signal?: AbortSignal): Promise<void> => {
    for (let ms = waitMs(); ms > 0; ms = waitMs()) await clock.sleep(ms, signal);
    signal?.throwIfAborted();
    asked = [...asked, clock.monotonic()];
  };
  return {
    rate: () => rate,
    take: (signal) => {
      const mine = turn.then(() => wait(signal));
      // One that gave up must not hold up those behind it.
      turn = mine.catch(() => {});
      return mine;
    },
    throttled: (retryAfterSeconds) => {
      const now = clock.monotonic();
      rate = Math.max(1, rate - 1);
      changedAt = now;
      blockedUntil = Math.max(blockedUntil, now + (retryAfterSeconds ?? windowMs / 1000 / perMinute) * 1000);
    },
  };
}
