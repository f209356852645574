import { maySpend } from "./effort.ts";
import { type Mapping, rowsEqual, rowsIdentical, type Side } from "./mapping.ts";
import { chainPlaces, groupRows, hashRows } from "./row-hashes.ts";

/** Rows under numbers: identical rows of the reference have one number, an answered row that of a row it equals, −1 for none. */
export type RowClasses = { readonly ofReference: Int32Array; readonly ofActual: Int32Array };

/** Numbers the rows of both sides. A row that equals several under a tolerance takes the first. */
export function classesOf(mapping: Mapping, reference: Int32Array, actual: Int32Array): RowClasses {
  const groups = groupRows(
    hashRows(mapping, "expected", reference, "identical"),
    hashRows(mapping, "actual", actual, "identical"),
  );
  const { first, next } = chainPlaces(groups.ofLeft, groups.count);
  const self: Mapping = { ...mapping, pairs: mapping.pairs.map((pair) => ({ ...pair, actual: pair.expected })) };
  /** The place of the first reference row that is identical: a row's class. */
  const classOf = (within: Mapping, group: number, row: number): number => {
    let place = group === -1 ? -1 : (first[group] as number);
    while (place !== -1 && !rowsIdentical(within, reference[place] as number, row)) place = next[place] as number;
    return place;
  };
  const ofReference = reference.map((row, i) => classOf(self, groups.ofLeft[i] as number, row));
  const ofActual = actual.map((row, k) => classOf(mapping, groups.ofRight[k] as number, row));
  if (mapping.pairs.some((pair) => pair.tolerant)) findNear(mapping, reference, actual, { ofReference, ofActual });
  return { ofReference, ofActual };
}

function findNear(mapping: Mapping, reference: Int32Array, actual: Int32Array, classes: RowClasses): void {
  const { ofReference, ofActual } = classes;
  if (!ofActual.includes(-1)) return;
  const hashes = (side: Side, rows: Int32Array): ReturnType<typeof hashRows> =>
    hashRows(mapping, side, rows, "possible");
  const groups = groupRows(hashes("expected", reference), hashes("actual", actual));
  const { first, next } = chainPlaces(groups.ofLeft, groups.count);
  for (let k = 0; k < actual.length; k += 1) {
    if (ofActual[k] !== -1) continue;
    const group = groups.ofRight[k] as number;
    for (let i = group === -1 ? -1 : (first[group] as number); i !== -1; i = next[i] as number) {
      if (!maySpend(mapping.effort, "comparisons", 1)) return;
      if (!rowsEqual(mapping, reference[i] as number, actual[k] as number)) continue;
      ofActual[k] = ofReference[i] as number;
      break;
    }
  }
}
