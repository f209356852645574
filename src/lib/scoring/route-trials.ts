import type { Policy } from "../exam/policy.ts";

/** A policy to try: what is declared in addition, and what it lets through as well. */
export type Trial = {
  readonly change: Policy;
  readonly declared: string;
  readonly lets: string;
};

/** What is known of a comparison before any policy is tried. */
export type TrialFacts = {
  readonly policy: Policy;
  /** Whether rows must come in order as it stands. */
  readonly ordered: boolean;
  readonly hasText: boolean;
  /** Numbers of decimal places that the columns show, without repeats. */
  readonly decimals: readonly number[];
};

const relatives = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2] as const;
/** Places behind which nobody rounds an answer for people. */
const mostPlaces = 10;

/**
 * Single policies that would loosen this question's own, by how much they let through: first those under which every value still
 * counts, then rounding from the most places, tolerances from the smallest, copies of rows, and names last.
 */
export function singleTrials({ policy, ordered, hasText, decimals }: TrialFacts): Trial[] {
  const trials: (Trial | null)[] = [
    policy.extra_columns === "refuse"
      ? {
          change: { extra_columns: "allow" },
          declared: "extra_columns: allow",
          lets: "further columns are right as well",
        }
      : null,
    ordered
      ? { change: { ordered: false }, declared: "ordered: false", lets: "rows in any order are right as well" }
      : null,
    hasText && policy.case !== "ignore"
      ? { change: { case: "ignore" }, declared: "case: ignore", lets: "text in other case is right as well" }
      : null,
    ...(policy.tolerance === undefined ? roundings(policy, decimals) : []),
    ...(policy.round === undefined ? tolerances(policy) : []),
    policy.distinct === true
      ? null
      : {
          change: { distinct: true },
          declared: "distinct: true",
          lets: "rows repeated by a wrong join, or merged by a needless DISTINCT, are right as well",
        },
    policy.names === "ignore"
      ? null
      : {
          change: { names: "ignore" },
          declared: "names: ignore",
          lets: "values under another expected column's name, or found in a column by chance, are right as well",
        },
  ];
  return trials.filter((trial) => trial !== null);
}

/** Two policies of different kinds at once, in the order of the single ones. */
export function pairedTrials(singles: readonly Trial[]): Trial[] {
  const pairs = singles.flatMap((one, i) =>
    singles.slice(i + 1).map((other, k) => ({ one, other, rank: i + (i + 1 + k) })),
  );
  return pairs
    .filter(({ one, other }) => !excludeEachOther(one.change, other.change))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ one, other }) => ({
      change: { ...one.change, ...other.change },
      declared: `${one.declared} with ${other.declared}`,
      lets: `${one.lets}, and ${other.lets}`,
    }));
}

/** The loosest of everything: what these do not accept no single policy or pair of them does. */
export function loosestChanges(singles: readonly Trial[]): Policy[] {
  const rest = singles.filter(({ change }) => change.round === undefined && change.tolerance === undefined);
  const all: Policy = Object.assign({}, ...rest.map(({ change }) => change));
  // What rounds to the same two places may round to different whole numbers, so each rounding is for itself.
  const numeric = [
    ...singles.filter(({ change }) => change.round !== undefined),
    ...singles.filter(({ change }) => change.tolerance !== undefined).slice(-1),
  ];
  return numeric.length === 0 ? [all] : numeric.map(({ change }) => ({ ...all, ...change }));
}

function excludeEachOther(left: Policy, right: Policy): boolean {
  const numeric = (policy: Policy): boolean => policy.round !== undefined || policy.tolerance !== undefined;
  return numeric(left) && numeric(right);
}

function roundings(policy: Policy, decimals: readonly number[]): Trial[] {
  const most = Math.min(Math.max(...decimals, 0) - 1, policy.round === undefined ? mostPlaces : policy.round - 1);
  return decimals
    .filter((places) => places <= most)
    .toSorted((left, right) => right - left)
    .map((round) => ({
      change: { round },
      declared: `round: ${String(round)}`,
      lets: `numbers that differ only behind ${String(round)} decimal places are right as well`,
    }));
}

function tolerances(policy: Policy): Trial[] {
  const own = policy.tolerance;
  return relatives
    .filter((relative) => relative > (own?.relative ?? 0))
    .map((relative) => ({
      change: { tolerance: { ...own, relative } },
      declared: `tolerance: {relative: ${String(relative)}}`,
      lets: `numbers wrong by up to ${String(relative * 100)} % are right as well`,
    }));
}
