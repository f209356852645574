import { bodyOf, isPiece, take, unbracketed, type Piece } from "./syntax.ts";

const cuts = ["limit", "offset", "fetch"];
const queryKinds = new Set(["select", "union", "intersect", "except", "subquery"]);

/** How much is taken off: conditions that always hold; LIMIT and DISTINCT too; ORDER BY too. */
export type Undressing = "conditions" | "limit" | "order";

/** A tree without what decorates its queries but leaves their substance. */
export function undecorated(value: unknown, off: Undressing): unknown {
  if (Array.isArray(value)) return value.map((item) => undecorated(item, off));
  if (!isPiece(value)) return value;
  const kind = Object.keys(value)[0] ?? "";
  const body = value[kind];
  if (!queryKinds.has(kind) || take(value) === null || !isPiece(body)) return members(value, off);
  const bare: Piece = { ...body };
  if (off !== "conditions") for (const key of cuts) if (key in bare) bare[key] = null;
  if (off === "order" && "order_by" in bare) bare["order_by"] = null;
  if (kind === "select") {
    if (off !== "conditions") bare["distinct"] = false;
    bare["where_clause"] = withoutIdleConditions(body["where_clause"]);
  }
  return { [kind]: members(bare, off) };
}

function members(piece: Piece, off: Undressing): Piece {
  return Object.fromEntries(Object.entries(piece).map(([key, member]) => [key, undecorated(member, off)]));
}

function withoutIdleConditions(clause: unknown): unknown {
  if (!isPiece(clause)) return clause;
  const rest = needed(clause["this"]);
  return rest === null ? null : { ...clause, this: rest };
}

/** A condition without ANDed parts that always hold; null when nothing is left. */
function needed(condition: unknown): unknown {
  const inner = unbracketed(condition);
  const and = bodyOf(inner, "and");
  if (and === null) return alwaysHolds(inner) ? null : inner;
  const [left, right] = [needed(and["left"]), needed(and["right"])];
  if (left === null || right === null) return left ?? right;
  return { and: { ...and, left, right } };
}

function alwaysHolds(condition: unknown): boolean {
  if (bodyOf(condition, "boolean")?.["value"] === true) return true;
  const equal = bodyOf(condition, "eq");
  const sides = [equal?.["left"], equal?.["right"]].map((side) => bodyOf(side, "literal"));
  return sides[0] !== null && sides[0]?.["value"] === sides[1]?.["value"] && sides[0]?.["value"] !== undefined;
}

/** Whether a query's outermost part is cut by LIMIT, OFFSET or FETCH. */
export function isCut(node: unknown): boolean {
  const body = take(node)?.body ?? {};
  return cuts.some((key) => body[key] !== null && body[key] !== undefined);
}
