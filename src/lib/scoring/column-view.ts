import type { Cell, ResultSet } from "../core/statement.ts";
import { compared } from "./cell.ts";
import { typeOfColumn, type ValueType } from "./column-type.ts";
import type { ValueRules } from "./rules.ts";

/** One column of a result, made ready for comparing: a 32-bit hash of every cell's compared text. */
export type ColumnView = {
  readonly name: string;
  readonly index: number;
  readonly type: ValueType;
  readonly rows: readonly (readonly Cell[])[];
  readonly hashes: Int32Array;
  /** Holds nothing but nulls, or nothing at all. */
  readonly allNull: boolean;
};

const nullHash = 0x5bd1e995;
/** Compared texts are remembered for this many different values a column: what is slow to read repeats. */
const remembered = 20_000;

/** Views of all columns. Equal cells have equal hashes; the converse is checked on the cells. */
export function viewColumns(result: ResultSet, rules: ValueRules): ColumnView[] {
  return result.columns.map((column, index) => {
    const type = typeOfColumn(column);
    const hash = hasher(type, rules);
    const hashes = new Int32Array(result.rows.length);
    let allNull = true;
    for (let i = 0; i < hashes.length; i += 1) {
      const raw = result.rows[i]?.[index] ?? null;
      if (raw === null) hashes[i] = nullHash;
      else {
        allNull = false;
        hashes[i] = hash(raw);
      }
    }
    return { name: column.name, index, type, rows: result.rows, hashes, allNull };
  });
}

/** The cell of a view's row, or null. */
export function cellAt(view: ColumnView, row: number): Cell {
  return view.rows[row]?.[view.index] ?? null;
}

function hasher(type: ValueType, rules: ValueRules): (raw: string) => number {
  if (type.family === "number" && rules.round === null) return (raw) => hashText(compared(raw, type, rules));
  const known = new Map<string, number>();
  return (raw) => {
    const found = known.get(raw);
    if (found !== undefined) return found;
    const made = hashText(compared(raw, type, rules));
    if (known.size < remembered) known.set(raw, made);
    return made;
  };
}

/** FNV-1a over UTF-16 units, mixed at the end as MurmurHash3 does. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** Spreads a 32-bit number's bits (MurmurHash3's finalizer). */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
