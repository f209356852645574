import type { OracleCell, OracleColumn, OraclePair, OracleResult } from "./pair.ts";

/** Rules of docs/gate.md under which the comparator accepts what the referee, who compares by position, type and text, does not. */
export const rules = [
  "columns are matched by values",
  "numbers compare across types",
  "doubles within 1e-9",
  "ties may swap",
] as const;
export type Rule = (typeof rules)[number];

/**
 * The fewest rules that make the two results equal, by a plain search of its own: no code of the comparator. Null: no set of rules
 * does, the empty one means they are equal as the referee has it.
 */
export function rulesThatAccept(pair: OraclePair): readonly Rule[] | null {
  return subsets.find((some) => equalUnder(pair, new Set(some))) ?? null;
}

/**
 * Whether the referee holds them equal only because it rounds an ordered result's doubles to six places: docs/gate.md has 1e-9 relative,
 * which is narrower.
 */
export function equalWhenRounded(pair: OraclePair): boolean {
  if (pair.order.length === 0 || equalUnder(pair, new Set(["doubles within 1e-9"]))) return false;
  const rounded = (result: OracleResult): OracleResult => ({
    ...result,
    rows: result.rows.map((row) => row.map((cell) => (typeof cell === "number" ? Number(cell.toFixed(6)) : cell))),
  });
  return equalUnder({ ...pair, expected: rounded(pair.expected), answer: rounded(pair.answer) }, new Set());
}

const subsets: readonly (readonly Rule[])[] = Array.from({ length: 2 ** rules.length }, (_, mask) =>
  rules.filter((__, at) => (mask >> at) % 2 === 1),
).toSorted((one, other) => one.length - other.length);

function equalUnder({ expected, answer, order }: OraclePair, some: ReadonlySet<Rule>): boolean {
  if (expected.rows.length !== answer.rows.length || expected.columns.length !== answer.columns.length) return false;
  const places = expected.columns.map((_, at) => at);
  const ways = some.has("columns are matched by values") ? permutations(places) : [places];
  return ways.some((way) => {
    if (!way.every((from, at) => sameFamily(expected, at, answer, from, some))) return false;
    const rows = answer.rows.map((row) => way.map((from) => row[from] ?? null));
    return groupsOf(expected, order, some).every(({ start, end }) =>
      sameBag(expected.rows.slice(start, end), rows.slice(start, end), some.has("doubles within 1e-9")),
    );
  });
}

function sameFamily(
  expected: OracleResult,
  at: number,
  answer: OracleResult,
  from: number,
  some: ReadonlySet<Rule>,
): boolean {
  const [one, other] = [expected.columns[at]?.type, answer.columns[from]?.type];
  if (one === other) return true;
  return some.has("numbers compare across types") && one !== "TEXT" && other !== "TEXT";
}

/** Stretches of rows within which order does not count: all of a bag, each row of an ordered result, or its ties. */
function groupsOf(
  { columns, rows }: OracleResult,
  order: OraclePair["order"],
  some: ReadonlySet<Rule>,
): { start: number; end: number }[] {
  if (order.length === 0) return [{ start: 0, end: rows.length }];
  const keys = order.map(({ column }) => columns.findIndex(({ name }: OracleColumn) => name === column));
  const groups: { start: number; end: number }[] = [];
  for (const [at, row] of rows.entries()) {
    const last = groups.at(-1);
    const before = rows[at - 1];
    const tied = before !== undefined && keys.every((key) => row[key] === before[key]);
    if (last !== undefined && tied && some.has("ties may swap")) last.end = at + 1;
    else groups.push({ start: at, end: at + 1 });
  }
  return groups;
}

/** Whether the rows can be paired one to one, found by trying. */
function sameBag(ones: OracleResult["rows"], others: OracleResult["rows"], tolerant: boolean): boolean {
  const [first, ...rest] = ones;
  if (first === undefined) return others.length === 0;
  return others.some(
    (other, at) => sameRow(first, other, tolerant) && sameBag(rest, others.toSpliced(at, 1), tolerant),
  );
}

function sameRow(one: readonly OracleCell[], other: readonly OracleCell[], tolerant: boolean): boolean {
  return one.every((cell, at) => sameCell(cell, other[at] ?? null, tolerant));
}

function sameCell(one: OracleCell, other: OracleCell, tolerant: boolean): boolean {
  if (one === other) return true;
  if (typeof one !== "number" || typeof other !== "number" || !tolerant || one === 0 || other === 0) return false;
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}

function permutations(places: readonly number[]): number[][] {
  if (places.length === 0) return [[]];
  return places.flatMap((place, at) => permutations(places.toSpliced(at, 1)).map((rest) => [place, ...rest]));
}
