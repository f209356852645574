import type { Clock } from "../core/clock.ts";
import { EnhancerError, toEnhancerError } from "../core/errors.ts";
import { type HeldLane, type Ledger, parseLedger, shapeOf, visit } from "./quota-ledger.ts";
import type { SharedText } from "./quota-port.ts";
import type { Turn } from "./quota.ts";

/** The longest that asking one question is under way to the workspace: the client gives up then. */
const onItsWayMs = 60_000;
/** Tries to reach the ledger again, while there still are lanes. */
const lookAgainMs = 5_000;
/** How finely time is waited for while a look is under way. */
const whileLookingMs = 250;
/** Giving back is a courtesy: what is not given back falls to others by itself, so an end does not wait long for it. */
const giveBackMs = 10_000;

/** A lane as this process has it; times by its own monotonic clock. */
type Held = {
  from: number;
  /** Until then it was lent for sure; 0 for a lane whose fate is not known. */
  until: number;
  busyUntil: number;
  used: boolean;
  /** The latest turn taken on it. */
  turn: number;
  /** Being handed over, so not to be used. */
  leaving: boolean;
};

/** One process's lanes. */
export type QuotaShare = {
  /** A lane that has rested, used up by the call; null when there is none. */
  use(): Turn | null;
  /**
   * Looks into the ledger if it is time to.
   * @param coming questions that wait or are known to come
   * @param isAll whether no others will; then lanes that none of them will use go to others who wait
   */
  look(coming: number, isAll: boolean): void;
  /** Ends with the look under way; never when there is none. */
  looking(): Promise<void>;
  /** Milliseconds until there is something to do; null when only the look under way can bring something. */
  nextMs(): number | null;
  /** Why nothing can be known of what may be asked, once; null when all is well. */
  trouble(): EnhancerError | null;
  refused(waitMs: number): void;
  rate(): number;
  giveBack(): Promise<void>;
};

type Options = {
  readonly ceiling: number;
  readonly clock: Clock;
  /** This process. */
  readonly by: string;
  readonly shared: SharedText;
};

