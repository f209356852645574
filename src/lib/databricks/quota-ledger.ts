import { z } from "zod";
import { EnhancerError } from "../core/errors.ts";

/**
 * What all runs of a workspace know together of their questions: lanes. A lane lets one question through and then rests for its gap,
 * so that as many lanes as questions a minute, each resting a minute, let no more through in any minute, however it is cut.
 *
 * A lane is free (`by: null`), or lent to one process until a time. Its holder alone uses it, by its own clock and without a word to
 * anybody, so that a minute of asking costs one write. It goes to somebody else when its holder hands it over, saying since when it
 * rests, or when the time it was lent for has passed, and then only after another gap, since it may have been used up to the end.
 */
export type Ledger = {
  readonly lanes: readonly Lane[];
  /** Who wants to ask. */
  readonly members: readonly Member[];
  /** Lanes taken away after refusals. */
  readonly lowered: number;
  /** When `lowered` last changed. */
  readonly changedAt: number;
  /** Nobody asks before. */
  readonly blockedUntil: number;
  /** A lane taken away rests until then, so no new one may be used sooner. */
  readonly growFrom: number;
};

/** All times are milliseconds of the wall clock. */
export type Lane = {
  readonly id: number;
  readonly by: string | null;
  /** The next question may pass from then on; kept up to date when the lane changes hands. */
  readonly from: number;
  readonly until: number;
};

export type Member = {
  readonly by: string;
  /** Lanes it is to have. */
  readonly want: number;
  /** Questions a minute that its settings allow to all. */
  readonly ceiling: number;
  readonly seen: number;
  /** Since when it waits for its first lane, or waited. */
  readonly since: number;
};

const ledgerSchema = z.object({
  lanes: z.array(z.object({ id: z.number(), by: z.string().nullable(), from: z.number(), until: z.number() })),
  members: z.array(
    z.object({ by: z.string(), want: z.number(), ceiling: z.number(), seen: z.number(), since: z.number() }),
  ),
  lowered: z.number(),
  changedAt: z.number(),
  blockedUntil: z.number(),
  growFrom: z.number(),
});

/** @throws EnhancerError BAD_RESPONSE when the text is no ledger: then nobody knows what may be asked */
export function parseLedger(text: string): Ledger {
  try {
    return ledgerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new EnhancerError({
      code: "BAD_RESPONSE",
      message: "The question quota that the leases table holds cannot be read",
      remedy: "When no run is at work, delete its row (lease_key starts with quota:genie:), then resume the run.",
      cause,
    });
  }
}

const minuteMs = 60_000;
/** Over what the platform says, for clocks that do not run alike. */
const margin = 1.002;
/** Small groups of lanes, the likeliest first: a larger number a minute is spread over the minute in groups of so many. */
const groups = [5, 4, 6, 7, 8, 9, 3] as const;
/** Above it a number that no group divides is rounded down, which costs less than a twentieth. */
const exactUpTo = 25;

export type LaneShape = { readonly lanes: number; readonly gapMs: number };

/**
 * Lanes and their gap for so many questions a minute. A fraction is kept on average: 2.5 are 3 in any 72 seconds, hence never more than
 * the next whole number in a minute. Many are spread: 80 a minute are 5 in any 3.75 s.
 */
export function shapeOf(perMinute: number): LaneShape {
  const whole = Math.max(1, Math.ceil(perMinute - 1e-9));
  const multiple = (lanes: number): number => whole - (whole % lanes);
  const divisor = groups.find((lanes) => multiple(lanes) === whole);
  if (divisor === undefined && whole <= exactUpTo) return { lanes: whole, gapMs: gapOf(whole, perMinute) };
  const lanes = divisor ?? groups.reduce((best, next) => (multiple(next) > multiple(best) ? next : best));
  return { lanes, gapMs: gapOf(lanes, (perMinute * multiple(lanes)) / whole) };
}

function gapOf(lanes: number, perMinute: number): number {
  return Math.ceil(((minuteMs * lanes) / perMinute) * margin);
}

/** How long a lane is lent: a renewal a minute, and time for it to come through. */
const lentMs = 80_000;
/** A loan with less than this left is renewed, which makes one write a minute. */
const renewBelowMs = 25_000;
/** After so long without a refusal one more lane is tried. */
const recoveryMs = 3 * minuteMs;

/** A lane as its holder knows it. */
export type HeldLane = {
  /** When it will have rested. */
  readonly from: number;
  /** A question is on its way, so that nobody can say yet since when it rests. */
  readonly busy: boolean;
  /** It let a question through since it was got. */
  readonly used: boolean;
};

