import { cellAt, type ColumnView } from "./column-view.ts";
import { int32s } from "./long-lists.ts";
import type { ColumnPair, Mapping, Side } from "./mapping.ts";
import { mix } from "./text-hash.ts";

/** `identical`: same for rows that are identical. `possible`: same for rows that may be equal, finite numbers under a tolerance left out. */
export type HashKind = "identical" | "possible";

/**
 * A number a row. Rows that count as the same have the same; the converse is for the caller to check on the rows. Column after column,
 * since that is how the cells' hashes lie in memory.
 */
export function hashRows(mapping: Mapping, side: Side, rows: Int32Array, kind: HashKind): Int32Array {
  const hashes = int32s(rows.length).fill(0x3c6ef372);
  for (const pair of mapping.pairs) {
    const view = pair[side];
    const whole = kind === "identical" || !pair.tolerant;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as number;
      const hash = whole ? (view.hashes[row] as number) : classHash(view, pair, row);
      hashes[i] = mix(Math.imul(hashes[i] as number, 31) + hash);
    }
  }
  return hashes;
}

const anyNumber = 0x1b873593;

/** One number for all values that a tolerance may make equal; nulls, NaN and infinities keep their own. */
function classHash(view: ColumnView, pair: ColumnPair, row: number): number {
  const free = pair.tolerance === null ? cellAt(view, row) !== null : !Number.isNaN(view.numbers()[row]);
  return free ? anyNumber : (view.hashes[row] as number);
}

/** Rows of one list under numbers from 0, same hash, same number; those of another under the same numbers, −1 for a hash of their own. */
export type Groups = { readonly ofLeft: Int32Array; readonly ofRight: Int32Array; readonly count: number };

export function groupRows(left: Int32Array, right: Int32Array): Groups {
  const mask = 2 ** Math.ceil(Math.log2(left.length + 1) + 1) - 1;
  const slots = int32s(mask + 1).fill(-1);
  const known = int32s(left.length);
  const ofLeft = int32s(left.length);
  let count = 0;
  const slotOf = (hash: number): number => {
    let slot = mix(hash) & mask;
    let found = slots[slot] as number;
    while (found !== -1 && known[found] !== hash) {
      slot = (slot + 1) & mask;
      found = slots[slot] as number;
    }
    return slot;
  };
  for (let i = 0; i < left.length; i += 1) {
    const slot = slotOf(left[i] as number);
    if (slots[slot] === -1) {
      slots[slot] = count;
      known[count] = left[i] as number;
      count += 1;
    }
    ofLeft[i] = slots[slot] as number;
  }
  const ofRight = int32s(right.length);
  for (let k = 0; k < right.length; k += 1) ofRight[k] = slots[slotOf(right[k] as number)] as number;
  return { ofLeft, ofRight, count };
}

/** The places of each group in a list, as linked chains in the list's order; −1 ends them. */
export type Chains = { readonly first: Int32Array; readonly next: Int32Array };

export function chainPlaces(numbers: Int32Array, count: number): Chains {
  const first = int32s(count).fill(-1);
  const next = int32s(numbers.length).fill(-1);
  for (let i = numbers.length - 1; i >= 0; i -= 1) {
    const group = numbers[i] as number;
    if (group === -1) continue;
    next[i] = first[group] as number;
    first[group] = i;
  }
  return { first, next };
}

/** The places of one group. */
export function placesOf(chains: Chains, group: number): number[] {
  const places: number[] = [];
  for (let i = chains.first[group] as number; i !== -1; i = chains.next[i] as number) places.push(i);
  return places;
}
