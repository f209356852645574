import type { ChangeRow } from "../../lib/state/tables/changes.ts";
import { isActive } from "../change-words.ts";
import { type TrialFix, trialFixesOf } from "./trial-run.ts";

/** Fixes that are tried together. The number is the trial's: its attempts are stored under it. */
export type TrialGroup = { readonly number: number; readonly fixes: readonly TrialFix[] };

/**
 * Groups that wait for their trial, the next one last. They are read off the rows, so that a stage that was killed goes on with the
 * groups, and the stored answers, that it had.
 */
export function waitingGroups(changes: readonly ChangeRow[]): TrialGroup[] {
  const byNumber = Map.groupBy(changes.filter(isActive), (row) => Number(row.group_id ?? 0));
  return [...byNumber]
    .toSorted(([one], [other]) => one - other)
    .map(([number, rows]) => ({ number, fixes: trialFixesOf(rows) }));
}

/** The first number that no trial of the loop has had. */
export function nextNumber(changes: readonly ChangeRow[]): number {
  return 1 + Math.max(0, ...changes.map((row) => Number(row.group_id ?? 0)));
}

/** Numbers groups that a trial leaves to try; the first of them gets the highest, and so comes next. */
export function numbered(groups: readonly (readonly TrialFix[])[], from: number): TrialGroup[] {
  return groups.map((fixes, index) => ({ number: from + groups.length - 1 - index, fixes }));
}
