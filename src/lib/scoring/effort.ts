/** What one comparison may still spend on searching, and whether it gave up: then what was not found counts as different. */
export type Effort = {
  /** Comparisons of two rows in search of partners. */
  comparisons: number;
  /** Rows looked at, times columns, in search of a permutation of columns. */
  cells: number;
  gaveUp: boolean;
};

/** Reached only by results made to be hard. */
const most = { comparisons: 40_000_000, cells: 200_000_000 } as const;

/** The whole effort, or a part of it for a comparison that is only one of many. */
export function newEffort(part = 1): Effort {
  return { comparisons: most.comparisons * part, cells: most.cells * part, gaveUp: false };
}

/** Takes from what is left. False when there is nothing left, and the search must end. */
export function maySpend(effort: Effort, kind: "comparisons" | "cells", amount: number): boolean {
  effort[kind] -= amount;
  if (effort[kind] < 0) effort.gaveUp = true;
  return !effort.gaveUp;
}
