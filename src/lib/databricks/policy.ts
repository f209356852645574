import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  circuitBreaker,
  ConsecutiveBreaker,
  ConstantBackoff,
  handleWhen,
  retry as retryPolicy,
} from "cockatiel";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { interrupted } from "./http.ts";

/** What the policy had to do, for the record of costs and troubles. */
export type PolicyCounters = {
  readonly retries: number;
  readonly throttled: number;
  readonly breakerOpenings: number;
};

type RetryOptions = {
  readonly waits: readonly number[];
  readonly signal?: AbortSignal | undefined;
  /** Which errors are worth another try; default: those that say so themselves. */
  readonly when?: (error: EnhancerError) => boolean;
};

export type Policy = {
  /** One call behind its family's circuit breaker. */
  guard<T>(family: string, call: () => Promise<T>): Promise<T>;
  /** Repeats what fails, `waits.length` times at most. */
  retry<T>(call: () => Promise<T>, options: RetryOptions): Promise<T>;
  counters(): PolicyCounters;
};

/** Waits in milliseconds before the second and third asking of Genie. */
export const askWaits = [5_000, 10_000] as const;
/** Waits in milliseconds between tries of a call that may be repeated. */
export const callWaits = [1_000, 2_000, 4_000] as const;

const failuresUntilOpen = 5;
const openForMs = 60_000;
/** Asked to wait longer than this, we rather say so: a job that sleeps an hour looks like one that hangs. */
const longestWaitSeconds = 300;

/**
 * How calls are repeated and when they are no longer made. Closed → (5 failures in a row) open → (60 s) half-open: one
 * call is let through, which closes or opens it again. All waiting goes through the clock; `pace` scales our own waits,
 * never those the other side asked for.
 */
export function createPolicy({ clock, random, pace }: { clock: Clock; random: Random; pace: number }): Policy {
  const counters = { retries: 0, throttled: 0, breakerOpenings: 0 };
  const breakers = new Map<string, Breaker>();
  const breakerOf = (family: string): Breaker => {
    const known = breakers.get(family);
    if (known !== undefined) return known;
    const made = createBreaker(clock, () => {
      counters.breakerOpenings += 1;
    });
    breakers.set(family, made);
    return made;
  };
  return {
    counters: () => ({ ...counters }),
    guard: async (family, call) => {
      const breaker = breakerOf(family);
      try {
        return await breaker.policy.execute(call);
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw notCalled(family, breaker.waitMs());
        if (error instanceof EnhancerError && error.code === "THROTTLED") counters.throttled += 1;
        throw error;
      }
    },
    retry: async (call, { waits, signal, when = (error) => error.retryable }) => {
      let last: EnhancerError | undefined;
      const worthwhile = (error: unknown): boolean => {
        if (!(error instanceof EnhancerError) || signal?.aborted === true) return false;
        last = error;
        return when(error) && (error.retryAfterSeconds ?? 0) <= longestWaitSeconds;
      };
      // Cockatiel's own delays are real timers, so it is given none: the wait stands at the start of the next try.
      const policy = retryPolicy(handleWhen(worthwhile), {
        maxAttempts: waits.length,
        backoff: new ConstantBackoff(0),
      });
      return policy.execute(async ({ attempt }) => {
        if (attempt > 0) {
          counters.retries += 1;
          const own = (waits[attempt - 1] ?? 0) * pace * (0.75 + random.next() / 2);
          const asked = (last?.retryAfterSeconds ?? 0) * 1000 * (1 + random.next() / 10);
          await sleepOr(clock, Math.max(own, asked), signal);
        }
        return call();
      });
    },
  };
}

async function sleepOr(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal?.aborted === true ? interrupted(signal) : error;
  }
}

type Breaker = { readonly policy: CircuitBreakerPolicy; readonly waitMs: () => number };

function createBreaker(clock: Clock, onOpen: () => void): Breaker {
  let openedAt = 0;
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
    onOpen();
  });
  return { policy, waitMs };
}

/** Signs that the other side is down; a refusal or a throttle shows that it is up. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof EnhancerError) || !error.retryable) return false;
  return error.code === "UNREACHABLE" || error.code === "SERVER_ERROR" || error.code === "TIMEOUT";
}

function notCalled(family: string, waitMs: number): EnhancerError {
  return new EnhancerError({
    code: "UNREACHABLE",
    message: `Not called: ${family} failed ${String(failuresUntilOpen)} times in a row.`,
    remedy: "Wait a minute, look at the workspace's status page, then resume the run.",
    retryable: true,
    retryAfterSeconds: Math.ceil(waitMs / 1000),
    context: { family, circuit: "open", reached: "no" },
  });
}
