import { type Mapping, rowsEqual, rowsIdentical } from "./mapping.ts";
import { matchBucket } from "./matching.ts";
import { chainPlaces, groupRows, hashRows, placesOf } from "./row-hashes.ts";

/** Rows that found no partner. */
export type Leftovers = {
  readonly expected: Int32Array;
  readonly actual: Int32Array;
};

const nobody = new Int32Array(0);

/** Places of partners in the other list, −1 for none. */
type Partners = { readonly ofExpected: Int32Array; readonly ofActual: Int32Array };

/**
 * Pairs expected rows with answered rows one to one and says who is left. Identical rows find each other by hash; where a
 * tolerance leaves some over, a largest matching is sought among the rows that may be equal, since equality under a
 * tolerance is not transitive: neither sorting nor rounding decides it.
 */
export function pairRows(mapping: Mapping, expected: Int32Array, actual: Int32Array): Leftovers {
  if (identicalInPlace(mapping, expected, actual)) return { expected: nobody, actual: nobody };
  const partners = pairIdentical(mapping, expected, actual);
  const settled = !partners.ofExpected.includes(-1) || !partners.ofActual.includes(-1);
  if (!settled && mapping.pairs.some((pair) => pair.tolerant)) matchBuckets(mapping, expected, actual, partners);
  return {
    expected: expected.filter((_row, i) => partners.ofExpected[i] === -1),
    actual: actual.filter((_row, k) => partners.ofActual[k] === -1),
  };
}

/** Whether the rows of two lists are identical one after the other: the common case, and the cheapest to see. */
function identicalInPlace(mapping: Mapping, expected: Int32Array, actual: Int32Array): boolean {
  if (expected.length !== actual.length) return false;
  for (let i = 0; i < expected.length; i += 1) {
    if (!rowsIdentical(mapping, expected[i] as number, actual[i] as number)) return false;
  }
  return true;
}

function pairIdentical(mapping: Mapping, expected: Int32Array, actual: Int32Array): Partners {
  const ofExpected = new Int32Array(expected.length).fill(-1);
  const ofActual = new Int32Array(actual.length).fill(-1);
  const groups = groupRows(
    hashRows(mapping, "expected", expected, "identical"),
    hashRows(mapping, "actual", actual, "identical"),
  );
  const { first, next } = chainPlaces(groups.ofLeft, groups.count);
  for (let k = 0; k < actual.length; k += 1) {
    const group = groups.ofRight[k] as number;
    let before = -1;
    let i = first[group] as number;
    while (i !== -1 && !rowsIdentical(mapping, expected[i] as number, actual[k] as number)) {
      before = i;
      i = next[i] as number;
    }
    if (i === -1) continue;
    ofExpected[i] = k;
    ofActual[k] = i;
    if (before === -1) first[group] = next[i] as number;
    else next[before] = next[i] as number;
  }
  return { ofExpected, ofActual };
}

/** Only buckets in which somebody is still alone on both sides are matched again, the pairs made so far as the start. */
function matchBuckets(mapping: Mapping, expected: Int32Array, actual: Int32Array, partners: Partners): void {
  const groups = groupRows(
    hashRows(mapping, "expected", expected, "possible"),
    hashRows(mapping, "actual", actual, "possible"),
  );
  const left = chainPlaces(groups.ofLeft, groups.count);
  const right = chainPlaces(groups.ofRight, groups.count);
  for (let group = 0; group < groups.count; group += 1) {
    const i = left.first[group] as number;
    const k = right.first[group] as number;
    if (i === -1 || k === -1) continue;
    if (left.next[i] === -1 && right.next[k] === -1) {
      if (partners.ofExpected[i] !== -1 || !rowsEqual(mapping, expected[i] as number, actual[k] as number)) continue;
      partners.ofExpected[i] = k;
      partners.ofActual[k] = i;
      continue;
    }
    const bucket = { expected: placesOf(left, group), actual: placesOf(right, group) };
    const open =
      bucket.expected.some((place) => partners.ofExpected[place] === -1) &&
      bucket.actual.some((place) => partners.ofActual[place] === -1);
    if (open) matchBucket(mapping, expected, actual, bucket, partners);
  }
}