export function createQuotaShare({ ceiling: own, clock, by, shared }: Options): QuotaShare {
  const held = new Map<number, Held>();
  let ceiling = own;
  let lowered = 0;
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let refusedUntil: number | null = null;
  let lookAt = Number.NEGATIVE_INFINITY;
  let wanted = 0;
  let needed = 0;
  let othersWait = false;
  let known = false;
  let turns = 0;
  let failure: EnhancerError | null = null;
  let underWay: Promise<void> | null = null;
  /** What the wall clock of all runs shows when ours shows 0. */
  let base: number | null = null;

  const now = (): number => clock.monotonic();
  const shape = () => shapeOf(ceiling);
  const mine = (): Held[] => [...held.values()].filter((lane) => lane.until > now());

  const heldNow = (zero: number): ReadonlyMap<number, HeldLane> =>
    new Map(
      [...held].map(([id, lane]) => [
        id,
        { from: Math.ceil(lane.from + zero), busy: lane.busyUntil > now(), used: lane.used },
      ]),
    );
  const adopt = (ledger: Ledger, zero: number): void => {
    for (const lane of ledger.lanes) {
      const before = held.get(lane.id);
      if (lane.by !== by) held.delete(lane.id);
      else {
        held.set(lane.id, {
          from: Math.max(before?.from ?? Number.NEGATIVE_INFINITY, lane.from - zero),
          until: lane.until - zero,
          busyUntil: before?.busyUntil ?? 0,
          used: before?.used ?? false,
          turn: before?.turn ?? 0,
          leaving: false,
        });
      }
    }
    const ids = new Set(ledger.lanes.map(({ id }) => id));
    for (const id of held.keys()) if (!ids.has(id)) held.delete(id);
    ceiling = Math.min(own, ...ledger.members.map((member) => member.ceiling));
    ({ lowered } = ledger);
    blockedUntil = Math.max(blockedUntil, ledger.blockedUntil - zero);
    othersWait = ledger.members.some(
      (member) => member.by !== by && !ledger.lanes.some((lane) => lane.by === member.by),
    );
  };

  const goThrough = async (want: number, need: number): Promise<void> => {
    if (base === null) {
      const sent = now();
      const wall = await shared.now();
      base = wall - (sent + now()) / 2;
    }
    const zero = base;
    const refused = refusedUntil;
    const seen: { ledger: Ledger | null } = { ledger: null };
    await shared.change((text) => {
      const stored = text === null ? null : parseLedger(text);
      const ledger = visit(stored, {
        by,
        now: Math.ceil(now() + zero),
        ceiling: own,
        want,
        need,
        held: heldNow(zero),
        refusedUntil: refused === null ? null : Math.ceil(refused + zero),
      });
      seen.ledger = ledger;
      // What goes to others now may no longer be used, even before anybody knows whether the change came through.
      const kept = new Set(ledger.lanes.filter((lane) => lane.by === by).map(({ id }) => id));
      for (const [id, lane] of held) lane.leaving = !kept.has(id);
      return ledger === stored ? null : JSON.stringify(ledger);
    });
    if (refusedUntil === refused) refusedUntil = null;
    known = want > 0;
    if (seen.ledger !== null) adopt(seen.ledger, zero);
  };
  const start = (want: number, need: number): Promise<void> => {
    wanted = want;
    needed = need;
    underWay = (async () => {
      try {
        await goThrough(want, need);
        const { lanes, gapMs } = shape();
        const short = mine().length < Math.min(want, Math.max(1, lanes - lowered));
        lookAt = now() + (short ? within(gapMs / 3, 250, 20_000) : within(gapMs / 2, 250, 30_000));
      } catch (thrown) {
        // A lane that was to leave may be somebody else's by now. When it rests is kept, should it still be ours.
        for (const lane of held.values()) if (lane.leaving) lane.until = 0;
        const usable = mine().length > 0;
        failure = usable ? null : unknownQuota(thrown);
        lookAt = usable ? now() + lookAgainMs : Number.NEGATIVE_INFINITY;
      } finally {
        underWay = null;
      }
    })();
    return underWay;
  };

  return {
    use: () => {
      const at = now();
      if (at < blockedUntil) return null;
      const lane = mine()
        .filter(({ from, leaving }) => from <= at && !leaving)
        .toSorted((a, b) => a.from - b.from)[0];
      if (lane === undefined) return null;
      const id = [...held].find(([, each]) => each === lane)?.[0] ?? 0;
      turns += 1;
      const turn = turns;
      Object.assign(lane, {
        turn,
        from: at + Math.max(shape().gapMs, onItsWayMs) + 1_000,
        busyUntil: at + onItsWayMs + 1_000,
        used: true,
      });
      return {
        reached: () => {
          const same = held.get(id);
          if (same?.turn !== turn) return;
          Object.assign(same, { from: now() + shape().gapMs, busyUntil: 0 });
          if (othersWait && underWay === null) void start(Math.max(1, wanted), Math.max(1, needed));
        },
      };
    },
    look: (coming, isAll) => {
      const { lanes } = shape();
      const resting = mine().filter(({ from }) => from > now()).length;
      const want = Math.min(lanes, coming + resting);
      const due = now() >= lookAt || (want > wanted && mine().length < want);
      if (underWay === null && due) void start(want, isAll ? Math.min(lanes, coming) : want);
    },
    looking: () => underWay ?? new Promise<void>(() => {}),
    nextMs: () => {
      const at = now();
      const rested = mine()
        .filter(({ leaving }) => !leaving)
        .map(({ from, until }) => ({ from: Math.max(from, blockedUntil, at), until }))
        .flatMap(({ from, until }) => (from < until ? [from] : []));
      const times = underWay === null ? [...rested, lookAt] : rested;
      if (times.length === 0) return null;
      const ms = Math.max(0, Math.min(...times) - at);
      // A look may bring something sooner, be it on a clock that jumps.
      return underWay === null ? ms : Math.min(ms, whileLookingMs);
    },
    trouble: () => {
      const found = failure;
      failure = null;
      return found;
    },
    refused: (waitMs) => {
      const at = now();
      if (at >= blockedUntil) lowered = Math.min(shape().lanes - 1, lowered + 1);
      blockedUntil = Math.max(blockedUntil, at + waitMs);
      refusedUntil = blockedUntil;
      lookAt = Number.NEGATIVE_INFINITY;
      if (underWay === null) void start(Math.max(1, wanted), Math.max(1, needed));
    },
    rate: () => {
      const { lanes } = shape();
      return (ceiling * Math.max(1, lanes - lowered)) / lanes;
    },
    giveBack: async () => {
      for (let before = underWay; before !== null; before = underWay) await before;
      if (!known) return;
      const patience = new AbortController();
      await Promise.race([start(0, 0), clock.sleep(giveBackMs, patience.signal).catch(() => {})]);
      patience.abort();
      failure = null;
    },
  };
}

function within(ms: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, ms));
}

function unknownQuota(thrown: unknown): EnhancerError {
  const error = toEnhancerError(thrown);
  return new EnhancerError({
    code: error.code,
    message: `What all runs together may ask is not known: ${error.message}`,
    remedy: error.remedy,
    retryable: error.retryable,
    context: { ...error.context, quotaUnknown: true },
    cause: error,
  });
}
