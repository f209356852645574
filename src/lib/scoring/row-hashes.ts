import { cellAt, type ColumnView, mix } from "./column-view.ts";
import type { ColumnPair, Mapping, Side } from "./mapping.ts";

/** Two numbers a row. Rows that count as the same have the same two; the converse is checked on the rows. */
export type RowHashes = { readonly low: Int32Array; readonly high: Int32Array };

/** `identical`: same for rows that are identical. `possible`: same for rows that may be equal, finite numbers under a tolerance left out. */
export type HashKind = "identical" | "possible";

/** Hashes of a list of rows, column after column, since that is how the cells' hashes lie in memory. */
export function hashRows(mapping: Mapping, side: Side, rows: Int32Array, kind: HashKind): RowHashes {
  const low = new Int32Array(rows.length).fill(0x3c6ef372);
  const high = new Int32Array(rows.length).fill(0x7f4a7c15);
  for (const pair of mapping.pairs) {
    const view = pair[side];
    const whole = kind === "identical" || !pair.tolerant;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as number;
      const hash = whole ? (view.hashes[row] as number) : classHash(view, pair, row);
      low[i] = mix(Math.imul(low[i] as number, 31) + hash);
      high[i] = Math.imul((high[i] as number) ^ hash, 0x01000193) + ((high[i] as number) >>> 15);
    }
  }
  return { low, high };
}

const anyNumber = 0x1b873593;

/** One number for all values that a tolerance may make equal; nulls, NaN and infinities keep their own. */
function classHash(view: ColumnView, pair: ColumnPair, row: number): number {
  const cell = cellAt(view, row);
  if (cell === null) return view.hashes[row] as number;
  return pair.tolerance === null || /^[\s+]*-?[\d.]/u.test(cell) ? anyNumber : (view.hashes[row] as number);
}

/** Rows of two lists under common numbers from 0: same hashes, same number. */
export type Groups = { readonly ofLeft: Int32Array; readonly ofRight: Int32Array; readonly count: number };

export function groupRows(left: RowHashes, right: RowHashes): Groups {
  const total = left.low.length + right.low.length;
  const mask = 2 ** Math.ceil(Math.log2(total + 1) + 1) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const lows = new Int32Array(total);
  const highs = new Int32Array(total);
  let count = 0;
  const numberRows = ({ low, high }: RowHashes): Int32Array => {
    const numbers = new Int32Array(low.length);
    for (let i = 0; i < low.length; i += 1) {
      let slot = mix((low[i] as number) ^ (high[i] as number)) & mask;
      let found = slots[slot] as number;
      while (found !== -1 && (lows[found] !== low[i] || highs[found] !== high[i])) {
        slot = (slot + 1) & mask;
        found = slots[slot] as number;
      }
      if (found === -1) {
        found = count;
        slots[slot] = count;
        lows[count] = low[i] as number;
        highs[count] = high[i] as number;
        count += 1;
      }
      numbers[i] = found;
    }
    return numbers;
  };
  return { ofLeft: numberRows(left), ofRight: numberRows(right), count };
}

/** The places of each group in a list, as linked chains in the list's order; −1 ends them. */
export type Chains = { readonly first: Int32Array; readonly next: Int32Array };

export function chainPlaces(numbers: Int32Array, count: number): Chains {
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(numbers.length).fill(-1);
  for (let i = numbers.length - 1; i >= 0; i -= 1) {
    const group = numbers[i] as number;
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
