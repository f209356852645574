import type { Token } from "./read-statement.ts";

const textKinds = /STRING|QUOTED_IDENTIFIER|HINT/u;

/**
 * Why the platform may see other code in a statement than the parser does, or null. Where the two disagree on the end of a string, a
 * comment or a hint, code could hide from one of them; and the platform's keywords are compared in upper case, which turns two
 * letters outside ASCII into ASCII ones.
 */
export function lexingProblem(sql: string, tokens: readonly Token[]): string | null {
  const scanned = platformCode(sql);
  if (scanned === null) return "the platform reads one of its strings, comments or hints otherwise";
  const characters = Array.from(sql);
  const parsed = tokens
    .filter((token) => !textKinds.test(token.kind))
    .map((token) => characters.slice(token.start, token.end).join(""))
    .join("");
  if (withoutSpace(parsed) !== withoutSpace(scanned))
    return "the platform reads one of its strings or comments otherwise";
  return /[ıſ]/u.test(scanned) ? "a letter in it is a keyword's letter in disguise" : null;
}

/**
 * What the platform's lexer takes for code: everything but strings, quoted names, comments and hints. A line comment ends at a
 * carriage return too, and goes on after a backslash before the line's end; a raw string knows no escapes.
 */
function platformCode(sql: string): string | null {
  const piece =
    /--(?:\\\n|[^\r\n])*|\/\*\+[\s\S]*?\*\/|\/\*[\s\S]*?\*\/|(?<![\p{L}\p{N}_])[rR](?:'[^']*'|"[^"]*")|(?:(?<![\p{L}\p{N}_])[xX])?(?:'(?:\\[\s\S]|''|[^'\\])*'|"(?:\\[\s\S]|""|[^"\\])*")|`(?:``|[^`])*`/gu;
  const pieces = Array.from(sql.matchAll(piece), ([found]) => found);
  if (pieces.some((found) => found.startsWith("/*+") && /['"`]|--|\/\*/u.test(found.slice(3)))) return null;
  const code = sql.replaceAll(piece, " ");
  return /['"`]|\/\*/u.test(code) ? null : code;
}

function withoutSpace(code: string): string {
  return code.replaceAll(/\s+/gu, "");
}
