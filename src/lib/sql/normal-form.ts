import { digestText } from "../core/digest.ts";
import { canonicalTree, type LiteralTreatment } from "./canonical-tree.ts";
import { readStatement, tokensOf } from "./read-statement.ts";
import { resolve } from "./resolve.ts";
import type { Resolution } from "./scope.ts";
import { isCut, undecorated, type Undressing } from "./undecorated.ts";

/**
 * A text that is equal for two writings of one query: aliases, CTE names, output names, case, quotes, spaces, brackets and comments
 * do not count, nor the order of ANDed conditions, nor whether a subquery is written as a CTE. With `masked`, literals do not count either.
 * A statement that is not understood gives its tokens in lower case.
 */
export function normalForm(sql: string, literals: LiteralTreatment = "kept"): string {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return `text:${plainForm(sql, literals)}`;
  const resolution = resolve(read.node);
  return canonicalTree(read.node, resolution, literals).text(read.node);
}

/** Normal forms of a statement and of every query inside it: CTEs, subqueries and branches of set operations. */
export function normalFormsWithin(sql: string, literals: LiteralTreatment = "kept"): ReadonlySet<string> {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return new Set([`text:${plainForm(sql, literals)}`]);
  const resolution: Resolution = resolve(read.node);
  const tree = canonicalTree(read.node, resolution, literals);
  return new Set(
    [read.node, ...[...resolution.queries.values()].map((query) => query.node)].map((node) => tree.text(node)),
  );
}

/**
 * Forms under which a query is found again although its columns stand in another order, idle conditions, DISTINCT, LIMIT or ORDER BY were
 * added, or an ORDER BY without LIMIT was left out.
 */
export function likenesses(sql: string): ReadonlySet<string> {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return new Set();
  const levels: readonly Undressing[] = isCut(read.node) ? ["conditions"] : ["conditions", "order"];
  return new Set(levels.flatMap((level) => looseTree(undecorated(read.node, level)).of((root) => [root])));
}

/** The forms to look up among {@link likenesses}: of a statement and of every query inside it. */
export function likenessesWithin(sql: string): ReadonlySet<string> {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return new Set();
  const levels: readonly Undressing[] = ["conditions", "limit", "order"];
  return new Set(
    levels.flatMap((level) =>
      looseTree(undecorated(read.node, level)).of((root, resolution) => [
        root,
        ...[...resolution.queries.values()].map((query) => query.node),
      ]),
    ),
  );
}

function looseTree(root: unknown): {
  of(nodes: (root: unknown, resolution: Resolution) => readonly unknown[]): readonly string[];
} {
  const resolution = resolve(root);
  const tree = canonicalTree(root, resolution, "kept", "any_order");
  return { of: (nodes) => nodes(root, resolution).map((node) => tree.text(node)) };
}

/** A short name of a query's normal form, for rows and sets. */
export function normalDigest(sql: string): string {
  return digestText(normalForm(sql));
}

function plainForm(sql: string, literals: LiteralTreatment): string {
  const tokens = tokensOf(sql);
  if (typeof tokens === "string")
    return sql
      .normalize("NFC")
      .toLowerCase()
      .replace(/\s+/gu, " ")
      .replace(/[\s;]+$/u, "")
      .trim();
  return tokens
    .filter((token) => token.kind !== "SEMICOLON")
    .map((token) =>
      /STRING|NUMBER/u.test(token.kind)
        ? literals === "masked"
          ? "?"
          : token.text
        : token.text.normalize("NFC").toLowerCase(),
    )
    .join(" ");
}
