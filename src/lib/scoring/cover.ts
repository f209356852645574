import { maySpend } from "./effort.ts";
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
  const groups = groupRows(hashRows(mapping, otherSide, others, kind), hashRows(mapping, side, rows, kind));
  const { first, next } = chainPlaces(groups.ofLeft, groups.count);
  return rows.filter((row, i) => {
    const group = groups.ofRight[i] as number;
    for (let k = group === -1 ? -1 : (first[group] as number); k !== -1; k = next[k] as number) {
      if (!maySpend(mapping.effort, kind === "possible" ? 1 : 0)) return true;
      const other = others[k] as number;
      if (side === "expected" ? test(mapping, row, other) : test(mapping, other, row)) return false;
    }
    return true;
  });
}
