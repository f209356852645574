import { compared } from "./cell.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import { compareDecimals, parseDecimal } from "./decimal.ts";
import { maySpend } from "./effort.ts";
import { isFiniteText } from "./number-text.ts";
import { type ColumnPair, type Mapping, rowsEqual } from "./mapping.ts";
import type { Tolerance } from "./tolerance.ts";

/** Places in the two lists of rows that may be equal. */
export type Bucket = { readonly expected: readonly number[]; readonly actual: readonly number[] };
type Partners = { readonly ofExpected: Int32Array; readonly ofActual: Int32Array };

/**
 * Completes a pairing inside one bucket to a largest one. With one tolerant column of numbers, partners lie in order and a walk
 * along both sides finds it; otherwise augmenting paths do (Kuhn's algorithm, breadth first), where numbers of one column, in
 * order, leave each row only a window of possible partners.
 */
export function matchBucket(
  mapping: Mapping,
  expected: Int32Array,
  actual: Int32Array,
  bucket: Bucket,
  partners: Partners,
): void {
  const tolerant = mapping.pairs.filter((pair) => pair.tolerant);
  const only = narrowestPair(mapping, expected, bucket);
  if (only !== null && tolerant.length === 1 && only.tolerance.relative < 1) {
    walkBoth(mapping, expected, actual, bucket, partners, only);
    return;
  }
  const window = windowOver(mapping, expected, actual, bucket);
  // The other columns mostly agree within a bucket, so the tolerant ones tell rows apart soonest.
  const soonest = { ...mapping, pairs: [...tolerant, ...mapping.pairs.filter((pair) => !pair.tolerant)] };
  const equal = (i: number, k: number): boolean => {
    return maySpend(mapping.effort, "comparisons", 1) && rowsEqual(soonest, expected[i] as number, actual[k] as number);
  };
  const known = new Map<number, readonly number[]>();
  const neighbours = (i: number): readonly number[] => {
    const remembered = known.get(i);
    if (remembered !== undefined) return remembered;
    const found = window.order.slice(...window.of(i)).filter((k) => equal(i, k));
    known.set(i, found);
    return found;
  };
  for (const start of bucket.expected) {
    if (partners.ofExpected[start] !== -1) continue;
    if (mapping.effort.gaveUp) return;
    augment(start, { window, equal, neighbours }, partners);
  }
}

/** Both limits of what equals a number grow with it, so the first partner in order is always the best to take. */
function walkBoth(
  mapping: Mapping,
  expected: Int32Array,
  actual: Int32Array,
  bucket: Bucket,
  partners: Partners,
  pair: NumberPair,
): void {
  const left = inOrder(bucket.expected, pair.expected, expected, mapping);
  const right = inOrder(bucket.actual, pair.actual, actual, mapping);
  for (const { at } of left) partners.ofExpected[at] = -1;
  for (const { at } of right) partners.ofActual[at] = -1;
  const equal = (one: Ordered, other: Ordered): boolean =>
    rowsEqual(mapping, expected[one.at] as number, actual[other.at] as number);
  let k = 0;
  for (const one of left) {
    while (k < right.length && inAscending(right[k] as Ordered, one) < 0 && !equal(one, right[k] as Ordered)) k += 1;
    const other = right[k];
    if (other === undefined) return;
    if (!equal(one, other)) continue;
    partners.ofExpected[one.at] = other.at;
    partners.ofActual[other.at] = one.at;
    k += 1;
  }
}

type Ordered = { readonly at: number; readonly value: number; readonly text: string };

function inOrder(positions: readonly number[], view: ColumnView, rows: Int32Array, mapping: Mapping): Ordered[] {
  return positions
    .map((at) => {
      const text = compared(cellAt(view, rows[at] as number) as string, view.type, mapping.rules);
      return { at, text, value: Number(text) };
    })
    .toSorted(inAscending);
}

/** Numbers in order; those that are one double are told apart by their decimals. */
function inAscending(left: Ordered, right: Ordered): number {
  if (left.value !== right.value) return left.value < right.value ? -1 : 1;
  if (left.text === right.text) return 0;
  const [a, b] = [parseDecimal(left.text), parseDecimal(right.text)];
  return a === null || b === null ? 0 : compareDecimals(a, b);
}

