import { parser } from "./parser.ts";
import { readStatement } from "./read-statement.ts";
import { dialect, isCommentKey } from "./syntax.ts";

/** A node of the parser's syntax tree: an object with one member, named after the node's kind. */
export type Node = { readonly [kind: string]: unknown };

/** A node's kind: `select`, `column`, `literal` … */
export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? "";
}

/** A field of a node's body. */
export function fieldOf(node: Node, name: string): unknown {
  const body = node[kindOf(node)];
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

/** The same node with some fields of its body replaced. */
export function withFields(node: Node, fields: Readonly<Record<string, unknown>>): Node {
  const kind = kindOf(node);
  return { [kind]: { ...(node[kind] as object), ...fields } };
}

/** Operand nodes in the order in which the node holds them. */
export function childrenOf(node: Node): Node[] {
  const body = node[kindOf(node)];
  if (typeof body !== "object" || body === null) return [];
  return Object.values(body).flatMap((member) =>
    Array.isArray(member) ? (member as unknown[]).filter(isNode) : isNode(member) ? [member] : [],
  );
}

/** Whether some node inside, the node itself included, passes the test. */
export function someNode(value: unknown, test: (node: Node) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => someNode(item, test));
  if (typeof value !== "object" || value === null) return false;
  if (isNode(value) && test(value)) return true;
  return Object.values(value).some((member) => someNode(member, test));
}

/** All nodes of a kind inside; `enter` says of which nodes the inside counts. */
export function nodesOf(value: unknown, kind: string, enter: (node: Node) => boolean = () => true): Node[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodesOf(item, kind, enter));
  if (typeof value !== "object" || value === null) return [];
  if (isNode(value)) {
    if (kindOf(value) === kind) return [value];
    if (!enter(value)) return [];
  }
  return Object.values(value).flatMap((member) => nodesOf(member, kind, enter));
}

/** Names are compared without regard to case. */
export function nameOf(identifier: unknown): string | null {
  if (typeof identifier !== "object" || identifier === null) return null;
  const { name } = identifier as { name?: unknown };
  return typeof name === "string" ? name.toLowerCase() : null;
}

/** The tree without comments, which the parser also keeps in wrappers around nodes. */
export function withoutComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (typeof value !== "object" || value === null) return value;
  if (isNode(value) && kindOf(value) === "annotated") return withoutComments(fieldOf(value, "this"));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isCommentKey(key) ? [] : withoutComments(member)]),
  );
}

const incidental = new Set(["span", "quoted", "original_name", "explicit_asc", "alias_explicit_as", "alias_keyword"]);

/** A text that is the same for nodes that mean the same: places, comments, quotes and the case of names aside. */
export function shapeOf(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (incidental.has(key)) return undefined;
    return key === "name" && typeof member === "string" ? member.toLowerCase() : member;
  });
}

/** SQL text of a node in the Databricks dialect; null where writing and reading it again gives something else. */
export function sqlOf(node: Node): string | null {
  const written = parser().generate([node], dialect);
  const text = written.success ? written.sql?.[0] : undefined;
  if (text === undefined) return null;
  const again = readStatement(text);
  return again.kind === "one" && shapeOf(withoutComments(again.node)) === shapeOf(node) ? text : null;
}

function isNode(value: unknown): value is Node {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === 1;
}
