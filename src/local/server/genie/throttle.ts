import type { Clock } from "../../../lib/core/clock.ts";
import { drawOf } from "../../../lib/core/random.ts";
import { ApiError } from "../api-error.ts";

/** The workspace's budget of questions, over all spaces together. */
export type Throttle = {
  /** Lets one question pass. @throws ApiError 429 when the minute's budget is used up */
  admit(): void;
  reset(): void;
};

/**
 * At most `limit` questions in any window of `windowMs`; null for no limit. Refused questions do not count. How the platform
 * words its refusal is not published, so both error codes come, with and without Retry-After, as the seed has it.
 */
export function throttle(clock: Clock, seed: string | number, limit: number | null, windowMs: number): Throttle {
  let asked: number[] = [];
  let refused = 0;
  return {
    admit: () => {
      if (limit === null) return;
      const now = clock.now().getTime();
      asked = asked.filter((at) => at > now - windowMs);
      if (asked.length < limit) {
        asked.push(now);
        return;
      }
      refused += 1;
      // An even and an odd refusal differ in the header for sure, and the code changes by chance.
      const withHeader = (refused + (drawOf(seed, "throttle") < 0.5 ? 0 : 1)) % 2 === 0;
      const code = drawOf(seed, "throttle", refused) < 0.5 ? "RESOURCE_EXHAUSTED" : "REQUEST_LIMIT_EXCEEDED";
      const freeAt = (asked[asked.length - limit] ?? now) + windowMs;
      const seconds = Math.max(1, Math.ceil((freeAt - now) / 1000));
      throw new ApiError(
        429,
        code,
        `Exceeded the limit of ${String(limit)} questions per minute of this workspace. Please try again later.`,
        withHeader ? { "retry-after": String(seconds) } : {},
      );
    },
    reset: () => {
      asked = [];
    },
  };
}
