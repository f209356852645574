import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import { type SharedText, textInMemory } from "./quota-port.ts";
import { createQuota, type Quota, type Turn } from "./quota.ts";
import { simulatedClock } from "./simulated-clock.fixture.ts";

/** What one process does. */
export type Asker = {
  readonly startsAt: number;
  readonly questions: number;
  readonly atOnce: number;
  /** What its own settings allow to all; default the crowd's number. */
  readonly perMinute?: number;
  /** It is killed after so many turns, without a word to anybody. */
  readonly killedAfter?: number;
};

export type Crowd = {
  readonly askers: readonly Asker[];
  readonly perMinute: number;
  /** The longest time a question needs to the workspace and back, an answer, and a step of the ledger; each is drawn. */
  readonly wayMs: number;
  readonly answerMs: number;
  readonly ledgerMs: number;
  /** Share of changes of the ledger that fail, half of them after they were made. */
  readonly failingShare: number;
  /** Share of questions refused with "too many", by other people's doing. */
  readonly refusedShare: number;
  readonly random: Random;
};

export type Played = {
  /** When the workspace got questions, in order; refused ones too. */
  readonly arrived: readonly number[];
  readonly answered: number;
  readonly writes: number;
  readonly endedAt: number;
};

/** Lets processes ask over one ledger that takes its time, each question until it is answered. */
export async function playCrowd(crowd: Crowd): Promise<Played> {
  const clock = simulatedClock();
  const { random } = crowd;
  const shared = slow(clock, crowd);
  const arrived: number[] = [];
  let answered = 0;
  const takeAtLast = async (quota: Quota): Promise<Turn> => {
    for (;;) {
      const turn = await quota.take().catch(() => null);
      if (turn !== null) return turn;
      await clock.sleep(5_000);
    }
  };
  const oneQuestion = async (quota: Quota, isKilled: () => boolean): Promise<void> => {
    for (;;) {
      const turn = await takeAtLast(quota);
      if (isKilled()) return;
      await clock.sleep(random.next() * crowd.wayMs);
      arrived.push(clock.monotonic());
      await clock.sleep(random.next() * crowd.wayMs);
      turn.reached();
      if (random.next() >= crowd.refusedShare) break;
      quota.throttled(random.next() < 0.5 ? undefined : 1 + random.next() * 40);
    }
    await clock.sleep(random.next() * crowd.answerMs);
    answered += 1;
  };
  const process = async (asker: Asker, place: number): Promise<void> => {
    await clock.sleep(asker.startsAt);
    const { perMinute = crowd.perMinute, killedAfter = Number.POSITIVE_INFINITY } = asker;
    const quota = createQuota({ perMinute, clock, shared, name: String(place) });
    let turns = 0;
    const isKilled = (): boolean => (turns += 1) > killedAfter;
    const end = quota.expect(asker.questions);
    let left = asker.questions;
    const stream = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await oneQuestion(quota, isKilled);
        if (turns > killedAfter) return;
      }
    };
    await Promise.all(Array.from({ length: asker.atOnce }, stream));
    if (turns <= killedAfter) await end();
  };
  await clock.run(Promise.all(crowd.askers.map(process)));
  return {
    arrived: arrived.toSorted((a, b) => a - b),
    answered,
    writes: shared.writes(),
    endedAt: clock.monotonic(),
  };
}

/** A shared text that is read, thought over and written with delays between, and refuses who was overtaken. */
function slow(clock: Clock, { ledgerMs, failingShare, random }: Crowd): SharedText & { readonly writes: () => number } {
  const inner = textInMemory(clock);
  let version = 0;
  let writes = 0;
  const wait = (): Promise<void> => clock.sleep(random.next() * ledgerMs);
  const read = async (): Promise<{ readonly text: string | null; readonly version: number }> => {
    let found: string | null = null;
    await inner.change((text) => {
      found = text;
      return null;
    });
    return { text: found, version };
  };
  return {
    now: () => inner.now(),
    writes: () => writes,
    change: async (compute) => {
      for (;;) {
        const seen = await read();
        await wait();
        const next = compute(seen.text);
        await wait();
        if (next === null) return;
        writes += 1;
        const fate = random.next();
        if (fate < failingShare / 2) throw new Error("not written");
        if (version === seen.version) {
          version += 1;
          await inner.change(() => next);
          await wait();
          if (fate < failingShare) throw new Error("written, but nobody heard of it");
          return;
        }
      }
    },
  };
}

/** The most questions that lie within any 60 seconds. */
export function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from, first) => times.slice(first).filter((time) => time - from < 60_000).length));
}
