import type { Policy } from "../exam/policy.ts";
import { type NumberColumn, numberColumns, withExactColumns } from "./exact-columns.ts";
import { valueRules } from "./rules.ts";
import { isRight, type SingleComparison } from "./single-comparison.ts";

/** How far a number rounded to a whole one may lie from what it was. */
const nearestWhole = 0.05;

/**
 * Whether the numbers of an answer that a policy accepts differ only as the policy means it, so that a number that is plainly another
 * one is not taken for a rounded one:
 * - columns that hold the same values on both sides agree row by row, with nothing tolerated;
 * - a tolerance is for numbers behind the point, since a whole number is no noise;
 * - of a rounded column one side shows no more places than are kept; rounded to whole ones they lie within a twentieth.
 */
export function differsAsDeclared(single: SingleComparison, change: Policy): boolean {
  const { round, tolerance, ...rest } = change;
  if (round === undefined && tolerance === undefined) return true;
  const sides = numbersOf(single, change);
  if (round === undefined)
    return isRight(
      withExact(single, sides, ({ decimals }) => decimals === 0),
      change,
    );
  if (!isRounded(sides, round)) return false;
  const exact = withExact(single, sides, () => false);
  if (!isRight(exact, change)) return false;
  const { round: _own, ...policy } = single.policy;
  return round > 0 || isRight({ ...exact, policy }, { ...rest, tolerance: { relative: nearestWhole } });
}

/** The columns of numbers of both sides, and those of them that the other side does not hold with the same values. */
type Sides = Readonly<Record<"expected" | "actual", { readonly all: NumberColumn[]; readonly open: NumberColumn[] }>>;

function numbersOf({ expected, actual, policy }: SingleComparison, change: Policy): Sides {
  const rules = valueRules({ time_zone: policy.time_zone });
  const asSet = (change.distinct ?? policy.distinct) === true;
  const [left, right] = [expected, actual].map(({ result }) => numberColumns(result, rules, asSet)) as [
    NumberColumn[],
    NumberColumn[],
  ];
  const openOf = (columns: NumberColumn[], others: NumberColumn[]): NumberColumn[] =>
    columns.filter(({ values }) => !others.some((other) => other.values === values));
  return { expected: { all: left, open: openOf(left, right) }, actual: { all: right, open: openOf(right, left) } };
}

function isRounded({ expected, actual }: Sides, round: number): boolean {
  const kept = (columns: readonly NumberColumn[]): number => columns.filter(({ decimals }) => decimals <= round).length;
  const wanted = Math.min(expected.open.length, actual.open.length);
  return kept(expected.open) === expected.open.length || kept(actual.open) >= wanted;
}

function withExact(
  single: SingleComparison,
  sides: Sides,
  isExact: (column: NumberColumn) => boolean,
): SingleComparison {
  const rules = valueRules({ time_zone: single.policy.time_zone });
  const placesOf = ({ all, open }: Sides["expected"]): ReadonlySet<number> =>
    new Set(all.filter((column) => !open.includes(column) || isExact(column)).map(({ index }) => index));
  const [left, right] = [placesOf(sides.expected), placesOf(sides.actual)];
  const { expected, actual, untruncated } = single;
  return {
    ...single,
    expected: { ...expected, result: withExactColumns(expected.result, left, rules) },
    actual: { ...actual, result: withExactColumns(actual.result, right, rules) },
    untruncated:
      untruncated?.kind === "rows"
        ? { ...untruncated, result: withExactColumns(untruncated.result, left, rules) }
        : undefined,
  };
}
