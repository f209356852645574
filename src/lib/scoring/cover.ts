import { maySpend } from "./effort.ts";
import { type Mapping, rowsEqual, rowsIdentical, swapped } from "./mapping.ts";
import { windowOver } from "./matching.ts";
import type { Leftovers } from "./pairing.ts";
import { chainPlaces, groupRows, hashRows, placesOf } from "./row-hashes.ts";

/**
 * Compares two sets of rows: everybody needs an equal row on the other side. This is the equality of bags for some choice of
 * how often each row stands, so copies on either side never matter.
 */
export function coverRows(mapping: Mapping, expected: Int32Array, actual: Int32Array): Leftovers {
  return { expected: uncovered(mapping, expected, actual), actual: uncovered(swapped(mapping), actual, expected) };
}

function uncovered(mapping: Mapping, rows: Int32Array, others: Int32Array): Int32Array {
  const open = withoutIdentical(mapping, rows, others);
  if (open.length === 0 || !mapping.pairs.some((pair) => pair.tolerant)) return open;
  return withoutEqual(mapping, open, others);
}

function withoutIdentical(mapping: Mapping, rows: Int32Array, others: Int32Array): Int32Array {
  const groups = groupRows(
    hashRows(mapping, "actual", others, "identical"),
    hashRows(mapping, "expected", rows, "identical"),
  );
  const { first, next } = chainPlaces(groups.ofLeft, groups.count);
  return rows.filter((row, i) => {
    const group = groups.ofRight[i] as number;
    for (let k = group === -1 ? -1 : (first[group] as number); k !== -1; k = next[k] as number) {
      if (rowsIdentical(mapping, row, others[k] as number)) return false;
    }
    return true;
  });
}

/** Rows without one among the others that equals them: looked for in the window of numbers in which it can lie. */
function withoutEqual(mapping: Mapping, rows: Int32Array, others: Int32Array): Int32Array {
  const groups = groupRows(
    hashRows(mapping, "expected", rows, "possible"),
    hashRows(mapping, "actual", others, "possible"),
  );
  const left = chainPlaces(groups.ofLeft, groups.count);
  const right = chainPlaces(groups.ofRight, groups.count);
  const covered = new Uint8Array(rows.length);
  for (let group = 0; group < groups.count; group += 1) {
    const bucket = { expected: placesOf(left, group), actual: placesOf(right, group) };
    if (bucket.actual.length === 0) continue;
    const window = windowOver(mapping, rows, others, bucket);
    for (const i of bucket.expected) {
      const [from, to] = window.of(i);
      for (let at = from; at < to && covered[i] === 0; at += 1) {
        if (!maySpend(mapping.effort, "comparisons", 1)) return rows.filter((_row, place) => covered[place] === 0);
        const other = others[window.order[at] as number] as number;
        if (rowsEqual(mapping, rows[i] as number, other)) covered[i] = 1;
      }
    }
  }
  return rows.filter((_row, i) => covered[i] === 0);
}
