import type { ResultSet } from "../core/statement.ts";
import type { Policy } from "../exam/policy.ts";
import type { OrderAndLimit } from "../sql/order-and-limit.ts";
import { type ColumnSearch, searchColumns } from "./column-search.ts";
import { type ColumnView, viewColumns } from "./column-view.ts";
import { diagnoseColumns, orderDifference, setDifference } from "./diagnose.ts";
import type { Effort } from "./effort.ts";
import { matchesByChance } from "./names.ts";
import { allRows, type RowGroups, singly, wantedCount, wholeGroups, windowOf } from "./row-groups.ts";
import type { RowPlan } from "./row-plan.ts";
import { type ValueRules, valueRules } from "./rules.ts";
import { sameInPlace } from "./same-in-place.ts";
import { correct, difference, incorrect, sayGivenUp, without } from "./say.ts";
import { outerKeys, tieGroups } from "./tie-groups.ts";
import type { Verdict } from "./verdict.ts";

/** Two whole results, both with rows. */
export type RowComparison = {
  readonly expected: ResultSet;
  readonly actual: ResultSet;
  readonly order: OrderAndLimit | null;
  readonly untruncated: ResultSet | null;
  readonly policy: Policy;
  readonly effort: Effort;
};

/** What is compared, made ready once. */
type Prepared = {
  readonly expected: readonly ColumnView[];
  readonly actual: readonly ColumnView[];
  readonly rules: ValueRules;
  readonly policy: Policy;
  readonly order: OrderAndLimit | null;
  readonly effort: Effort;
};

/** Compares rows through one permutation of columns, in order where order matters. */
export function compareRows(comparison: RowComparison): Verdict {
  const { policy, order, effort } = comparison;
  const declared = valueRules(policy);
  const rules = hasInstants(comparison) ? declared : { ...declared, timeZone: "UTC" };
  if (sameInPlace(comparison.expected, comparison.actual, rules)) return correct;
  const prepared: Prepared = {
    expected: viewColumns(comparison.expected, rules),
    actual: viewColumns(comparison.actual, rules),
    rules,
    policy,
    order,
    effort,
  };
  const verdict = compareViews(prepared, comparison.untruncated);
  return effort.gaveUp && verdict.verdict === "INCORRECT" ? sayGivenUp(verdict) : verdict;
}

function compareViews(prepared: Prepared, untruncated: ResultSet | null): Verdict {
  const { order } = prepared;
  const planned = planFor(prepared);
  const direct = search(prepared, prepared.expected, planned);
  if (direct.kind === "matched") return correct;
  if (direct.kind === "exchanged" || direct.kind === "ambiguous") return nameVerdict(direct);
  if (untruncated !== null && order?.kind === "understood" && order.ordered) {
    const verdict = compareUncut(prepared, untruncated, order);
    if (verdict !== null) return verdict;
  }
  return explain(prepared, planned);
}

/**
 * Whether a column holds instants. Dates and times without a zone are compared among themselves as they stand: in a zone that skips an
 * hour in spring, two different ones would become one instant.
 */
function hasInstants({ expected, actual }: RowComparison): boolean {
  return [...expected.columns, ...actual.columns].some(({ typeName, typeText }) =>
    /\bTIMESTAMP(?!_NTZ)/iu.test(typeText === "" ? typeName : typeText),
  );
}

/** The plan that the expected rows themselves give. */
function planFor(prepared: Prepared): RowPlan {
  const { expected, order, policy, rules } = prepared;
  const distinct = policy.distinct === true;
  const rows = allRows(expected[0]?.hashes.length ?? 0);
  const isBag = order?.kind === "not_understood" ? false : !(order?.ordered ?? false) && policy.ordered !== true;
  if (isBag || policy.ordered === false) return { kind: "bag", rows, distinct };
  const keyed = order?.kind === "understood" && order.ordered;
  const groups = keyed ? wholeGroups(rows, tieGroups(order, expected, [], rules)) : singly(rows);
  return { kind: "ordered", groups, distinct };
}

type NamedSearch = ColumnSearch | { readonly kind: "ambiguous"; readonly column: ColumnView };

