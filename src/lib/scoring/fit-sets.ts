import type { Mapping } from "./mapping.ts";
import { classesOf } from "./row-classes.ts";
import { isCut, type RowGroups, startOf } from "./row-groups.ts";
import type { Misfit } from "./row-plan.ts";

const noRows = new Int32Array(0);

/** Groups of classes in place of rows, and the answered classes, each once in the order of its first place. */
type Sets = {
  readonly groups: RowGroups;
  readonly ofReference: Int32Array;
  readonly answered: readonly number[];
};

/**
 * Sets in order: on either side a row's first place counts. Of a group that LIMIT or OFFSET cuts any choice of as many rows will do, so
 * the answered rows must be the first places of one such choice.
 */
export function fitFirstPlaces(mapping: Mapping, groups: RowGroups, actual: Int32Array): Misfit | null {
  const { ofReference, ofActual } = classesOf(mapping, groups.rows, actual);
  const stranger = ofActual.indexOf(-1);
  if (stranger >= 0) return misfit(noRows, actual.subarray(stranger, stranger + 1), stranger);
  const sets: Sets = { groups, ofReference, answered: [...new Set(ofActual)] };
  const failed = walk(sets, 0, 0, new Set());
  if (failed === null) return null;
  const answeredClass = sets.answered[failed.position];
  const at = answeredClass === undefined ? -1 : ofActual.indexOf(answeredClass);
  const group = groups.rows.subarray(startOf(groups.ends, failed.group), groups.ends[failed.group]);
  return misfit(group, at < 0 ? noRows : actual.subarray(at, at + 1), failed.position);
}

type Failure = { readonly group: number; readonly position: number };

/** Goes through groups and answered classes side by side; null when both end together. */
function walk(sets: Sets, fromGroup: number, fromPosition: number, seen: Set<number>): Failure | null {
  const { groups, answered } = sets;
  let position = fromPosition;
  for (let group = fromGroup; group < groups.ends.length; group += 1) {
    const fresh = new Set(classesIn(sets, group).filter((one) => !seen.has(one)));
    let run = 0;
    while (position + run < answered.length && fresh.has(answered[position + run] as number)) run += 1;
    if (!isCut(groups, group)) {
      if (run < fresh.size) return { group, position: position + run };
    } else if (group < groups.ends.length - 1) {
      return walkBehindOffset(sets, position, run);
    } else if (!canChoose(sets, group, answered.slice(position, position + run), seen)) {
      return { group, position };
    }
    for (const one of answered.slice(position, position + run)) seen.add(one);
    position += run;
  }
  return position === answered.length ? null : { group: groups.ends.length - 1, position };
}

/** How many of the first rows belong to the group that OFFSET cuts is not always plain: each length is tried, the longest first. */
function walkBehindOffset(sets: Sets, position: number, longest: number): Failure | null {
  for (let run = longest; run >= 1; run -= 1) {
    const chosen = sets.answered.slice(position, position + run);
    if (!canChoose(sets, 0, chosen, new Set())) continue;
    if (walk(sets, 1, position + run, new Set(chosen)) === null) return null;
  }
  return { group: 0, position };
}

/** Whether so many rows as are wanted of a group can be chosen that all these classes and, of others, only those seen are among them. */
function canChoose(sets: Sets, group: number, classes: readonly number[], seen: ReadonlySet<number>): boolean {
  const take = sets.groups.takes[group] as number;
  const allowed = new Set(classes);
  const fitting = classesIn(sets, group).filter((one) => allowed.has(one) || seen.has(one)).length;
  return classes.length <= take && fitting >= take;
}

function classesIn({ groups, ofReference }: Sets, group: number): Int32Array {
  return ofReference.subarray(startOf(groups.ends, group), groups.ends[group]);
}

/** Sets in any order: the whole groups' rows all stand there, and the rest is a choice of as many rows of each cut group. */
export function fitSomeSets(mapping: Mapping, groups: RowGroups, actual: Int32Array): Misfit | null {
  const { ofReference, ofActual } = classesOf(mapping, groups.rows, actual);
  const answered = new Set(ofActual);
  const stranger = ofActual.indexOf(-1);
  if (stranger >= 0) return misfit(noRows, actual.subarray(stranger, stranger + 1), null);
  const sets: Sets = { groups, ofReference, answered: [...answered] };
  const all = [...groups.ends.keys()];
  const cut = all.filter((group) => isCut(groups, group));
  const whole = new Set(all.filter((group) => !isCut(groups, group)).flatMap((group) => [...classesIn(sets, group)]));
  const missing = ofReference.findIndex((one) => whole.has(one) && !answered.has(one));
  if (missing >= 0) return misfit(groups.rows.subarray(missing, missing + 1), noRows, null);
  const rest = sets.answered.filter((one) => !whole.has(one));
  const members = cut.map((group) => new Set(classesIn(sets, group)));
  const fits = cut.every((group, i) => {
    const only = rest.filter((one) => members.every((classes, k) => (k === i) === classes.has(one)));
    return canChoose(sets, group, only, answered);
  });
  const room = cut.reduce((sum, group) => sum + (groups.takes[group] as number), 0);
  return fits && rest.length <= room ? null : misfit(groups.rows, actual, null);
}

function misfit(expected: Int32Array, actual: Int32Array, position: number | null): Misfit {
  return { expected, actual, position };
}
