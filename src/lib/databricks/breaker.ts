import { type CircuitBreakerPolicy, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from "cockatiel";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";

/** Failures in a row until nothing is called any more. */
export const failuresUntilOpen = 5;

export type Breaker = {
  readonly policy: CircuitBreakerPolicy;
  /** Until a call may be tried. */
  readonly waitMs: () => number;
  /** Since it first opened and no call has succeeded; 0 while it is closed. */
  readonly openMs: () => number;
  readonly isOpen: () => boolean;
  /** How often it has opened. */
  readonly openings: () => number;
};

/** A circuit breaker that measures by our clock. Closed → (5 failures in a row) open → half-open: one call is let through. */
export function createBreaker(clock: Clock, openForMs: number, onOpen: () => void): Breaker {
  let openedAt = 0;
  let downSince: number | null = null;
  let openings = 0;
  const waitMs = (): number => Math.max(0, openForMs - (clock.monotonic() - openedAt));
  // Cockatiel measures by the machine's clock, but asks for the duration at each call: "not yet" or "now" by ours.
  const byOurClock = {
    get duration(): number {
      return waitMs() > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    next: () => byOurClock,
  };
  const policy = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: byOurClock,
    breaker: new ConsecutiveBreaker(failuresUntilOpen),
  });
  policy.onBreak(() => {
    openedAt = clock.monotonic();
    downSince ??= openedAt;
    openings += 1;
    onOpen();
  });
  policy.onReset(() => {
    downSince = null;
  });
  return {
    policy,
    waitMs,
    openMs: () => (downSince === null ? 0 : clock.monotonic() - downSince),
    isOpen: () => policy.state === CircuitState.Open,
    openings: () => openings,
  };
}

/** Signs that the other side is down; a refusal or a throttle shows that it is up. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof EnhancerError) || !error.retryable) return false;
  return error.code === "UNREACHABLE" || error.code === "SERVER_ERROR" || error.code === "TIMEOUT";
}
