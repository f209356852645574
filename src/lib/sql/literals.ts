import { readStatement, tokensOf } from "./read-statement.ts";
import { isPiece, take } from "./syntax.ts";

/** Text and number literals of a statement as written, without quotes and repeats; read from its tokens where it is not understood. */
export function literalsOf(sql: string): readonly string[] {
  const read = readStatement(sql);
  if (read.kind === "one") return literalValues(read.node);
  const tokens = tokensOf(sql);
  if (typeof tokens === "string") return [];
  return [...new Set(tokens.filter((token) => /STRING|NUMBER/u.test(token.kind)).map((token) => token.text))];
}

/** Values of the literal nodes in a tree, in order, without repeats. */
export function literalValues(tree: unknown): readonly string[] {
  const found = new Set<string>();
  collect(tree, found);
  return [...found];
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (!isPiece(value)) return;
  const taken = take(value);
  if (taken?.kind === "literal" && typeof taken.body["value"] === "string") found.add(taken.body["value"]);
  else for (const member of Object.values(value)) collect(member, found);
}
