import { parser } from "./parser.ts";
import { dialect } from "./syntax.ts";

/** A token of a statement: the text without quotes, and where it stands. */
export type Token = { readonly kind: string; readonly text: string; readonly start: number; readonly end: number };

export type ReadStatement =
  | { readonly kind: "one"; readonly node: unknown; readonly tokens: readonly Token[] }
  | { readonly kind: "not_understood"; readonly reason: string };

/**
 * Reads exactly one statement; one semicolon at its end is tolerated.
 * Comments inside comments are refused: engines disagree on where such a comment ends.
 */
export function readStatement(sql: string): ReadStatement {
  const tokens = tokensOf(sql);
  if (typeof tokens === "string") return refused(tokens);
  const last = tokens.at(-1);
  if (last === undefined) return refused("there is no statement");
  const semicolons = tokens.filter((token) => token.kind === "SEMICOLON");
  if (semicolons.length > (last.kind === "SEMICOLON" ? 1 : 0)) return refused("there is more than one statement");
  let answer;
  try {
    answer = parser().parse(sql, dialect);
  } catch (thrown) {
    return refused(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (!answer.success) return refused(answer.error ?? "the parser gave no reason");
  const nodes = answer.ast as unknown as readonly unknown[];
  if (nodes.length !== 1)
    return refused(nodes.length === 0 ? "there is no statement" : "there is more than one statement");
  return { kind: "one", node: nodes[0], tokens };
}

/** The tokens of a text, or why it has none. */
export function tokensOf(sql: string): readonly Token[] | string {
  let answer;
  try {
    answer = parser().tokenize(sql, dialect);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  if (!answer.success) return answer.error ?? "the tokens could not be read";
  // The runtime writes the members in snake case although the declared type says camel case.
  const tokens = (answer.tokens ?? []) as unknown as readonly RawToken[];
  const comments = tokens.flatMap((token) => [...token.comments, ...token.trailing_comments]);
  if (comments.some((comment) => comment.replace(/^\s*\/\*/u, "").includes("/*"))) {
    return "there is a comment inside a comment";
  }
  return tokens.map((token) => ({
    kind: token.token_type,
    text: token.text,
    start: token.span.start,
    end: token.span.end,
  }));
}

type RawToken = {
  readonly token_type: string;
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly comments: readonly string[];
  readonly trailing_comments: readonly string[];
};

function refused(reason: string): ReadStatement {
  return { kind: "not_understood", reason };
}
