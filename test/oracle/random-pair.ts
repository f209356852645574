import { integerBelow, type Random, seededRandom, shuffled } from "../../src/lib/core/random.ts";
import type { OracleCell, OracleColumn, OraclePair, OracleResult, OracleType } from "./pair.ts";

const types: readonly OracleType[] = ["INTEGER", "REAL", "TEXT"];
const texts = ["", "a", "A", "b", "가", "1", "01", "n/a"];

/** The pair of one number: the same every time. Small results with few values, so that ties, duplicates and near misses are common. */
export function randomPair(seed: number, id: number): OraclePair {
  const random = seededRandom(`oracle/${String(seed)}/${String(id)}`);
  const below = (limit: number): number => integerBelow(random, limit);
  const columns = Array.from({ length: 1 + below(4) }, (_, at): OracleColumn => {
    return { name: `c${String(at + 1)}`, type: types[below(3)] ?? "TEXT" };
  });
  const rows = Array.from({ length: below(8) }, () => columns.map(({ type }) => randomCell(random, type)));
  const order =
    below(2) === 0
      ? []
      : columns.slice(0, 1 + below(2)).map(({ name }) => ({ column: name, descending: below(2) === 0 }));
  const expected: OracleResult = { columns, rows: sorted(rows, columns, order) };
  const names = Object.keys(changes);
  const change = names[below(names.length)] ?? "none";
  return { id, change, expected, order, answer: changes[change]?.(expected, random) ?? expected };
}

function randomCell(random: Random, type: OracleType): OracleCell {
  if (integerBelow(random, 7) === 0) return null;
  switch (type) {
    case "INTEGER":
      return integerBelow(random, 5) * 250;
    case "REAL":
      return [0, 0.1, 0.30000000000000004, 2.5, 1234.5678, -7][integerBelow(random, 6)] ?? 0;
    case "TEXT":
      return texts[integerBelow(random, texts.length)] ?? "";
  }
}

type Change = (expected: OracleResult, random: Random) => OracleResult;

const withRows = (result: OracleResult, rows: OracleResult["rows"]): OracleResult => ({ ...result, rows });

/** One cell replaced, in a column that `fits`. */
function oneCell(
  fits: (type: OracleType) => boolean,
  replace: (cell: OracleCell, random: Random, type: OracleType) => OracleCell,
): Change {
  return (expected, random) => {
    const places = expected.rows.flatMap((_, row) =>
      expected.columns.flatMap(({ type }, column) => (fits(type) ? [{ row, column, type }] : [])),
    );
    const place = places[integerBelow(random, Math.max(1, places.length))];
    if (place === undefined) return expected;
    return withRows(
      expected,
      expected.rows.map((row, at) =>
        at === place.row ? row.map((cell, c) => (c === place.column ? replace(cell, random, place.type) : cell)) : row,
      ),
    );
  };
}

/** Every cell of one column that `fits`, in another type. */
function otherType(from: OracleType, to: OracleType, read: (cell: OracleCell) => OracleCell): Change {
  return (expected) => {
    const at = expected.columns.findIndex(({ type }) => type === from);
    if (at === -1) return expected;
    return {
      columns: expected.columns.map((column, c) => (c === at ? { ...column, type: to } : column)),
      rows: expected.rows.map((row) => row.map((cell, c) => (c === at && cell !== null ? read(cell) : cell))),
    };
  };
}

const scaled = (factor: number): Change =>
  oneCell(
    (type) => type === "REAL",
    (cell) => (typeof cell === "number" ? cell * factor : cell),
  );

const changes: Readonly<Record<string, Change>> = {
  none: (expected) => expected,
  shuffled: (expected, random) => withRows(expected, shuffled(random, expected.rows)),
  reversed: (expected) => withRows(expected, expected.rows.toReversed()),
  "neighbours swapped": (expected, random) => {
    const at = integerBelow(random, Math.max(1, expected.rows.length - 1));
    const [one, two] = expected.rows.slice(at, at + 2);
    return one === undefined || two === undefined
      ? expected
      : withRows(expected, expected.rows.toSpliced(at, 2, two, one));
  },
  "row lost": (expected, random) =>
    withRows(expected, expected.rows.toSpliced(integerBelow(random, Math.max(1, expected.rows.length)), 1)),
  "row doubled": (expected, random) => {
    const row = expected.rows[integerBelow(random, Math.max(1, expected.rows.length))];
    return row === undefined ? expected : withRows(expected, [...expected.rows, row]);
  },
  "row added": (expected, random) =>
    withRows(expected, [...expected.rows, expected.columns.map(({ type }) => randomCell(random, type))]),
  "cell changed": oneCell(
    () => true,
    (_cell, random, type) => randomCell(random, type),
  ),
  "null for a value": oneCell(
    () => true,
    () => null,
  ),
  "zero or empty for null": (expected) =>
    withRows(
      expected,
      expected.rows.map((row) => row.map((cell, at) => cell ?? (expected.columns[at]?.type === "TEXT" ? "" : 0))),
    ),
  "a last digit off": scaled(1 + 1e-13),
  "a sixth digit off": scaled(1 + 1e-6),
  "columns turned": (expected) => ({
    columns: turned(expected.columns),
    rows: expected.rows.map((row) => turned(row)),
  }),
  "columns turned, rows shuffled": (expected, random) => ({
    columns: turned(expected.columns),
    rows: shuffled(random, expected.rows).map((row) => turned(row)),
  }),
  "whole numbers as doubles": otherType("INTEGER", "REAL", (cell) => cell),
  "whole numbers as text": otherType("INTEGER", "TEXT", String),
  "aliases changed": (expected) => ({
    ...expected,
    columns: expected.columns.map(({ type }, at) => ({ name: `d${String(at)}`, type })),
  }),
};

function turned<T>(values: readonly T[]): readonly T[] {
  return [...values.slice(1), ...values.slice(0, 1)];
}

/** As ORDER BY would have it, nulls first when ascending. */
function sorted(
  rows: OracleResult["rows"],
  columns: readonly OracleColumn[],
  order: OraclePair["order"],
): OracleResult["rows"] {
  const keys = order.map(({ column, descending }) => ({
    at: columns.findIndex(({ name }) => name === column),
    descending,
  }));
  return rows.toSorted((one, other) => {
    for (const { at, descending } of keys) {
      const difference = compared(one[at] ?? null, other[at] ?? null);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}

function compared(one: OracleCell, other: OracleCell): number {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}
