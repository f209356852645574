import type { ResultSet } from "../core/statement.ts";
import type { Policy } from "../exam/policy.ts";
import { cellsEqual, sameFamily } from "./cell.ts";
import { cellAt, type ColumnView, viewColumns } from "./column-view.ts";
import { newEffort } from "./effort.ts";
import { canBeColumn } from "./fingerprint.ts";
import { type ColumnPair, type Mapping, pairColumns, rowsEqual } from "./mapping.ts";
import { plainName } from "./names.ts";
import { allRows } from "./row-groups.ts";
import { fitRows, type RowPlan } from "./row-plan.ts";
import { type ValueRules, valueRules } from "./rules.ts";
import { cellWords, difference, rowExample, rowWords } from "./say.ts";
import type { Difference } from "./verdict.ts";

/** Explains row counts that differ: rows repeated or merged, rows missing, rows too many. */
export function countDifference(expected: ResultSet, actual: ResultSet, policy: Policy): Difference {
  const [wanted, got] = [expected.totalRowCount, actual.totalRowCount];
  const counts = `${String(wanted)} rows were expected, and the answer has ${String(got)}`;
  const example = { expected_rows: wanted, actual_rows: got };
  const mechanism = got < wanted ? "missing_rows" : "extra_rows";
  const rules = valueRules(policy);
  const [left, right] = [viewColumns(expected, rules), viewColumns(actual, rules)];
  const complete = expected.rows.length === wanted && actual.rows.length === got;
  if (!complete || wanted === 0 || got === 0) return difference(mechanism, `${counts}.`, example);
  const mapping = likelyMapping(left, right, rules, "set");
  if (mapping === null) return difference(mechanism, `${counts}.`, example);
  const rows = allRows(wanted);
  if (fitRows(mapping, { kind: "bag", rows, distinct: true }, allRows(got)) === null) {
    return difference("multiplicity", `${counts}: the same rows stand there a different number of times.`, example);
  }
  const misfit = fitRows(mapping, { kind: "bag", rows, distinct: false }, allRows(got));
  const row = (got < wanted ? misfit?.expected : misfit?.actual)?.[0];
  if (row === undefined) return difference(mechanism, `${counts}.`, example);
  const columns = mapping.pairs.map((pair) => (got < wanted ? pair.expected : pair.actual));
  const words = `${counts}; ${got < wanted ? "missing is" : "too many is"} for example ${rowWords(columns, row)}.`;
  return difference(mechanism, words, { ...example, row: rowExample(columns, row) });
}

/** Explains rows that are all there but in another order. */
export function orderDifference(mapping: Mapping, plan: RowPlan): Difference {
  const actualCount = mapping.pairs[0]?.actual.hashes.length ?? 0;
  const misfit = fitRows(mapping, plan, allRows(actualCount));
  const [expectedRow = 0] = misfit?.expected ?? [];
  const [actualRow = 0] = misfit?.actual ?? [];
  const position = (misfit?.position ?? 0) + 1;
  const expected = mapping.pairs.map((pair) => pair.expected);
  const actual = mapping.pairs.map((pair) => pair.actual);
  const words = `The rows are right but in another order: place ${String(position)} should have ${rowWords(expected, expectedRow)} and has ${rowWords(actual, actualRow)}.`;
  return difference("order", words, {
    position,
    expected: rowExample(expected, expectedRow),
    actual: rowExample(actual, actualRow),
  });
}

/** Explains sets of which one lacks rows of the other; null when each lacks some. */
export function setDifference(sides: Sides): Difference | null {
  const mapping = likelyMapping(sides.expected, sides.actual, sides.rules, "set");
  if (mapping === null) return null;
  const [wanted, got] = [sides.expected, sides.actual].map((columns) => columns[0]?.hashes.length ?? 0);
  const left = fitRows(mapping, { kind: "bag", rows: allRows(wanted ?? 0), distinct: true }, allRows(got ?? 0));
  if (left === null || (left.expected.length > 0 && left.actual.length > 0)) return null;
  const isMissing = left.expected.length > 0;
  const columns = mapping.pairs.map((pair) => (isMissing ? pair.expected : pair.actual));
  const row = (isMissing ? left.expected : left.actual)[0] ?? 0;
  const words = `Copies aside, ${isMissing ? "a row is missing" : "there is a row too many"}: ${rowWords(columns, row)}.`;
  return difference(isMissing ? "missing_rows" : "extra_rows", words, { row: rowExample(columns, row) });
}

type Sides = {
  readonly expected: readonly ColumnView[];
  readonly actual: readonly ColumnView[];
  readonly rules: ValueRules;
};

/** Explains equal counts without a permutation that fits: a column that is not there, of another type, or with other values. */
export function diagnoseColumns(sides: Sides): Difference {
  const { expected, actual, rules } = sides;
  const orphan = expected.find((column) => !actual.some((view) => canBeColumn(column, view, "bag", rules)));
  if (orphan === undefined) return rowDifference(sides);
  const strangers = actual.filter((view) => !view.allNull && !sameFamily(orphan.type, view.type));
  const twin =
    strangers.find((view) => sameTexts(orphan, view)) ??
    strangers.find(({ name }) => plainName(name) === plainName(orphan.name));
  if (twin !== undefined) {
    const words = `"${orphan.name}" is of the family ${orphan.type.family}, and the answer has it as ${twin.type.family}.`;
    return difference("type", words, { column: orphan.name, expected: orphan.type.family, actual: twin.type.family });
  }
  const taken = new Set(
    expected
      .filter((column) => column !== orphan)
      .map((column) => actual.find((view) => canBeColumn(column, view, "bag", rules))),
  );
  const free = actual.filter((view) => !taken.has(view) && sameFamily(view.type, orphan.type));
  const stand = free.find(({ name }) => plainName(name) === plainName(orphan.name)) ?? free[0];
  if (stand === undefined || actual.length < expected.length) {
    const words = `The expected column "${orphan.name}" is not in the answer.`;
    return difference("missing_column", words, { column: orphan.name, expected: cellAt(orphan, 0) });
  }
  return valueDifference(sides, orphan, stand);
}

