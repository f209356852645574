import { sameValues } from "./fingerprint.ts";
import { int32s } from "./long-lists.ts";
import { type Mapping, rowsEqual, rowsIdentical } from "./mapping.ts";
import { type Bucket, matchBucket } from "./matching.ts";
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
  const tolerant = mapping.pairs.some((pair) => pair.tolerant);
  // Columns that hold the same values are hardly noise: then looking for identical rows settles it, and does so faster.
  const identical = !tolerant || mapping.pairs.every((pair) => sameValues(pair.expected, pair.actual));
  let partners = identical ? pairIdentical(mapping, expected, actual) : null;
  const settled = partners !== null && !(partners.ofExpected.includes(-1) && partners.ofActual.includes(-1));
  if (partners === null || (tolerant && !settled)) partners = pairTolerant(mapping, expected, actual);
  return { expected: alone(expected, partners.ofExpected), actual: alone(actual, partners.ofActual) };
}

function alone(rows: Int32Array, partners: Int32Array): Int32Array {
  let count = 0;
  for (const partner of partners) if (partner === -1) count += 1;
  const found = int32s(count);
  for (let i = rows.length - 1; count > 0; i -= 1) {
    if (partners[i] !== -1) continue;
    count -= 1;
    found[count] = rows[i] as number;
  }
  return found;
}

/** Whether the rows of two lists are identical one after the other: the common case, and the cheapest to see. */
function identicalInPlace(mapping: Mapping, expected: Int32Array, actual: Int32Array): boolean {
  if (expected.length !== actual.length) return false;
  for (let i = 0; i < expected.length; i += 1) {
    if (!rowsIdentical(mapping, expected[i] as number, actual[i] as number)) return false;
  }
  return true;
}

function nobodyYet(expected: number, actual: number): Partners {
  return { ofExpected: int32s(expected).fill(-1), ofActual: int32s(actual).fill(-1) };
}

function pairIdentical(mapping: Mapping, expected: Int32Array, actual: Int32Array): Partners {
  const partners = nobodyYet(expected.length, actual.length);
  if (expected.length <= few && actual.length <= few) return pairFew(mapping, expected, actual, partners);
  const groups = groupRows(
    hashRows(mapping, "expected", expected, "identical"),
    hashRows(mapping, "actual", actual, "identical"),
  );
  const { first, next } = chainPlaces(groups.ofLeft, groups.count);
  for (let k = 0; k < actual.length; k += 1) {
    const group = groups.ofRight[k] as number;
    if (group === -1) continue;
    let before = -1;
    let i = first[group] as number;
    while (i !== -1 && !rowsIdentical(mapping, expected[i] as number, actual[k] as number)) {
      before = i;
      i = next[i] as number;
    }
    if (i === -1) continue;
    partners.ofExpected[i] = k;
    partners.ofActual[k] = i;
    if (before === -1) first[group] = next[i] as number;
    else next[before] = next[i] as number;
  }
  return partners;
}

/** So few rows are paired faster by looking at each than by hashing them. */
const few = 8;

function pairFew(mapping: Mapping, expected: Int32Array, actual: Int32Array, partners: Partners): Partners {
  for (let k = 0; k < actual.length; k += 1) {
    for (let i = 0; i < expected.length; i += 1) {
      if (partners.ofExpected[i] !== -1) continue;
      if (!rowsIdentical(mapping, expected[i] as number, actual[k] as number)) continue;
      partners.ofExpected[i] = k;
      partners.ofActual[k] = i;
      break;
    }
  }
  return partners;
}

/** Rows that may be equal fall into buckets; in each, identical rows find each other first, and the rest is matched. */
function pairTolerant(mapping: Mapping, expected: Int32Array, actual: Int32Array): Partners {
  const partners = nobodyYet(expected.length, actual.length);
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
      if (!rowsEqual(mapping, expected[i] as number, actual[k] as number)) continue;
      partners.ofExpected[i] = k;
      partners.ofActual[k] = i;
    } else
      pairBucket(
        mapping,
        expected,
        actual,
        { expected: placesOf(left, group), actual: placesOf(right, group) },
        partners,
      );
  }
  return partners;
}

function pairBucket(
  mapping: Mapping,
  expected: Int32Array,
  actual: Int32Array,
  bucket: Bucket,
  partners: Partners,
): void {
  const rowsAt = (rows: Int32Array, places: readonly number[]): Int32Array =>
    Int32Array.from(places, (place) => rows[place] as number);
  const identical = pairIdentical(mapping, rowsAt(expected, bucket.expected), rowsAt(actual, bucket.actual));
  for (const [at, place] of bucket.expected.entries()) {
    const other = identical.ofExpected[at] as number;
    if (other === -1) continue;
    const partner = bucket.actual[other] as number;
    partners.ofExpected[place] = partner;
    partners.ofActual[partner] = place;
  }
  const open = identical.ofExpected.includes(-1) && identical.ofActual.includes(-1);
  if (open) matchBucket(mapping, expected, actual, bucket, partners);
}
