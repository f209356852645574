import { fieldOf, kindOf, type Node, withFields } from "./syntax-node.ts";

/** A query taken apart at its top level. */
export type Query = {
  readonly kind: "query";
  /** The query without its own LIMIT and OFFSET, its ORDER BY still in it where it stands. */
  readonly core: Node;
  /** Sort entries of the ORDER BY that orders the result. */
  readonly order: readonly Node[];
  /** The first SELECT: its list names the result's columns. */
  readonly select: Node;
  readonly limit: number | null;
  readonly offset: number | null;
  /** One SELECT, without set operators, DISTINCT or brackets with an order of their own. */
  readonly simple: boolean;
};

type NotUnderstood = { readonly kind: "not_understood"; readonly reason: string };

const setOperators = new Set(["union", "intersect", "except"]);

/** Takes a statement's tree apart. */
export function readQuery(node: Node): Query | NotUnderstood {
  const kind = kindOf(node);
  if (kind === "paren" || kind === "subquery") return readBracketed(node);
  if (kind !== "select" && !setOperators.has(kind)) {
    return { kind: "not_understood", reason: `a statement of kind ${kind} is not a query` };
  }
  const select = firstSelect(node);
  if (select === null) return { kind: "not_understood", reason: "the query's first part is no SELECT" };
  const limit = countOf(fieldOf(node, "limit"));
  const fetch = countOf(fieldOf(node, "fetch"), "count");
  const offset = countOf(fieldOf(node, "offset"));
  if (limit === undefined || fetch === undefined || offset === undefined || isSet(fieldOf(node, "top"))) {
    return { kind: "not_understood", reason: "LIMIT or OFFSET is not a plain number" };
  }
  if (["sort_by", "cluster_by", "distribute_by"].some((clause) => isSet(fieldOf(node, clause)))) {
    return { kind: "not_understood", reason: "SORT BY, CLUSTER BY and DISTRIBUTE BY order only parts of a result" };
  }
  return {
    kind: "query",
    core: withFields(node, { limit: null, offset: null, ...(kind === "select" ? { fetch: null } : {}) }),
    order: sortsOf(node),
    select,
    limit: limit ?? fetch,
    offset,
    simple: kind === "select" && fieldOf(node, "distinct") !== true,
  };
}

/** Brackets: what stands behind them goes on with what is in them. */
function readBracketed(node: Node): Query | NotUnderstood {
  const inner = readQuery(fieldOf(node, "this") as Node);
  if (inner.kind === "not_understood") return inner;
  const limit = countOf(fieldOf(node, "limit"));
  const offset = countOf(fieldOf(node, "offset"));
  if (limit === undefined || offset === undefined) {
    return { kind: "not_understood", reason: "LIMIT or OFFSET is not a plain number" };
  }
  const order = sortsOf(node);
  const innerCuts = inner.limit !== null || inner.offset !== null;
  if (order.length > 0) {
    // What is in the brackets, its own LIMIT included, is a subquery now.
    return { ...inner, core: withFields(node, { limit: null, offset: null }), order, limit, offset, simple: false };
  }
  if (limit === null && offset === null) return inner;
  if (innerCuts) return { kind: "not_understood", reason: "the query cuts its rows twice" };
  return { ...inner, limit, offset };
}

/** A row count of LIMIT or OFFSET: null without one or with ALL, undefined when it is no plain number. */
function countOf(clause: unknown, field = "this"): number | null | undefined {
  if (!isSet(clause)) return null;
  const holder = clause as Record<string, unknown>;
  const node = (field in holder ? holder[field] : holder) as Node;
  if (holder["percent"] === true || holder["with_ties"] === true) return undefined;
  if (kindOf(node) === "column" && /^all$/iu.test((fieldOf(node, "name") as { name: string }).name)) return null;
  const value = kindOf(node) === "literal" ? String(fieldOf(node, "value")) : "";
  return /^\d+$/u.test(value) ? Number(value) : undefined;
}

function sortsOf(node: Node): readonly Node[] {
  const clause = fieldOf(node, "order_by") as { readonly expressions?: readonly Node[] } | null | undefined;
  return clause?.expressions ?? [];
}

function firstSelect(node: Node): Node | null {
  const kind = kindOf(node);
  if (kind === "select") return node;
  if (setOperators.has(kind)) return firstSelect(fieldOf(node, "left") as Node);
  return kind === "subquery" || kind === "paren" ? firstSelect(fieldOf(node, "this") as Node) : null;
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}
