import { cellsEqual, holdsTolerance, sameFamily } from "./cell.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import type { ColumnPair, Mapping } from "./mapping.ts";
import { isFiniteText, numberText } from "./number-text.ts";
import { parseDecimal, significantDigits } from "./decimal.ts";
import type { ValueRules } from "./rules.ts";
import { normalText } from "./text.ts";

/** A column's name as names are compared: case and outer spaces aside. */
export function plainName(name: string): string {
  return normalText(name.trim(), true);
}

/**
 * Whether an expected column's values could stand in a wrong column by chance: it holds one distinct value which says little,
 * and the answer has more columns of its family than were asked for.
 */
export function matchesByChance(
  column: ColumnView,
  expected: readonly ColumnView[],
  actual: readonly ColumnView[],
  rules: ValueRules,
): boolean {
  if (!holdsOneWeakValue(column, rules)) return false;
  // A column of nothing but nulls fits any family, so any column may be meant.
  if (column.allNull && actual.length > expected.length) return true;
  const ofFamily = (views: readonly ColumnView[]): number =>
    views.filter((view) => view.type.family === column.type.family).length;
  return ofFamily(actual) > ofFamily(expected);
}

function holdsOneWeakValue(column: ColumnView, rules: ValueRules): boolean {
  const [first] = column.hashes;
  if (first === undefined || column.hashes.some((hash) => hash !== first)) return false;
  const cell = cellAt(column, 0);
  if (cell === null) return true;
  const { type } = column;
  if (type.family === "boolean") return true;
  if (type.family === "text") return (type.padded ? cell.trimEnd() : cell) === "";
  if (type.family !== "number") return false;
  const text = numberText(cell, rules.round);
  if (text === null) return false;
  const value = isFiniteText(text) ? parseDecimal(text) : null;
  return value === null || significantDigits(value) < 4;
}

/** An expected name that stands over another expected column's values. */
export type Exchange = { readonly name: string; readonly over: string };

/**
 * Finds expected names that stand in the answer over other expected columns' values, round in a cycle. A name that also stands
 * over its own values is in its place, and columns with the same values may lend each other their names.
 */
export function findExchange(mapping: Mapping, answered: readonly ColumnView[]): readonly Exchange[] | null {
  const { pairs } = mapping;
  const named = (pair: ColumnPair): readonly ColumnView[] =>
    answered.filter((view) => plainName(view.name) === plainName(pair.expected.name));
  const holds = (view: ColumnView, pair: ColumnPair): boolean =>
    view === pair.actual || sameCells(mapping, view, pair.actual);
  const displaced = pairs.filter((pair) => !named(pair).some((view) => holds(view, pair)));
  const edges = new Map<ColumnPair, ColumnPair[]>(
    displaced.map((pair) => [
      pair,
      displaced.filter(
        (other) =>
          other !== pair &&
          named(other).some((view) => holds(view, pair)) &&
          !sameCells(mapping, pair.expected, other.expected),
      ),
    ]),
  );
  for (const start of displaced) {
    const cycle = cycleFrom(start, edges);
    if (cycle !== null) {
      return cycle.map((pair, i) => ({
        name: (cycle[(i + 1) % cycle.length] as ColumnPair).expected.name,
        over: pair.expected.name,
      }));
    }
  }
  return null;
}

/** A way along the edges back to its start. */
function cycleFrom(start: ColumnPair, edges: ReadonlyMap<ColumnPair, readonly ColumnPair[]>): ColumnPair[] | null {
  const visited = new Set<ColumnPair>();
  const walk = (pair: ColumnPair): ColumnPair[] | null => {
    for (const next of edges.get(pair) ?? []) {
      if (next === start) return [pair];
      if (visited.has(next)) continue;
      visited.add(next);
      const rest = walk(next);
      if (rest !== null) return [pair, ...rest];
    }
    return null;
  };
  return walk(start);
}

function sameCells(mapping: Mapping, left: ColumnView, right: ColumnView): boolean {
  if (left.hashes.length !== right.hashes.length) return false;
  if (left.allNull && right.allNull) return true;
  if (!sameFamily(left.type, right.type)) return false;
  const tolerant = holdsTolerance(left.type, right.type, mapping.rules);
  return left.hashes.every(
    (hash, row) =>
      hash === right.hashes[row] ||
      (tolerant && cellsEqual(cellAt(left, row), left.type, cellAt(right, row), right.type, mapping.rules)),
  );
}
