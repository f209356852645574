import { contentOf, listOf, stringOf, textNode, wordOf } from "./tree.ts";
import type { Rule, Tree } from "./tree.ts";

type Joined = { readonly likes: readonly Tree[]; readonly quantifier: "ANY" | "ALL" };

/** Chains made from LIKE ANY and LIKE ALL, so that a NOT right before one can be told from a NOT around it. */
const joined = new WeakMap<object, Joined>();

/** LIKE, whose backslash escapes here and not in DuckDB; LIKE ANY and ALL become chains of OR and AND. */
export const likeRules: Readonly<Record<string, Rule>> = {
  like: rule("like"),
  i_like: rule("i_like"),
  not: (content) => {
    const chain = joined.get(content.this as object);
    if (chain === undefined) return { not: content };
    // `NOT LIKE ALL` wants none of them, `NOT LIKE ANY` wants one that does not match.
    const negated = chain.likes.map((like) => ({ not: { ...content, this: like } }));
    return chainOf(negated, chain.quantifier);
  },
};

function rule(kind: "like" | "i_like"): Rule {
  return (content) => {
    const quantifier = wordOf(content.quantifier).toUpperCase();
    if (quantifier === "") return { [kind]: escaped(content) };
    const tuple = contentOf(content.right, "tuple");
    const patterns =
      tuple === undefined ? [contentOf(content.right, "paren")?.this ?? content.right] : listOf(tuple.expressions);
    const likes = patterns.map((right) => ({ [kind]: escaped({ ...content, right, quantifier: null }) }));
    const chain = chainOf(likes, quantifier === "ALL" ? "ALL" : "ANY");
    joined.set(chain, { likes, quantifier: quantifier === "ALL" ? "ALL" : "ANY" });
    return chain;
  };
}

function escaped(content: Tree): Tree {
  const needed = (content.escape ?? null) === null && stringOf(content.right)?.includes("\\") === true;
  return needed ? { ...content, escape: textNode("\\") } : content;
}

function chainOf(parts: readonly Tree[], quantifier: "ANY" | "ALL"): Tree {
  const operator = quantifier === "ALL" ? "and" : "or";
  const chain = parts.reduce((left, right) => ({
    [operator]: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] },
  }));
  return { paren: { this: chain, trailing_comments: [] } };
}
