import { type Mapping, rowsEqual, rowsIdentical, type Side } from "./mapping.ts";
import type { Leftovers } from "./pairing.ts";
import { chainPlaces, groupRows, type HashKind, hashRows } from "./row-hashes.ts";

/**
 * Compares two sets of rows: everybody needs an equal row on the other side. This is the equality of bags for some choice of
 * how often each row stands, so copies on either side never matter.
 */
export function coverRows(mapping: Mapping, expected: Int32Array, actual: Int32Array): Leftovers {
  return {
    expected: uncovered(mapping, "expected", expected, actual),
    actual: uncovered(mapping, "actual", actual, expected),
  };
}

function uncovered(mapping: Mapping, side: Side, rows: Int32Array, others: Int32Array): Int32Array {
  const open = withoutEqual(mapping, side, rows, others, "identical");
  if (open.length === 0 || !mapping.pairs.some((pair) => pair.tolerant)) return open;
  return withoutEqual(mapping, side, open, others, "possible");
}

/** Rows that have no identical row, or none that is equal, among the others. */
function withoutEqual(mapping: Mapping, side: Side, rows: Int32Array, others: Int32Array, kind: HashKind): Int32Array {
  const test = kind === "identical" ? rowsIdentical : rowsEqual;
  const otherSide = side === "expected" ? "actual" : "expected";
  const groups = groupRows(hashRows(mapping, side, rows, kind), hashRows(mapping, otherSide, others, kind));
  const { first, next } = chainPlaces(groups.ofRight, groups.count);
  return rows.filter((row, i) => {
    for (let k = first[groups.ofLeft[i] as number] as number; k !== -1; k = next[k] as number) {
      const other = others[k] as number;
      if (side === "expected" ? test(mapping, row, other) : test(mapping, other, row)) return false;
    }
    return true;
  });
}

/** A list of rows without those that repeat an earlier one: the first place of a row counts. */
export function firstPlaces(mapping: Mapping, side: Side, rows: Int32Array): Int32Array {
  const self: Mapping = {
    rules: mapping.rules,
    pairs: mapping.pairs.map((pair) => ({ ...pair, expected: pair[side], actual: pair[side] })),
  };
  const hashes = hashRows(self, "expected", rows, "identical");
  const groups = groupRows(hashes, { low: new Int32Array(0), high: new Int32Array(0) });
  const { first } = chainPlaces(groups.ofLeft, groups.count);
  return rows.filter((row, i) => {
    const earliest = first[groups.ofLeft[i] as number] as number;
    return earliest === i || !rowsIdentical(self, rows[earliest] as number, row);
  });
}
