import { BrokenCircuitError } from "cockatiel";
import type { Clock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { type Breaker, createBreaker, failuresUntilOpen } from "./breaker.ts";
import { interrupted, type Patience } from "./http.ts";

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

type GuardOptions = {
  /** Given, the call waits while the circuit is open, for as long as an outage is waited out. */
  readonly patient?: Patience | undefined;
};

export type Policy = {
  /** One call behind its family's circuit breaker. */
  guard<T>(family: string, call: () => Promise<T>, options?: GuardOptions): Promise<T>;
  /** Repeats what fails, `waits.length` times at most. A call that only tried whether an outage is over does not count. */
  retry<T>(call: () => Promise<T>, options: RetryOptions): Promise<T>;
  /** How often a family's circuit has opened. */
  openings(family: string): number;
  counters(): PolicyCounters;
};

/** Waits in milliseconds before the second and third asking of Genie. */
export const askWaits = [5_000, 10_000] as const;
/** Waits in milliseconds between tries of a call that may be repeated. */
export const callWaits = [1_000, 2_000, 4_000] as const;
/** The same for a call that waits for the end of an outage: one alone is enough to find that there is one. */
export const patientWaits = [...callWaits, 8_000] as const;

/** How long patient callers wait for an outage's end, from the circuit's opening: a job should outlast a short one, not sleep for hours. */
const outagePatienceMs = 10 * 60_000;
/** Asked to wait longer than this, we rather say so: a job that sleeps an hour looks like one that hangs. */
const longestWaitSeconds = 300;

const openForMs = 60_000;
/** However much faster our waits are, so much of the patience stays. */
const leastPatience = 0.1;

/**
 * How calls are repeated and when they are no longer made. Closed → (5 failures in a row) open → (60 s) half-open: one
 * call is let through, which closes or opens it again. All waiting goes through the clock; `pace` scales our own waits,
 * never those the other side asked for.
 */
export function createPolicy({ clock, random, pace }: { clock: Clock; random: Random; pace: number }): Policy {
  const counters = { retries: 0, throttled: 0, breakerOpenings: 0 };
  const breakers = new Map<string, Breaker>();
  const probes = new WeakSet<EnhancerError>();
  const patienceMs = outagePatienceMs * Math.max(leastPatience, Math.min(1, pace));
  const breakerOf = (family: string): Breaker => {
    const known = breakers.get(family);
    if (known !== undefined) return known;
    const made = createBreaker(clock, openForMs * pace, () => {
      counters.breakerOpenings += 1;
    });
    breakers.set(family, made);
    return made;
  };
  return {
    counters: () => ({ ...counters }),
    openings: (family) => breakerOf(family).openings(),
    guard: async (family, call, { patient } = {}) => {
      const breaker = breakerOf(family);
      for (;;) {
        try {
          return await breaker.policy.execute(call);
        } catch (error) {
          const worthWaiting = patient !== undefined && breaker.openMs() < patienceMs;
          if (error instanceof BrokenCircuitError) {
            if (!worthWaiting) throw notCalled(family, breaker.waitMs());
            await sleepOr(clock, Math.max(1, breaker.waitMs()), patient.signal);
            await patient.onWaited?.();
            continue;
          }
          if (error instanceof EnhancerError && error.code === "THROTTLED") counters.throttled += 1;
          // The circuit stands open after it: the call found the outage, or only tried whether it is over.
          if (error instanceof EnhancerError && worthWaiting && breaker.isOpen()) probes.add(error);
          throw error;
        }
      }
    },
    retry: async (call, { waits, signal, when = (error) => error.retryable }) => {
      for (let tries = 0; ;) {
        try {
          return await call();
        } catch (error) {
          if (!(error instanceof EnhancerError) || signal?.aborted === true) throw error;
          if (!when(error) || (error.retryAfterSeconds ?? 0) > longestWaitSeconds) throw error;
          const isProbe = probes.has(error);
          if (waits.length === 0 || (!isProbe && tries >= waits.length)) throw error;
          counters.retries += 1;
          const own = (waits[Math.min(tries, waits.length - 1)] ?? 0) * pace * (0.75 + random.next() / 2);
          const asked = (error.retryAfterSeconds ?? 0) * 1000 * (1 + random.next() / 10);
          if (!isProbe) tries += 1;
          await sleepOr(clock, Math.max(own, asked), signal);
        }
      }
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
