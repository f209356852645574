import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import { drawOf } from "../core/random.ts";

/** Tries of one statement; eight writers that meet on one table all get through within them. */
const tries = 8;
const firstWaitMs = 100;
const longestWaitMs = 5_000;

/** Whether another writer came first, so that the same statement may succeed now. */
function isWriteConflict(thrown: unknown): boolean {
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    if (/DELTA_CONCURRENT_|DELTA_METADATA_CHANGED|DELTA_PROTOCOL_CHANGED|Concurrent\w+Exception/u.test(error.message)) {
      return true;
    }
  }
  return false;
}

/**
 * Runs one statement again as a whole while other writers come first. Every statement of this room may run twice:
 * ids are made by the client, and a row that is there already is not added again.
 */
export async function withConflictRetry<T>(clock: Clock, salt: string, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (thrown) {
      if (!isWriteConflict(thrown)) throw thrown;
      if (attempt === tries) {
        throw new EnhancerError({
          code: "CONFLICT",
          message: `A state write met other writers ${String(tries)} times in a row`,
          remedy: "Check that only one run works on this space, then resume the run.",
          retryable: true,
          cause: thrown,
        });
      }
      const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
      await clock.sleep(Math.ceil(longest * (0.5 + drawOf(salt, attempt) / 2)));
    }
  }
}
