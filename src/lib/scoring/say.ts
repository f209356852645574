import type { Cell } from "../core/statement.ts";
import { cellAt, type ColumnView } from "./column-view.ts";
import type { Difference, Mechanism, Verdict, VerdictKind } from "./verdict.ts";

export const correct: Verdict = {
  verdict: "CORRECT",
  reason: null,
  mechanism: null,
  difference: null,
  acceptedBy: null,
};

/** A verdict whose reason is its mechanism, unless another is given. */
export function incorrect(found: Difference, reason: string = found.mechanism): Verdict {
  return { verdict: "INCORRECT", reason, mechanism: found.mechanism, difference: found, acceptedBy: null };
}

/** A verdict that no comparison of values stands behind. */
export function without(verdict: VerdictKind, reason: string): Verdict {
  return { verdict, reason, mechanism: null, difference: null, acceptedBy: null };
}

export function difference(
  mechanism: Mechanism,
  words: string,
  example: Readonly<Record<string, unknown>> = {},
): Difference {
  return { mechanism, words, example };
}

/** A row as name and value pairs; a name that comes again is numbered. */
export function rowExample(columns: readonly ColumnView[], row: number): Readonly<Record<string, Cell>> {
  const example: Record<string, Cell> = {};
  for (const column of columns) {
    const name = column.name in example ? `${column.name} (${String(column.index + 1)})` : column.name;
    example[name] = cellAt(column, row);
  }
  return example;
}

/** A cell in words: quoted text, or NULL; long text cut short. */
export function cellWords(cell: Cell): string {
  if (cell === null) return "NULL";
  return JSON.stringify(cell.length > 80 ? `${cell.slice(0, 79)}…` : cell);
}

export function rowWords(columns: readonly ColumnView[], row: number): string {
  return columns
    .slice(0, 6)
    .map((column) => `${column.name} = ${cellWords(cellAt(column, row))}`)
    .join(", ");
}

/** A text in quotes, cut short. */
export function quoted(text: string): string {
  return cellWords(text.trim());
}

/** A search that ended at its limit of work found no match, which is not the same as there being none: the verdict stays, and says so. */
export function sayGivenUp(verdict: Verdict): Verdict {
  const { difference: found } = verdict;
  const reason = verdict.reason === verdict.mechanism ? "search_given_up" : verdict.reason;
  if (found === null) return { ...verdict, reason };
  const words = `${found.words} The search for equal rows and columns ended at its limit of work, so that what it had not found by then counts as different.`;
  return { ...verdict, reason, difference: { ...found, words } };
}
