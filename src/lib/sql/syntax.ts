import { parser } from "./parser.ts";

/** A piece of the parser's tree. A node proper is an object with one key, its kind; the value is its body. */
export type Piece = Record<string, unknown>;

/** A node taken apart. */
export type Taken = { readonly kind: string; readonly body: Piece };

/** The dialect of everything this product reads and writes. */
export const dialect = "databricks" as never;

export function isPiece(value: unknown): value is Piece {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of members: a body may have one alone, and is no node then. */
const memberNames = new Set(["this", "expression", "expressions", "query", "value", "columns", "ctes", "args", "name"]);

/** The node's kind and body, or null when the value is not a node. Comment wrappers are looked through. */
export function take(value: unknown): Taken | null {
  if (!isPiece(value)) return null;
  const keys = Object.keys(value);
  const kind = keys[0];
  if (keys.length !== 1 || kind === undefined || memberNames.has(kind)) return null;
  const body = value[kind];
  if (Array.isArray(body)) return null;
  if (kind === "annotated" && isPiece(body)) return take(body["this"]);
  return { kind, body: isPiece(body) ? body : {} };
}

/** The body of a node of this kind, or null. */
export function bodyOf(value: unknown, kind: string): Piece | null {
  const taken = take(value);
  return taken?.kind === kind ? taken.body : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of an identifier as written, or null. */
export function nameOf(value: unknown): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  if (!isPiece(value)) return null;
  const name = value["name"];
  return typeof name === "string" && name !== "" ? name : null;
}

/** An identifier's text as names are compared: NFC, lower case. */
export function foldedName(value: unknown): string | null {
  return nameOf(value)?.normalize("NFC").toLowerCase() ?? null;
}

export function foldedNames(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => foldedName(item) ?? []);
}

/** A whole number that a literal node holds, or null. */
export function wholeNumber(value: unknown): number | null {
  const literal = bodyOf(value, "literal");
  if (literal === null || literal["literal_type"] !== "number" || typeof literal["value"] !== "string") return null;
  return /^\d+$/u.test(literal["value"]) ? Number(literal["value"]) : null;
}

/** The node without brackets around it. */
export function unbracketed(value: unknown): unknown {
  let inner = value;
  for (let body = bodyOf(inner, "paren"); body !== null; body = bodyOf(inner, "paren")) inner = body["this"];
  return inner;
}

/** The parts of a condition between its outermost ANDs, in order. */
export function conjuncts(value: unknown): readonly unknown[] {
  const inner = unbracketed(value);
  const and = bodyOf(inner, "and");
  return and === null ? [inner] : [...conjuncts(and["left"]), ...conjuncts(and["right"])];
}

/** SQL text of a node, without comments. */
export function printed(node: unknown): string {
  // The tree came from this same parser, possibly with names replaced.
  const result = parser().generate([withoutComments(node)], dialect);
  if (!result.success || result.sql?.[0] === undefined) throw new Error(result.error ?? "the parser printed nothing");
  return result.sql[0];
}

function withoutComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (!isPiece(value)) return value;
  const keys = Object.keys(value);
  const annotated = value["annotated"];
  if (keys.length === 1 && isPiece(annotated)) return withoutComments(annotated["this"]);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isCommentKey(key) ? [] : withoutComments(member)]),
  );
}

/** Keys under which the parser keeps comments. */
export function isCommentKey(key: string): boolean {
  return key.endsWith("_comments") || key === "comments";
}
