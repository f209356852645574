import { parser } from "../../lib/sql/parser.ts";
import { syntaxFailure } from "./failure.ts";

/** A piece of the parser's tree: plain JSON. An expression is an object with one key, its kind. */
export type Tree = { [key: string]: unknown };

/** A rule gets an expression's content, its parts already rewritten, and gives the expression to stand there. */
export type Rule = (content: Tree) => Tree;

/** Parses one statement of the Databricks dialect. */
export function parseTree(sql: string): Tree {
  const result = parser().parse(sql, "databricks" as never);
  const statements = (result as { ast?: Tree[] }).ast;
  if (result.success && statements?.length === 1 && statements[0] !== undefined) return statements[0];
  if (result.success) throw syntaxFailure("';': one statement at a time");
  const failed = result as { error?: string; errorLine?: number; errorStart?: number; errorEnd?: number };
  const text = sql.slice(failed.errorStart ?? 0, failed.errorEnd ?? 0);
  const lineStart = sql.lastIndexOf("\n", Math.max(0, (failed.errorStart ?? 0) - 1)) + 1;
  throw syntaxFailure(
    text.trim() === "" ? "end of input" : `'${text}'`,
    failed.errorLine ?? 1,
    Math.max(0, (failed.errorStart ?? 0) - lineStart),
  );
}

/** Prints a tree, as DuckDB or as Databricks reads it. */
export function printTree(tree: Tree, dialect: "duckdb" | "databricks" = "duckdb"): string {
  const printed = parser().generate([tree], dialect as never);
  const sql = printed.sql?.[0];
  if (!printed.success || sql === undefined) throw syntaxFailure(`end of input: ${String(printed.error)}`);
  return sql;
}

/** Rewrites a tree from its leaves up, in place of nothing: the result is a new tree. */
export function rewriteTree(tree: Tree, rules: Readonly<Record<string, Rule>>): Tree {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    const copy: Tree = {};
    for (const [key, member] of Object.entries(value)) copy[key] = key === "span" ? member : visit(member);
    const kind = kindOf(copy);
    const rule = kind === undefined ? undefined : rules[kind];
    return rule === undefined || kind === undefined ? quoteName(copy) : rule(copy[kind] as Tree);
  };
  return visit(tree) as Tree;
}

/** DuckDB reserves words that Databricks does not, so every name goes in quotes; case does not matter there either. */
function quoteName(value: Tree): Tree {
  if (typeof value.name === "string" && value.quoted === false && !("args" in value) && value.name !== "")
    value.quoted = true;
  return value;
}

/** The kind of an expression, or undefined when the object is no expression. */
export function kindOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const keys = Object.keys(value);
  const [kind] = keys;
  if (keys.length !== 1 || kind === undefined) return undefined;
  const content = (value as Tree)[kind];
  return typeof content === "object" && content !== null && !Array.isArray(content) ? kind : undefined;
}

/** The content of an expression of a kind, or undefined when it is of another. */
export function contentOf(value: unknown, kind: string): Tree | undefined {
  return kindOf(value) === kind ? ((value as Tree)[kind] as Tree) : undefined;
}

/** Every expression of a kind, outermost first. */
export function findAll(tree: unknown, kind: string): Tree[] {
  const found: Tree[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const content = contentOf(value, kind);
    if (content !== undefined) found.push(content);
    for (const member of Object.values(value)) visit(member);
  };
  visit(tree);
  return found;
}

/** A list that a node may lack. */
export function listOf(value: unknown): Tree[] {
  return Array.isArray(value) ? (value as Tree[]) : [];
}

/** The text of an identifier node, or of a plain name. */
export function nameOf(value: unknown): string {
  if (typeof value === "string") return value;
  const name = (value as Tree | null | undefined)?.name;
  return typeof name === "string" ? name : "";
}

/** A member that is text, or nothing. */
export function wordOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether a node has such a part. */
export function has(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** The text of a string literal, or undefined. */
export function stringOf(value: unknown): string | undefined {
  const literal = contentOf(value, "literal");
  return literal !== undefined && (literal.literal_type === "string" || literal.literal_type === "raw_string")
    ? String(literal.value)
    : undefined;
}

/** The number in a number literal, or undefined. */
export function numberOf(value: unknown): number | undefined {
  const literal = contentOf(value, "literal");
  return literal?.literal_type === "number" ? Number(literal.value) : undefined;
}

/** A call. */
export function call(name: string, ...args: readonly unknown[]): Tree {
  const content = {
    name,
    args,
    distinct: false,
    trailing_comments: [],
    use_bracket_syntax: false,
    no_parens: false,
    quoted: false,
  };
  return { function: content };
}

export function textNode(value: string): Tree {
  return { literal: { literal_type: "string", value } };
}

export function numberNode(value: string | number): Tree {
  return { literal: { literal_type: "number", value: String(value) } };
}

/** DuckDB text where the tree has no node of its own. */
export function raw(sql: string): Tree {
  return { raw: { sql } };
}

/** A cast to a type in DuckDB's words. */
export function castNode(value: unknown, duckType: string, kind: "cast" | "try_cast" = "cast"): Tree {
  return {
    [kind]: {
      this: value,
      to: { data_type: "custom", name: duckType },
      trailing_comments: [],
      double_colon_syntax: false,
    },
  };
}

export function caseNode(whens: readonly (readonly [unknown, unknown])[], otherwise: unknown): Tree {
  return { case: { operand: null, whens, else_: otherwise } };
}

export function isNullNode(value: unknown, not: boolean): Tree {
  return { is_null: { this: value, not, postfix_form: false } };
}

export function identifier(name: string): Tree {
  return { name, quoted: true, trailing_comments: [] };
}
