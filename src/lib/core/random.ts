import { createHash, randomBytes } from "node:crypto";

/** Chance, handed in. */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
};

/** A seeded generator (mulberry32, public domain): the same seed gives the same numbers. */
export function seededRandom(seed: string | number): Random {
  let state = createHash("sha256").update(String(seed)).digest().readUInt32LE(0);
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}

/** One number in [0, 1) that depends on the parts alone, whatever was drawn before. */
export function drawOf(...parts: readonly (string | number)[]): number {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest();
  return hash.readUIntBE(0, 6) / 2 ** 48;
}

/** A whole number from 0 to `below - 1`. */
export function integerBelow(random: Random, below: number): number {
  return Math.floor(random.next() * below);
}

/** A copy in random order (Fisher–Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = integerBelow(random, i + 1);
    const held = copy[i] as T;
    copy[i] = copy[j] as T;
    copy[j] = held;
  }
  return copy;
}

/** Makers of ids, handed in. */
export type Ids = {
  /** 32 lowercase hex digits, as Genie's ids are. */
  hex32(): string;
};

/** Ids that nobody can guess. */
export const systemIds: Ids = { hex32: () => randomBytes(16).toString("hex") };

/** Ids that a seed decides, for tests. */
export function seededIds(seed: string | number): Ids {
  let count = 0;
  return {
    hex32: () => {
      count += 1;
      return createHash("sha256")
        .update(`${String(seed)}/${String(count)}`)
        .digest("hex")
        .slice(0, 32);
    },
  };
}
