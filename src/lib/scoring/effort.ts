/** What one comparison has spent on searching, and whether it gave up: then what was not found counts as different. */
export type Effort = {
  comparisons: number;
  gaveUp: boolean;
};

/** Comparisons of two rows, over a whole comparison, that searches for partners may spend: reached only by results made to be hard. */
const mostComparisons = 40_000_000;

export function newEffort(): Effort {
  return { comparisons: 0, gaveUp: false };
}

/** Counts comparisons of rows. False when there were too many, and the search must end. */
export function maySpend(effort: Effort, comparisons: number): boolean {
  effort.comparisons += comparisons;
  if (effort.comparisons > mostComparisons) effort.gaveUp = true;
  return !effort.gaveUp;
}
