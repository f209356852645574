import { int32s } from "./long-lists.ts";

/**
 * Groups of rows one after the other: group `g` is `rows` from `ends[g - 1]` (0 for the first) to `ends[g]`, and `takes[g]` of them
 * are wanted: all, or fewer where LIMIT or OFFSET cuts the group.
 */
export type RowGroups = {
  readonly rows: Int32Array;
  readonly ends: Int32Array;
  readonly takes: Int32Array;
};

/** All row numbers from 0. */
export function allRows(count: number): Int32Array {
  const rows = int32s(count);
  for (let row = 0; row < count; row += 1) rows[row] = row;
  return rows;
}

/** Groups of which every row is wanted. */
export function wholeGroups(rows: Int32Array, ends: Int32Array): RowGroups {
  const takes = int32s(ends.length);
  for (let group = 0; group < ends.length; group += 1) takes[group] = (ends[group] as number) - startOf(ends, group);
  return { rows, ends, takes };
}

/** Each row a group of its own. */
export function singly(rows: Int32Array): RowGroups {
  const ends = int32s(rows.length);
  for (let i = 0; i < ends.length; i += 1) ends[i] = i + 1;
  return wholeGroups(rows, ends);
}

/** The groups that LIMIT and OFFSET let through, and how many rows of each. */
export function windowOf(
  ends: Int32Array,
  { limit, offset }: { readonly limit: number | null; readonly offset: number | null },
): RowGroups {
  const count = ends.at(-1) ?? 0;
  const first = offset ?? 0;
  const last = limit === null ? count : Math.min(count, first + limit);
  const taken = (end: number, g: number): number => Math.min(end, last) - Math.max(startOf(ends, g), first);
  const from = ends.findIndex((end, g) => taken(end, g) > 0);
  if (from < 0) return { rows: new Int32Array(0), ends: new Int32Array(0), takes: new Int32Array(0) };
  const to = ends.findLastIndex((end, g) => taken(end, g) > 0) + 1;
  const start = startOf(ends, from);
  return {
    rows: allRows(count).subarray(start, ends[to - 1]),
    ends: ends.slice(from, to).map((end) => end - start),
    takes: ends.slice(from, to).map((end, i) => taken(end, from + i)),
  };
}

export function startOf(ends: Int32Array, group: number): number {
  return group === 0 ? 0 : (ends[group - 1] as number);
}

/** The rows of one group. */
export function groupOf({ rows, ends }: RowGroups, group: number): Int32Array {
  return rows.subarray(startOf(ends, group), ends[group]);
}

/** Whether only some of a group's rows are wanted. */
export function isCut({ ends, takes }: RowGroups, group: number): boolean {
  return takes[group] !== (ends[group] as number) - startOf(ends, group);
}

/** How many rows are wanted in all. */
export function wantedCount({ takes }: RowGroups): number {
  let sum = 0;
  for (const take of takes) sum += take;
  return sum;
}
