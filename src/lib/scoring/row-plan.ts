import { coverRows } from "./cover.ts";
import { fitFirstPlaces, fitSomeSets } from "./fit-sets.ts";
import { type Mapping, rowsEqual } from "./mapping.ts";
import { type Leftovers, pairRows } from "./pairing.ts";
import { groupOf, isCut, type RowGroups, startOf } from "./row-groups.ts";

/** What the answered rows must be, in terms of the reference's rows; `distinct` where copies do not count. */
export type RowPlan =
  /** The same rows, in any order. */
  | { readonly kind: "bag"; readonly rows: Int32Array; readonly distinct: boolean }
  /** Group after group. */
  | { readonly kind: "ordered"; readonly groups: RowGroups; readonly distinct: boolean }
  /** So many of each group, in any order. */
  | { readonly kind: "chosen"; readonly groups: RowGroups; readonly distinct: boolean };

/** Where a plan does not hold: a few rows of either side that have no partner, and the place for an order. */
export type Misfit = {
  readonly expected: Int32Array;
  readonly actual: Int32Array;
  readonly position: number | null;
};

const noRows = new Int32Array(0);

/** Holds the answered rows against the plan; null when they fit. */
export function fitRows(mapping: Mapping, plan: RowPlan, actual: Int32Array): Misfit | null {
  switch (plan.kind) {
    case "bag": {
      const left = plan.distinct ? coverRows(mapping, plan.rows, actual) : pairRows(mapping, plan.rows, actual);
      return left.expected.length + left.actual.length === 0 ? null : { ...left, position: null };
    }
    case "ordered":
      return plan.distinct ? fitFirstPlaces(mapping, plan.groups, actual) : fitInOrder(mapping, plan.groups, actual);
    case "chosen":
      return plan.distinct ? fitSomeSets(mapping, plan.groups, actual) : fitChosen(mapping, plan.groups, actual);
  }
}

function fitInOrder(mapping: Mapping, groups: RowGroups, actual: Int32Array): Misfit | null {
  const { rows, ends, takes } = groups;
  let position = 0;
  for (let group = 0; group < ends.length; group += 1) {
    const start = startOf(ends, group);
    const take = takes[group] as number;
    if (position + take > actual.length) return { expected: groupOf(groups, group), actual: noRows, position };
    const single = (ends[group] as number) - start === 1;
    if (!single || !rowsEqual(mapping, rows[start] as number, actual[position] as number)) {
      const segment = actual.subarray(position, position + take);
      const left: Leftovers = single
        ? { expected: groupOf(groups, group), actual: segment }
        : pairRows(mapping, groupOf(groups, group), segment);
      // As many answered rows as are wanted of the group: nothing is missing when each of them has found its partner.
      if (left.actual.length > 0) return { ...left, position };
    }
    position += take;
  }
  return position === actual.length ? null : { expected: noRows, actual: actual.subarray(position), position };
}

/** Whole groups first, then the cut ones, each with its share: where sharing is unclear the rows do not fit. */
function fitChosen(mapping: Mapping, groups: RowGroups, actual: Int32Array): Misfit | null {
  const cut = [...groups.ends.keys()].filter((group) => isCut(groups, group));
  const from = cut.includes(0) ? (groups.ends[0] as number) : 0;
  const last = groups.ends.length - 1;
  const to = cut.includes(last) ? startOf(groups.ends, last) : groups.rows.length;
  const fixed = pairRows(mapping, groups.rows.subarray(from, Math.max(from, to)), actual);
  if (fixed.expected.length > 0) return { ...fixed, position: null };
  let open = fixed.actual;
  for (const group of cut) {
    const left = pairRows(mapping, groupOf(groups, group), open);
    if (open.length - left.actual.length !== groups.takes[group]) return { ...left, position: null };
    open = left.actual;
  }
  return open.length === 0 ? null : { expected: noRows, actual: open, position: null };
}