/** A cell that differs, in a row whose other columns agree where there is one. */
function valueDifference(sides: Sides, expected: ColumnView, actual: ColumnView): Difference {
  const mapping = likelyMapping(sides.expected, sides.actual, sides.rules, "bag");
  const others = (mapping?.pairs ?? []).filter((pair) => pair.expected !== expected && pair.actual !== actual);
  const labels = others.filter((pair) => canBeColumn(pair.expected, pair.actual, "bag", sides.rules));
  const rows = partnersBy({ pairs: labels, rules: sides.rules, effort: newEffort() }, expected.hashes.length);
  for (const [row, other] of rows) {
    const [left, right] = [cellAt(expected, row), cellAt(actual, other)];
    if (cellsEqual(left, expected.type, right, actual.type, sides.rules)) continue;
    const where =
      labels.length === 0
        ? ""
        : ` where ${rowWords(
            labels.map((pair) => pair.expected),
            row,
          )}`;
    const words = `"${expected.name}"${where} should be ${cellWords(left)} and is ${cellWords(right)}.`;
    return difference("value", words, {
      column: expected.name,
      expected: left,
      actual: right,
      row: rowExample(sides.expected, row),
      ...(expected.type.family === "time" ? { time_zone: sides.rules.timeZone } : {}),
    });
  }
  return difference("value", `The values of "${expected.name}" differ.`, { column: expected.name });
}

/** Rows that belong together by the columns which agree; row by row where there are none. Looks at the first few thousand rows. */
function partnersBy(labels: Mapping, count: number): [number, number][] {
  const most = Math.min(count, 2000);
  const inPlace = Array.from({ length: most }, (_none, row): [number, number] => [row, row]);
  if (labels.pairs.length === 0 || inPlace.every(([row]) => rowsEqual(labels, row, row))) return inPlace;
  const open = new Set(inPlace.map(([row]) => row));
  return inPlace.flatMap(([row]) => {
    const other = open.values().find((candidate) => rowsEqual(labels, row, candidate));
    if (other === undefined) return [];
    open.delete(other);
    return [[row, other] as [number, number]];
  });
}

/** Every column has its values somewhere, but whole rows do not agree. */
function rowDifference(sides: Sides): Difference {
  const mapping = likelyMapping(sides.expected, sides.actual, sides.rules, "bag");
  const unmet = mapping?.pairs.find((pair) => !canBeColumn(pair.expected, pair.actual, "bag", sides.rules));
  if (mapping === null || unmet !== undefined) {
    const { name } = unmet?.expected ?? { name: "" };
    const words = `The expected column "${name}" is not in the answer: the only one that holds its values is another expected column.`;
    return difference("missing_column", words, { column: name });
  }
  const count = sides.expected[0]?.hashes.length ?? 0;
  const misfit = fitRows(mapping, { kind: "bag", rows: allRows(count), distinct: false }, allRows(count));
  const row = misfit?.expected[0];
  if (row === undefined) return difference("value", "Each column is right for itself, but not as rows.");
  const words = `Each column has the right values, but no answered row has them together: ${rowWords(sides.expected, row)}.`;
  return difference("value", words, {
    expected: rowExample(sides.expected, row),
    actual: rowExample(sides.actual, misfit?.actual[0] ?? 0),
  });
}

/** One answered column for each expected one, the likeliest first: by values, by name, by place. Null when they do not suffice. */
function likelyMapping(
  expected: readonly ColumnView[],
  actual: readonly ColumnView[],
  rules: ValueRules,
  containment: "bag" | "set",
): Mapping | null {
  const free = new Set(actual);
  const pairs: ColumnPair[] = [];
  for (const column of expected) {
    const likelihood = (view: ColumnView): number =>
      (canBeColumn(column, view, containment, rules) ? 4 : 0) +
      (plainName(view.name) === plainName(column.name) ? 2 : 0) +
      (sameFamily(view.type, column.type) ? 1 : 0) +
      (view.index === column.index ? 0.5 : 0);
    const [best] = [...free].toSorted((left, right) => likelihood(right) - likelihood(left));
    if (best === undefined) return null;
    free.delete(best);
    pairs.push(pairColumns(column, best, rules));
  }
  return { pairs, rules, effort: newEffort() };
}

/** The same values once their types are left aside: 123 as a number and as text. */
function sameTexts(left: ColumnView, right: ColumnView): boolean {
  const count = Math.min(left.hashes.length, 1000);
  if (left.allNull || right.allNull) return false;
  const texts = (view: ColumnView): string[] =>
    Array.from({ length: count }, (_none, row) => (cellAt(view, row) ?? "").trim()).toSorted();
  const [a, b] = [texts(left), texts(right)];
  return a.every((text, i) => text === b[i] || (text !== "" && Number(text) === Number(b[i])));
}
