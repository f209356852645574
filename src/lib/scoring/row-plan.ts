import { coverRows, firstPlaces } from "./cover.ts";
import { type Mapping, rowsEqual } from "./mapping.ts";
import { type Leftovers, pairRows } from "./pairing.ts";

/** Rows that may stand in any order among themselves; of a group that LIMIT or OFFSET cuts only `take` are wanted. */
export type RowGroup = { readonly rows: Int32Array; readonly take: number };

/** What the answered rows must be, in terms of the reference's rows. */
export type RowPlan =
  /** The same rows, in any order. */
  | { readonly kind: "bag"; readonly rows: Int32Array; readonly distinct: boolean }
  /** Group after group. */
  | { readonly kind: "ordered"; readonly groups: readonly RowGroup[]; readonly distinct: boolean }
  /** So many of each group, in any order. */
  | { readonly kind: "chosen"; readonly groups: readonly RowGroup[] };

/** Where a plan does not hold: a few rows of either side that have no partner, and the place for an order. */
export type Misfit = {
  readonly expected: Int32Array;
  readonly actual: Int32Array;
  readonly position: number | null;
};

const noRows = new Int32Array(0);

/** All row numbers from 0. */
export function allRows(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_none, row) => row);
}

/** Holds the answered rows against the plan; null when they fit. */
export function fitRows(mapping: Mapping, plan: RowPlan, actualCount: number): Misfit | null {
  const actual = allRows(actualCount);
  switch (plan.kind) {
    case "bag": {
      const left = plan.distinct ? coverRows(mapping, plan.rows, actual) : pairRows(mapping, plan.rows, actual);
      return left.expected.length + left.actual.length === 0 ? null : { ...left, position: null };
    }
    case "ordered":
      return plan.distinct ? fitFirstPlaces(mapping, plan.groups, actual) : fitInOrder(mapping, plan.groups, actual);
    case "chosen":
      return fitChosen(mapping, plan.groups, actual);
  }
}

function fitInOrder(mapping: Mapping, groups: readonly RowGroup[], actual: Int32Array): Misfit | null {
  let position = 0;
  for (const { rows, take } of groups) {
    const segment = actual.subarray(position, position + take);
    if (segment.length < take) return { expected: rows, actual: noRows, position };
    const left = fitSegment(mapping, rows, segment);
    if (left.actual.length > 0) return { ...left, position };
    position += take;
  }
  return position === actual.length ? null : { expected: noRows, actual: actual.subarray(position), position };
}

/** As many answered rows as are wanted of the group, so nothing is missing when each of them has found its partner. */
function fitSegment(mapping: Mapping, rows: Int32Array, segment: Int32Array): Leftovers {
  const [only] = rows;
  const [one] = segment;
  if (rows.length === 1 && segment.length === 1 && only !== undefined && one !== undefined) {
    return rowsEqual(mapping, only, one) ? { expected: noRows, actual: noRows } : { expected: rows, actual: segment };
  }
  return pairRows(mapping, rows, segment);
}

/** Sets in order: a row's first place counts, on either side. */
function fitFirstPlaces(mapping: Mapping, groups: readonly RowGroup[], actual: Int32Array): Misfit | null {
  const every = rowsOf(groups);
  const kept = new Set(firstPlaces(mapping, "expected", every));
  const thinned = groups
    .map(({ rows }) => rows.filter((row) => kept.has(row)))
    .map((rows) => ({ rows, take: rows.length }));
  return fitInOrder(mapping, thinned, firstPlaces(mapping, "actual", actual));
}

/** Whole groups first, then the cut ones, each with its share: where sharing is unclear the rows do not fit. */
function fitChosen(mapping: Mapping, groups: readonly RowGroup[], actual: Int32Array): Misfit | null {
  let open = actual;
  const whole = groups.filter(({ rows, take }) => take === rows.length);
  const fixed = pairRows(mapping, rowsOf(whole), open);
  if (fixed.expected.length > 0) return { ...fixed, position: null };
  open = fixed.actual;
  for (const { rows, take } of groups.filter((group) => group.take < group.rows.length)) {
    const left = pairRows(mapping, rows, open);
    if (open.length - left.actual.length !== take) return { ...left, position: null };
    open = left.actual;
  }
  return open.length === 0 ? null : { expected: noRows, actual: open, position: null };
}

function rowsOf(groups: readonly RowGroup[]): Int32Array {
  const all = new Int32Array(groups.reduce((sum, { rows }) => sum + rows.length, 0));
  let at = 0;
  for (const { rows } of groups) {
    all.set(rows, at);
    at += rows.length;
  }
  return all;
}
