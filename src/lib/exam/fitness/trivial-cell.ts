import type { ResultSet } from "../../core/statement.ts";
import type { Question } from "../question.ts";
import { type Finding, findingOf } from "./finding.ts";

/** Values that a wrong query gives as easily as a right one. */
const trivial = /^(?:[+-]?0*[01]?(?:\.0*)?|true|false|)$/iu;

/** An answer of one cell that says next to nothing. */
export function trivialCell(question: Question, { columns, rows }: ResultSet): readonly Finding[] {
  if (rows.length !== 1 || columns.length !== 1) return [];
  const cell = rows[0]?.[0] ?? null;
  return cell === null || trivial.test(cell.trim()) ? [findingOf("trivial_cell", question.id, null)] : [];
}