export type Visit = {
  readonly by: string;
  readonly now: number;
  readonly ceiling: number;
  /** Lanes it could make use of, those that rest included; 0 gives back all. */
  readonly want: number;
  /** Lanes it cannot do without, at most `want`: others who wait come before what is more. Default all. */
  readonly need?: number;
  readonly held: ReadonlyMap<number, HeldLane>;
  /** The workspace refused a question and wants none before. */
  readonly refusedUntil?: number | null;
};

type Draft = { id: number; by: string | null; from: number; until: number };

/** What the ledger is after a process looked in: it gets, keeps or hands over lanes. Equal to what it was when nothing is worth a write. */
export function visit(stored: Ledger | null, visitor: Visit): Ledger {
  const { now, by } = visitor;
  const known = stored ?? nothingYet(now);
  const members = membersAfter(known, visitor);
  const ceiling = Math.min(visitor.ceiling, ...members.map((member) => member.ceiling));
  const { lanes: most, gapMs } = shapeOf(ceiling);
  const pace = adapted(known, visitor, most);
  const capacity = Math.max(1, most - pace.lowered);
  const lanes = known.lanes.map((lane) => current(lane, visitor, gapMs));
  const growFrom = resize(lanes, capacity, known.growFrom, visitor);
  const shares = sharesOf(members, lanes, capacity, visitor);
  handOver(lanes, members, shares, visitor);
  takeFree(lanes, members, shares, visitor);
  const after = { lanes, members: waitingSince(members, lanes, known, visitor), ...pace, growFrom };
  const isDue = lanes.some((lane) => lane.by === by && lane.until - now < renewBelowMs);
  // What is written anyway renews all, so that one write does for the next minute.
  if (!isDue && !isUnseen(members, visitor) && stored !== null && isSame(stored, after)) return stored;
  for (const lane of lanes.filter((each) => each.by === by)) {
    lane.from = Math.max(lane.from, visitor.held.get(lane.id)?.from ?? 0);
    lane.until = Math.max(lane.until, now + lentMs);
  }
  return { ...after, members: after.members.map((member) => (member.by === by ? { ...member, seen: now } : member)) };
}

function isSame(one: Ledger, other: Ledger): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isUnseen(members: readonly Member[], { by, now }: Visit): boolean {
  return members.some((member) => member.by === by && now - member.seen > lentMs - renewBelowMs);
}

function nothingYet(now: number): Ledger {
  return { lanes: [], members: [], lowered: 0, changedAt: now, blockedUntil: 0, growFrom: 0 };
}

function membersAfter(known: Ledger, { by, now, want: use, need: want = use, ceiling }: Visit): Member[] {
  const alive = known.members.filter((member) => (member.by === by ? use > 0 : now - member.seen <= lentMs));
  const me = alive.find((member) => member.by === by);
  if (use === 0) return alive;
  if (me === undefined) return [...alive, { by, want, ceiling, seen: now, since: now }];
  return alive.map((member) => (member === me ? { ...me, want, ceiling } : member));
}

/** One lane fewer at each refusal, but once for questions refused together; one more after some quiet minutes. */
function adapted(
  known: Ledger,
  { now, refusedUntil }: Visit,
  most: number,
): Pick<Ledger, "lowered" | "changedAt" | "blockedUntil"> {
  let { lowered, changedAt } = known;
  const quietSince = Math.max(changedAt, known.blockedUntil);
  const recovered = Math.min(lowered, Math.max(0, Math.floor((now - quietSince) / recoveryMs)));
  if (recovered > 0) {
    lowered -= recovered;
    changedAt = now;
  }
  if (typeof refusedUntil !== "number") return { lowered, changedAt, blockedUntil: known.blockedUntil };
  if (now >= known.blockedUntil) {
    lowered = Math.min(most - 1, lowered + 1);
    changedAt = now;
  }
  return { lowered, changedAt, blockedUntil: Math.max(known.blockedUntil, refusedUntil) };
}

/** The lane as it stands now: whose loan has run out is nobody's, and rests as if it had been used at the very end. */
function current(lane: Lane, { by, now, want, held }: Visit, gapMs: number): Draft {
  if (lane.by === by) {
    const mine = held.get(lane.id);
    if (want > 0 || mine?.busy === true) return { ...lane };
    return { ...lane, by: null, from: Math.max(lane.from, mine?.from ?? 0), until: 0 };
  }
  if (lane.by === null || now <= lane.until) return { ...lane };
  return { ...lane, by: null, from: Math.max(lane.from, lane.until + gapMs + 1_000), until: 0 };
}