type Graph = {
  readonly window: Window;
  readonly equal: (i: number, k: number) => boolean;
  /** All answered rows that equal an expected one: dear at first, then remembered. */
  readonly neighbours: (i: number) => readonly number[];
};

/** Looks for a path from an unpaired expected row to an unpaired answered row, breadth first, and turns it over. */
function augment(start: number, graph: Graph, partners: Partners): void {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let head = 0; head < queue.length; head += 1) {
    const i = queue[head] as number;
    const [from, to] = graph.window.of(i);
    for (let at = from; at < to; at += 1) {
      const k = graph.window.order[at] as number;
      if (partners.ofActual[k] !== -1 || !graph.equal(i, k)) continue;
      cameFrom.set(k, i);
      turnOver(k, start, cameFrom, partners);
      return;
    }
    for (const k of graph.neighbours(i)) {
      if (cameFrom.has(k) || partners.ofActual[k] === -1) continue;
      cameFrom.set(k, i);
      queue.push(partners.ofActual[k] as number);
    }
  }
}

function turnOver(end: number, start: number, cameFrom: ReadonlyMap<number, number>, partners: Partners): void {
  let k = end;
  for (;;) {
    const i = cameFrom.get(k) as number;
    const freed = partners.ofExpected[i] as number;
    partners.ofExpected[i] = k;
    partners.ofActual[k] = i;
    if (i === start) return;
    k = freed;
  }
}

type Window = { readonly order: readonly number[]; of(i: number): readonly [number, number] };

/** Answered rows of a bucket in the order of one column's numbers, and where each expected row's partners can lie. */
export function windowOver(mapping: Mapping, expected: Int32Array, actual: Int32Array, bucket: Bucket): Window {
  const pair = narrowestPair(mapping, expected, bucket);
  if (pair === null) return { order: bucket.actual, of: () => [0, bucket.actual.length] };
  const valueOf = (view: ColumnView, row: number): number =>
    Number(compared(cellAt(view, row) as string, view.type, mapping.rules));
  const sorted = bucket.actual
    .map((k) => ({ k, value: valueOf(pair.actual, actual[k] as number) }))
    .toSorted((left, right) => left.value - right.value);
  const values = Float64Array.from(sorted, ({ value }) => value);
  return {
    order: sorted.map(({ k }) => k),
    of: (i) => {
      const value = valueOf(pair.expected, expected[i] as number);
      const reach = reachOf(value, pair.tolerance);
      return [firstAtLeast(values, value - reach), firstAtLeast(values, value + reach, true)];
    },
  };
}

/** A column under a tolerance whose numbers are finite throughout the bucket; the one with the most different numbers. */
function narrowestPair(mapping: Mapping, expected: Int32Array, bucket: Bucket): NumberPair | null {
  let best: NumberPair | null = null;
  let most = 0;
  const sample = bucket.expected.slice(0, 500);
  for (const pair of mapping.pairs) {
    const { tolerance } = pair;
    if (tolerance === null) continue;
    const texts = sample.map((i) => {
      const cell = cellAt(pair.expected, expected[i] as number);
      return cell === null ? "?" : compared(cell, pair.expected.type, mapping.rules);
    });
    if (texts.some((text) => text.startsWith("?") || !isFiniteText(text))) continue;
    const different = new Set(texts).size;
    if (different > most) {
      most = different;
      best = { ...pair, tolerance };
    }
  }
  return best;
}

type NumberPair = ColumnPair & { readonly tolerance: Tolerance };

/** How far from an expected number an equal one can lie, with room for the rounding of doubles. */
export function reachOf(value: number, tolerance: Tolerance): number {
  const { relative } = tolerance;
  const size = Math.abs(value);
  if (relative >= 0.5) return Number.POSITIVE_INFINITY;
  return Math.max(tolerance.absolute, (relative * size) / (1 - relative)) * 1.001 + size * 2 ** -48;
}

/** Index of the first value that is at least `limit`, or above it. */
export function firstAtLeast(values: Float64Array, limit: number, above = false): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[middle] as number;
    if (above ? value <= limit : value < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
