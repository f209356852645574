import type { Column } from "../../core/statement.ts";
import { orderAndLimit } from "../../sql/order.ts";
import { tokensOf, readStatement } from "../../sql/read-statement.ts";
import { resolve } from "../../sql/resolve.ts";
import { bodyOf, isPiece, listOf, nameOf, type Piece } from "../../sql/syntax.ts";
import { type Node, sqlOf, withoutComments } from "../../sql/syntax-node.ts";
import { readOnly } from "../../sql/read-only.ts";
import { quotedName } from "./tables.ts";

const orderSensitive = new Set(
  `any_value array_agg arrays_zip collect_list collect_set first first_value group_concat lag last last_value lead listagg
  max_by min_by mode monotonically_increasing_id nth_value ntile row_number string_agg`.split(/\s+/u),
);

/** Whether something in the query may hang on the order in which its tables hand over their rows. A top-level ORDER BY with LIMIT is looked at elsewhere. */
export function mayHangOnRowOrder(sql: string): boolean {
  const tokens = tokensOf(sql);
  if (typeof tokens === "string") return false;
  const words = tokens.map((token) => (token.kind === "STRING" ? "" : token.text.toLowerCase()));
  const called = words.some((word, index) => orderSensitive.has(word) && tokens[index + 1]?.kind === "L_PAREN");
  const order = orderAndLimit(sql);
  const atTop = order.kind === "understood" && (order.limit !== null || order.offset !== null) ? 1 : 0;
  const limits = words.filter((word) => word === "limit" || word === "fetch").length;
  return called || limits > atTop || words.includes("rows");
}

/**
 * The query over copies of its tables whose rows stand in a drawn order: each table in FROM gives way to a subquery that orders it by a
 * digest of the row and the seed. Null where that cannot be written for sure.
 * @param columns of the tables to shuffle; the others stay as they are
 */
export function shuffledQuery(
  sql: string,
  columns: ReadonlyMap<string, readonly Column[]>,
  seed: string,
  direction: "ASC" | "DESC",
): string | null {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return null;
  const root = withoutComments(read.node);
  const { sources } = resolve(root);
  let isSure = true;
  const rewritten = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewritten);
    if (!isPiece(value)) return value;
    const body = bodyOf(value, "table");
    const source = body === null ? undefined : sources.get(body);
    if (body !== null && source?.kind === "table" && columns.has(source.identifier)) {
      const copy = shuffledSource(body, source.alias, columns.get(source.identifier) ?? [], seed, direction);
      isSure &&= copy !== null;
      return copy ?? value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewritten(member)]));
  };
  const text = sqlOf(rewritten(root) as Node);
  return isSure && text !== null && readOnly(text).ok ? text : null;
}

function shuffledSource(
  body: Piece,
  alias: string,
  columns: readonly Column[],
  seed: string,
  direction: "ASC" | "DESC",
): unknown {
  if (listOf(body["column_aliases"]).length > 0) return null;
  const table = [body["catalog"], body["schema"], body["name"]].flatMap((part) => nameOf(part) ?? []).join(".");
  const cells = columns.map(({ name }) => `COALESCE(CAST(${quotedPart(name)} AS STRING), '')`);
  const key = `MD5(CONCAT_WS('|', '${seed.replaceAll("'", "")}', ${cells.join(", ")}))`;
  const text = `SELECT * FROM (SELECT * FROM ${quotedName(table)} ORDER BY ${key} ${direction}) AS ${quotedPart(alias)}`;
  const read = readStatement(text);
  if (read.kind === "not_understood") return null;
  const select = bodyOf(withoutComments(read.node), "select");
  const from = isPiece(select?.["from"]) ? listOf(select["from"]["expressions"]) : [];
  return from[0] ?? null;
}

function quotedPart(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
