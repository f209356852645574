import type { StatementOutcome } from "../../core/statement.ts";
import { passedOn } from "../../sql/lineage.ts";
import { readStatement } from "../../sql/read-statement.ts";
import { resolve } from "../../sql/resolve.ts";
import type { Resolution } from "../../sql/scope.ts";
import { bodyOf, isPiece, listOf, nameOf, take, unbracketed, type Piece } from "../../sql/syntax.ts";
import type { Question } from "../question.ts";
import { type Finding, findingOf } from "./finding.ts";
import { isText, ordersNumbersAsText } from "./numeric-text.ts";
import type { OrderedView } from "./ordered-view.ts";
import { quotedName, type Tables } from "./tables.ts";

/** Values of a column that are looked at. */
const mostValues = 500;

/** Numbers that are ordered as text: by ORDER BY at the top or inside, or by MAX and MIN. */
export async function textNumbers(
  question: Question,
  view: OrderedView | null,
  tables: Tables,
  run: (sql: string, rowLimit: number) => Promise<StatementOutcome>,
): Promise<readonly Finding[]> {
  for (const { key, column } of view?.keys ?? []) {
    const { columns, rows } = view?.result ?? { columns: [], rows: [] };
    const head = columns[column];
    if (head !== undefined && isText(head) && ordersNumbersAsText(rows.map((row) => row[column] ?? null))) {
      return [findingOf("text_numbers", question.id, { expression: key.expression })];
    }
  }
  for (const { table, column } of storedKeys(question.expectedSql)) {
    const head = (await tables.columns(table))?.find(({ name }) => name.toLowerCase() === column);
    if (head === undefined || !isText(head)) continue;
    const name = `\`${head.name.replaceAll("`", "``")}\``;
    const sql = `SELECT DISTINCT ${name} FROM ${quotedName(table)} WHERE ${name} IS NOT NULL LIMIT ${String(mostValues)}`;
    const values = await run(sql, mostValues);
    if (values.kind === "rows" && ordersNumbersAsText(values.result.rows.map((row) => row[0] ?? null))) {
      return [findingOf("text_numbers", question.id, { expression: head.name })];
    }
  }
  return [];
}

type Stored = { readonly table: string; readonly column: string };

/** Stored columns that stand, as they are, as a key of any ORDER BY or under MAX and MIN. */
function storedKeys(sql: string): readonly Stored[] {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return [];
  const resolution = resolve(read.node);
  const found = new Map<string, Stored>();
  walk(read.node, (kind, body) => {
    const sorts = isPiece(body["order_by"]) ? listOf(body["order_by"]["expressions"]) : listOf(body["order_by"]);
    const keys = sorts.map((sort) => (isPiece(sort) ? sort["this"] : null));
    const name = kind === "aggregate_function" || kind === "function" ? (nameOf(body["name"]) ?? "") : kind;
    const compared = /^(?:max|min|greatest|least)$/iu.test(name)
      ? [body["this"], ...listOf(body["args"]), ...listOf(body["expressions"])]
      : /^(?:max_?by|min_?by)$/iu.test(name)
        ? [listOf(body["args"])[1] ?? body["expression"]]
        : [];
    for (const expression of [...keys, ...compared]) {
      const stored = storedColumn(expression, resolution);
      if (stored !== null) found.set(`${stored.table}.${stored.column}`, stored);
    }
  });
  return [...found.values()];
}

function storedColumn(expression: unknown, resolution: Resolution): Stored | null {
  const column = bodyOf(unbracketed(expression), "column");
  const reference = column === null ? undefined : resolution.references.get(column);
  if (reference === undefined) return null;
  if (reference.kind === "item") {
    const behind = reference.scope?.items[reference.index]?.expressions;
    const inner = behind?.length === 1 ? bodyOf(unbracketed(behind[0]), "column") : null;
    const meant = inner === null || inner === column ? undefined : resolution.references.get(inner);
    return meant === undefined ? null : passedOn(meant, resolution);
  }
  return passedOn(reference, resolution);
}

function walk(value: unknown, visit: (kind: string, body: Piece) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (!isPiece(value)) return;
  const taken = take(value);
  // A window's clause is no node of its own, and has an order too.
  visit(taken?.kind ?? "", taken?.body ?? value);
  for (const member of Object.values(taken?.body ?? value)) walk(member, visit);
}
