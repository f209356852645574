import type { Cell, ResultSet } from "../core/statement.ts";
import { compared } from "./cell.ts";
import { typeOfColumn, type ValueType } from "./column-type.ts";
import { float64s, int32s } from "./long-lists.ts";
import { isFiniteText, isNegativeZero, numberText, plainEnd } from "./number-text.ts";
import type { ValueRules } from "./rules.ts";
import { isComposed } from "./text.ts";
import { hashText } from "./text-hash.ts";

/** One column of a result, made ready for comparing: a 32-bit hash of every cell's compared text. */
export type ColumnView = {
  readonly name: string;
  readonly index: number;
  readonly type: ValueType;
  readonly rows: readonly (readonly Cell[])[];
  readonly hashes: Int32Array;
  /** Holds nothing but nulls, or nothing at all. */
  readonly allNull: boolean;
  /** Each row's number as a double, made when first asked for; NaN for whatever is not a finite number. */
  readonly numbers: () => Float64Array;
  /** One row's number, without making all of them. */
  readonly numberAt: (row: number) => number;
};

const nullHash = 0x5bd1e995;
/** Compared texts are remembered for this many different values a column: what is slow to read repeats. */
const remembered = 20_000;

/** Views of all columns. Equal cells have equal hashes; the converse is checked on the cells. */
export function viewColumns(result: ResultSet, rules: ValueRules): ColumnView[] {
  const { rows, columns } = result;
  const types = columns.map(typeOfColumn);
  const hashers = types.map((type) => hasher(type, rules));
  const hashes = columns.map(() => int32s(rows.length));
  const nulls = columns.map(() => 0);
  // Row by row, since that is how the cells lie in memory.
  for (let row = 0; row < rows.length; row += 1) {
    const cells = rows[row] as readonly Cell[];
    for (let column = 0; column < hashers.length; column += 1) {
      const raw = cells[column] ?? null;
      if (raw === null) nulls[column] = (nulls[column] as number) + 1;
      (hashes[column] as Int32Array)[row] = raw === null ? nullHash : (hashers[column] as (raw: string) => number)(raw);
    }
  }
  return columns.map(({ name }, index) => {
    const type = types[index] as ValueType;
    return {
      name,
      index,
      type,
      rows,
      hashes: hashes[index] as Int32Array,
      allNull: nulls[index] === rows.length,
      ...readNumbers(rows, index, rules),
    };
  });
}

/** The cell of a view's row, or null. */
export function cellAt(view: ColumnView, row: number): Cell {
  return view.rows[row]?.[view.index] ?? null;
}

function hasher(type: ValueType, rules: ValueRules): (raw: string) => number {
  const slow = (raw: string): number => hashText(compared(raw, type, rules));
  if (type.family === "number" && rules.round === null) {
    return (raw) => {
      const end = plainEnd(raw);
      return end > 0 && !isNegativeZero(raw, end) ? hashText(raw, end) : slow(raw);
    };
  }
  if (type.family === "text" && !type.padded && !rules.caseIgnored) {
    return (raw) => (isComposed(raw) ? hashText(raw) : slow(raw));
  }
  return remembering(slow);
}

/** Remembers what was made of repeated texts, until it is plain that they do not repeat. */
function remembering(slow: (raw: string) => number): (raw: string) => number {
  const known = new Map<string, number>();
  let repeats = 0;
  return (raw) => {
    if (known.size >= remembered && repeats < remembered) return slow(raw);
    const found = known.get(raw);
    if (found !== undefined) {
      repeats += 1;
      return found;
    }
    const made = slow(raw);
    if (known.size < remembered) known.set(raw, made);
    return made;
  };
}

function readNumbers(
  rows: readonly (readonly Cell[])[],
  index: number,
  rules: ValueRules,
): Pick<ColumnView, "numbers" | "numberAt"> {
  let made: Float64Array | null = null;
  const read = (row: number): number => {
    const raw = rows[row]?.[index] ?? null;
    return raw === null ? Number.NaN : doubleOf(raw, rules);
  };
  const numbers = (): Float64Array => {
    if (made !== null) return made;
    made = float64s(rows.length);
    for (let row = 0; row < made.length; row += 1) made[row] = read(row);
    return made;
  };
  return { numbers, numberAt: (row) => (made === null ? read(row) : (made[row] as number)) };
}

/** A number's text as a double; NaN for whatever is not a finite number. */
export function doubleOf(raw: string, rules: ValueRules): number {
  if (rules.round === null && plainEnd(raw) > 0) return Number(raw);
  const text = numberText(raw, rules.round);
  return text !== null && isFiniteText(text) ? Number(text) : Number.NaN;
}
