import type { ColumnView } from "./column-view.ts";
import { canBeColumn, type Containment, mayBeSame, sameValues } from "./fingerprint.ts";
import { type ColumnPair, type Mapping, pairColumns } from "./mapping.ts";
import { type Effort, maySpend } from "./effort.ts";
import { type Exchange, findExchange, plainName } from "./names.ts";
import { allRows, wantedCount } from "./row-groups.ts";
import { fitRows, type RowPlan } from "./row-plan.ts";
import type { ValueRules } from "./rules.ts";

/** How the search for one permutation of the columns ended. */
export type ColumnSearch =
  | { readonly kind: "matched"; readonly mapping: Mapping }
  | {
      readonly kind: "exchanged";
      readonly mapping: Mapping;
      readonly cycle: readonly Exchange[];
      readonly tried: number;
    }
  | { readonly kind: "none" };

type Question = {
  /** Expected columns whose rows the plan speaks of. */
  readonly reference: readonly ColumnView[];
  readonly answered: readonly ColumnView[];
  readonly plan: RowPlan;
  readonly rules: ValueRules;
  /** Whether exchanged names break a match. */
  readonly namesCount: boolean;
  /** Expected columns, by index, that only their own name may match. */
  readonly byName: ReadonlySet<number>;
  readonly effort: Effort;
};

/** Permutations with exchanged names tried before the exchange is believed. */
const mostExchanges = 24;

/**
 * Looks for one permutation of whole columns under which the answered rows fit the plan. Candidates come from families and
 * values, never from names; names decide only which candidate is tried first, and whether a found permutation stands.
 */
export function searchColumns(question: Question): ColumnSearch {
  const { plan, reference, rules } = question;
  const containment = containmentOf(plan, reference[0]?.hashes.length ?? 0);
  // Mostly each column is under its own name; then no other columns, in particular not their numbers, need to be looked at.
  if (containment === "bag") {
    const named = searchAmong(question, (column) =>
      candidatesFor(question, column, (wanted, view) => isNamedAlike(wanted, view) && mayBeSame(wanted, view, rules)),
    );
    if (named.kind === "matched") return named;
  }
  // Columns with identical values are looked up far more cheaply than such within a tolerance, and often they suffice.
  const identical = searchAmong(question, (column) => candidatesFor(question, column, sameValues));
  if (identical.kind === "matched") return identical;
  return searchAmong(question, (column) =>
    candidatesFor(question, column, (wanted, view) => canBeColumn(wanted, view, containment, rules)),
  );
}

function isNamedAlike(wanted: ColumnView, view: ColumnView): boolean {
  return plainName(wanted.name) === plainName(view.name);
}

function searchAmong(question: Question, candidatesOf: (column: ColumnView) => ColumnView[]): ColumnSearch {
  const candidates: ColumnView[][] = [];
  for (const column of question.reference) {
    const list = candidatesOf(column);
    if (list.length === 0) return { kind: "none" };
    candidates.push(list);
  }
  const order = [...candidates.keys()].toSorted(
    (left, right) => (candidates[left]?.length ?? 0) - (candidates[right]?.length ?? 0),
  );
  const answeredRows = allRows(question.answered[0]?.hashes.length ?? 0);
  const { effort } = question;
  const chosen: ColumnPair[] = [];
  let exchanged: Extract<ColumnSearch, { kind: "exchanged" }> | null = null;
  let exchanges = 0;

  const fits = (pairs: readonly ColumnPair[]): boolean => {
    if (!maySpend(effort, "cells", (answeredRows.length + 1) * pairs.length)) return false;
    return fitRows({ pairs, rules: question.rules, effort }, question.plan, answeredRows) === null;
  };
  const leaf = (): ColumnSearch | null => {
    const mapping = { pairs: inReferenceOrder(chosen), rules: question.rules, effort };
    const cycle = question.namesCount ? findExchange(mapping, question.answered) : null;
    if (cycle === null) return { kind: "matched", mapping };
    exchanges += 1;
    exchanged = { kind: "exchanged", mapping, cycle, ...exchanged, tried: exchanges };
    return exchanges < mostExchanges ? null : exchanged;
  };
  const descend = (depth: number): ColumnSearch | null => {
    const index = order[depth];
    if (index === undefined) return leaf();
    const list = candidates[index] ?? [];
    const refused: ColumnView[] = [];
    for (const actual of list) {
      if (effort.gaveUp) return exchanged ?? { kind: "none" };
      if (chosen.some((pair) => pair.actual === actual)) continue;
      if (refused.some((other) => sameHashes(other, actual))) continue;
      chosen.push(pairColumns(question.reference[index] as ColumnView, actual, question.rules));
      const worthLooking = depth === order.length - 1 || list.length > 1;
      const before = exchanges;
      const found = worthLooking && !fits(chosen) ? null : descend(depth + 1);
      chosen.pop();
      if (found !== null) return found;
      // Where names decide on other columns, two equal columns are not the same choice.
      if (exchanges === before && question.byName.size === 0) refused.push(actual);
    }
    return null;
  };
  return descend(0) ?? exchanged ?? { kind: "none" };
}

/** Answered columns that can be the expected one by family and values, those of its own name first. */
function candidatesFor(
  question: Question,
  column: ColumnView,
  test: (column: ColumnView, view: ColumnView) => boolean,
): ColumnView[] {
  const name = plainName(column.name);
  const rank = (view: ColumnView): number =>
    (plainName(view.name) === name ? 0 : 2) + (view.index === column.index ? 0 : 1);
  return question.answered
    .filter((view) => !question.byName.has(column.index) || plainName(view.name) === name)
    .filter((view) => test(column, view))
    .toSorted((left, right) => rank(left) - rank(right));
}

/** A plan that wants every row of the reference wants each column's whole bag of values, else a part of it. */
function containmentOf(plan: RowPlan, rows: number): Containment {
  if (plan.kind === "bag") return plan.distinct ? "set" : "bag";
  if (wantedCount(plan.groups) < rows) return "within";
  return plan.distinct ? "set" : "bag";
}

function inReferenceOrder(pairs: readonly ColumnPair[]): ColumnPair[] {
  return pairs.toSorted((left, right) => left.expected.index - right.expected.index);
}

function sameHashes(left: ColumnView, right: ColumnView): boolean {
  if (left.type.family !== right.type.family) return false;
  for (let row = 0; row < left.hashes.length; row += 1) if (left.hashes[row] !== right.hashes[row]) return false;
  return true;
}