/** First with weak columns held to their names; a match only without that is a match by chance. */
function search(prepared: Prepared, reference: readonly ColumnView[], plan: RowPlan): NamedSearch {
  const { expected, actual, rules, policy, effort } = prepared;
  if (actual.length < expected.length) return { kind: "none" };
  const namesCount = policy.names !== "ignore";
  const weak = namesCount ? expected.filter((column) => matchesByChance(column, expected, actual, rules)) : [];
  const question = { reference, answered: actual, plan, rules, namesCount, effort };
  const found = searchColumns({ ...question, byName: new Set(weak.map(({ index }) => index)) });
  if (found.kind !== "none" || weak.length === 0) return found;
  const loose = searchColumns({ ...question, namesCount: false, byName: new Set() });
  return loose.kind === "none" ? loose : { kind: "ambiguous", column: weak[0] as ColumnView };
}

/**
 * Judges by the expected SQL run without LIMIT and OFFSET: of rows tied at a cut any may be answered. Null when that result
 * does not belong to the query.
 */
function compareUncut(
  prepared: Prepared,
  untruncated: ResultSet,
  order: Extract<OrderAndLimit, { kind: "understood" }>,
): Verdict | null {
  const width = prepared.expected.length;
  const views = viewColumns(untruncated, prepared.rules);
  const reference = views.slice(0, width);
  const appended = views.slice(width);
  if (reference.length < width || outerKeys(order, reference, appended.length) === null) return null;
  const { policy, rules } = prepared;
  const groups = windowOf(tieGroups(order, reference, appended, rules), order);
  const isWhole = wantedCount(groups) === prepared.expected[0]?.hashes.length;
  const stable = isWhole && isItself(prepared, reference, planOf(groups, policy, false));
  if (!stable) return without("NOT_EVALUABLE", "UNSTABLE_EXPECTED");
  const found = search(prepared, reference, planOf(groups, policy, policy.distinct === true));
  if (found.kind === "matched") return correct;
  return found.kind === "none" ? null : nameVerdict(found);
}

/** Without order, groups that are whole can as well be one bag. */
function planOf(groups: RowGroups, policy: Policy, distinct: boolean): RowPlan {
  return { kind: policy.ordered === false ? "chosen" : "ordered", groups, distinct };
}

/** Whether the expected result is one that the uncut result allows: else the SQL gives something else at every run. */
function isItself(prepared: Prepared, reference: readonly ColumnView[], plan: RowPlan): boolean {
  const found = searchColumns({
    reference,
    answered: prepared.expected,
    plan,
    rules: prepared.rules,
    namesCount: false,
    byName: new Set(),
    effort: prepared.effort,
  });
  return found.kind === "matched";
}

function nameVerdict(found: Extract<NamedSearch, { kind: "exchanged" | "ambiguous" }>): Verdict {
  if (found.kind === "exchanged") {
    const words = found.cycle.map(({ name, over }) => `"${name}" stands over the values of "${over}"`).join(", ");
    const ways = found.tried === 1 ? "" : ` in each of the ${String(found.tried)} ways to read them that were tried`;
    return incorrect(
      difference("value", `Columns are exchanged${ways}: ${words}.`, { exchanged: found.cycle }),
      "exchanged_columns",
    );
  }
  const { name } = found.column;
  const words = `The values of "${name}" could stand in another column by chance, and the answer has more columns of its kind; none of that name holds them.`;
  return incorrect(difference("missing_column", words, { column: name }), "ambiguous_column");
}

/** Says how the results differ: in order only, or in values. */
function explain(prepared: Prepared, planned: RowPlan): Verdict {
  const { expected, order, policy } = prepared;
  const rows = allRows(expected[0]?.hashes.length ?? 0);
  if (planned.kind === "ordered") {
    const asBag = search(prepared, expected, { kind: "bag", rows, distinct: policy.distinct === true });
    if (asBag.kind === "exchanged" || asBag.kind === "ambiguous") return nameVerdict(asBag);
    if (asBag.kind === "matched") {
      if (order?.kind === "not_understood") return without("NOT_EVALUABLE", "EXPECTED_NOT_UNDERSTOOD");
      return incorrect(orderDifference(asBag.mapping, planned));
    }
  }
  const ofSets = policy.distinct === true ? setDifference(prepared) : null;
  return incorrect(ofSets ?? diagnoseColumns(prepared));
}