/** Takes away what is too much, of free lanes and the visitor's own, or adds what is missing. @returns from when added lanes may be used */
function resize(lanes: Draft[], capacity: number, earlier: number, { by, now, held }: Visit): number {
  let growFrom = earlier;
  const restsUntil = (lane: Draft): number => Math.max(lane.from, held.get(lane.id)?.from ?? 0);
  while (lanes.length > capacity) {
    const spare = lanes
      .filter((lane) => lane.by === null || (lane.by === by && held.get(lane.id)?.busy !== true))
      .toSorted((a, b) => Number(a.by !== null) - Number(b.by !== null) || restsUntil(b) - restsUntil(a))[0];
    if (spare === undefined) break;
    growFrom = Math.max(growFrom, restsUntil(spare));
    lanes.splice(lanes.indexOf(spare), 1);
  }
  while (lanes.length < capacity) {
    const id = 1 + Math.max(0, ...lanes.map((lane) => lane.id));
    lanes.push({ id, by: null, from: Math.max(now, growFrom), until: 0 });
  }
  return growFrom;
}

function holdingOf(lanes: readonly Draft[], by: string): number {
  return lanes.filter((lane) => lane.by === by).length;
}

/**
 * How many lanes each may have: one after the other in turn, those who hold most first, so that little changes hands. Where there are more
 * members than lanes they take turns: who used its lane goes behind all who wait.
 */
function sharesOf(
  members: readonly Member[],
  lanes: readonly Draft[],
  capacity: number,
  { by, held }: Visit,
): ReadonlyMap<string, number> {
  const crowded = members.length > capacity;
  const done = (member: Member): boolean =>
    crowded && member.by === by && lanes.some((lane) => lane.by === by && held.get(lane.id)?.used === true);
  const order = members.toSorted(
    (a, b) => Number(done(a)) - Number(done(b)) || holdingOf(lanes, b.by) - holdingOf(lanes, a.by) || a.since - b.since,
  );
  const shares = new Map(members.map((member) => [member.by, 0]));
  for (let left = capacity, given = true; left > 0 && given;) {
    given = false;
    for (const member of order) {
      const share = shares.get(member.by) ?? 0;
      if (left === 0 || share >= member.want) continue;
      shares.set(member.by, share + 1);
      left -= 1;
      given = true;
    }
  }
  return shares;
}

function neediest(
  members: readonly Member[],
  lanes: readonly Draft[],
  shares: ReadonlyMap<string, number>,
  but: string | null,
): Member | undefined {
  return members
    .filter((member) => member.by !== but && holdingOf(lanes, member.by) < (shares.get(member.by) ?? 0))
    .toSorted((a, b) => holdingOf(lanes, a.by) - holdingOf(lanes, b.by) || a.since - b.since)[0];
}

/** The visitor gives what is above its share to those who have less than theirs: first what rests longest, so that they hear of it in time. */
function handOver(
  lanes: Draft[],
  members: readonly Member[],
  shares: ReadonlyMap<string, number>,
  { by, now, held }: Visit,
): void {
  const share = shares.get(by) ?? 0;
  const mine = lanes
    .filter((lane) => lane.by === by && held.get(lane.id)?.busy !== true)
    .map((lane) => ({ lane, from: Math.max(lane.from, held.get(lane.id)?.from ?? 0) }))
    .toSorted((a, b) => b.from - a.from);
  for (const { lane, from } of mine) {
    if (holdingOf(lanes, by) <= share) return;
    const next = neediest(members, lanes, shares, by);
    if (next === undefined) return;
    Object.assign(lane, lend(from, next.by, now));
  }
}

/** Free lanes go to those who have less than their share, and what nobody else lacks to the visitor, as far as it has use for it. */
function takeFree(
  lanes: Draft[],
  members: readonly Member[],
  shares: ReadonlyMap<string, number>,
  { by, now, want }: Visit,
): void {
  for (const lane of lanes.filter(({ by: holder }) => holder === null).toSorted((a, b) => a.from - b.from)) {
    const mine = holdingOf(lanes, by);
    const first = mine < (shares.get(by) ?? 0) ? by : neediest(members, lanes, shares, by)?.by;
    const next = first ?? (mine < want ? by : undefined);
    if (next !== undefined) Object.assign(lane, lend(lane.from, next, now));
  }
}

function lend(from: number, by: string, now: number): Omit<Draft, "id"> {
  return { by, from, until: Math.max(now + lentMs, from + renewBelowMs) };
}

/** Who just lost its last lane waits from now on. */
function waitingSince(
  members: readonly Member[],
  lanes: readonly Draft[],
  known: Ledger,
  { by, now }: Visit,
): Member[] {
  const had = known.lanes.some((lane) => lane.by === by);
  return members.map((member) =>
    member.by === by && had && holdingOf(lanes, by) === 0 ? { ...member, since: now } : member,
  );
}
