import type { Clock } from "../core/clock.ts";
import { type SharedText, textInMemory } from "./quota-port.ts";
import { createQuotaShare } from "./quota-share.ts";

/** A question that may be asked now. */
export type Turn = {
  /**
   * The workspace has the question, or has refused it, or will never see it: its minute counts from here. Left out, it counts from one
   * second after the turn was taken.
   */
  reached(): void;
};

/** How many questions a minute may be asked, and the waiting for one's turn. */
export type Quota = {
  /**
   * Waits until a question may be asked, in the order of asking. Rejects with the signal's reason, or with the error that keeps it from
   * knowing what may be asked, whose context has `quotaUnknown: true`.
   */
  take(signal?: AbortSignal): Promise<Turn>;
  /** The other side said "too many": nobody asks for that long, and there is one question a minute fewer for some minutes. */
  throttled(retryAfterSeconds?: number): void;
  /** Questions a minute at present, for all runs together; null when not limited. */
  rate(): number | null;
  /**
   * Tells of questions to come, so that enough of the quota is claimed at once. Call the returned function when no more of them come: what
   * is left is given back as far as that succeeds.
   */
  expect(questions: number): () => Promise<void>;
  /** Gives everything back, as far as that succeeds; for the end of a process. */
  release(): Promise<void>;
};

export type QuotaOptions = {
  /** Questions a minute that all runs may ask together; fractions are kept on average. Null switches it off. */
  readonly perMinute: number | null;
  readonly clock: Clock;
  /** What the runs share; default nothing, for a process that asks alone. */
  readonly shared?: SharedText;
  /** Tells this process from the others; needed when something is shared. */
  readonly name?: string;
};

type Waiter = {
  readonly serve: (turn: Turn) => void;
  readonly fail: (reason: unknown) => void;
};

/**
 * At most `perMinute` questions in any 60 s, over everything that shares the ledger, since the platform counts by workspace. Any 60 s: it
 * is not known how the platform cuts its minutes.
 *
 * Idle → (a question comes) waiting: the process holds its lanes, looks into the ledger now and then, and serves who waits as its lanes
 * have rested → (nobody waits) idle. While idle nothing is read or written, and lanes that are not renewed fall to others.
 */
export function createQuota({ perMinute, clock, shared, name = "alone" }: QuotaOptions): Quota {
  if (perMinute === null) return unlimited;
  const share = createQuotaShare({ ceiling: perMinute, clock, by: name, shared: shared ?? textInMemory(clock) });
  const waiters: Waiter[] = [];
  const expected = new Set<{ left: number }>();
  let waiting = false;
  let wake = new AbortController();

  const coming = (): number => [...expected].reduce((sum, { left }) => sum + left, waiters.length);
  const giveBack = async (): Promise<void> => {
    if (coming() === 0) await share.giveBack();
  };

  let onTheWay = 0;
  /** A turn whose end is heard of. After the last of those expected nothing is kept from others until its answer is there. */
  const heard = (turn: Turn): Turn => {
    let isReached = false;
    onTheWay += 1;
    return {
      reached: () => {
        turn.reached();
        if (isReached) return;
        isReached = true;
        onTheWay -= 1;
        if (onTheWay === 0 && expected.size > 0) void giveBack();
      },
    };
  };
  const serve = (): void => {
    for (let turn = share.use(); turn !== null; turn = share.use()) {
      const first = waiters.shift();
      first?.serve(heard(turn));
      if (waiters.length === 0) return;
    }
  };
  const failAll = (error: unknown): void => {
    for (const waiter of waiters.splice(0)) waiter.fail(error);
  };
  /** Until something can change: a lane has rested, it is time to look, the look is done, or somebody came or went. */
  const change = async (): Promise<void> => {
    const ms = share.nextMs();
    if (ms === null) {
      await share.looking();
      return;
    }
    wake = new AbortController();
    const slept = clock.sleep(ms, wake.signal).catch(() => {});
    await Promise.race([slept, share.looking()]);
    wake.abort();
  };
  const run = async (): Promise<void> => {
    if (waiting) return;
    waiting = true;
    try {
      while (waiters.length > 0) {
        serve();
        if (waiters.length === 0) return;
        share.look(coming(), expected.size > 0);
        const error = share.trouble();
        if (error === null) await change();
        else failAll(error);
      }
    } finally {
      waiting = false;
    }
  };

  const take = (signal?: AbortSignal): Promise<Turn> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const leave = (): void => {
        // One that gives up must not hold up those behind it.
        waiters.splice(waiters.indexOf(waiter), 1);
        wake.abort();
        reject(signal?.reason as Error);
      };
      const settled = <T>(end: (value: T) => void) => {
        return (value: T): void => {
          signal?.removeEventListener("abort", leave);
          end(value);
        };
      };
      const waiter: Waiter = { serve: settled(resolve), fail: settled(reject) };
      signal?.addEventListener("abort", leave, { once: true });
      // A question asked again was counted already, so there may be none left.
      const first = [...expected].find(({ left }) => left > 0);
      if (first !== undefined) first.left -= 1;
      waiters.push(waiter);
      wake.abort();
      void run();
    });

  return {
    take,
    throttled: (seconds) => {
      share.refused((seconds ?? 60 / perMinute) * 1000);
      wake.abort();
    },
    rate: () => share.rate(),
    expect: (questions) => {
      const mine = { left: questions };
      expected.add(mine);
      return () => {
        expected.delete(mine);
        return giveBack();
      };
    },
    release: () => {
      expected.clear();
      return giveBack();
    },
  };
}

const unlimited: Quota = {
  take: () => Promise.resolve({ reached: () => {} }),
  throttled: () => {},
  rate: () => null,
  expect: () => () => Promise.resolve(),
  release: () => Promise.resolve(),
};
