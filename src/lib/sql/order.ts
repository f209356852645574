import { remembering } from "../core/remembering.ts";
import { collapsesRows } from "./aggregates.ts";
import { readKeyExpression } from "./key-expression.ts";
import { columnMeantBy, type Outputs, outputsOf } from "./outputs.ts";
import type { OrderAndLimit, OrderKey } from "./order-and-limit.ts";
import { pipeOrder } from "./pipe-order.ts";
import { readStatement } from "./read-statement.ts";
import { fieldOf, kindOf, type Node, nameOf, nodesOf, someNode, sqlOf, withoutComments } from "./syntax-node.ts";
import { type Query, readQuery } from "./top-level.ts";
import { withoutCut } from "./without-cut.ts";

/** Queries kept: each answer of an exam is compared several times. */
const kept = 300;

/**
 * Reads the top-level ORDER BY, LIMIT and OFFSET of a query. Brackets around the query and pipe syntax are top level, a CTE or
 * a subquery is not. A text that is not understood is a fact, never an exception.
 */
export const orderAndLimit = remembering(kept, (sql): OrderAndLimit => {
  const piped = pipeOrder(sql, orderAndLimit);
  if (piped !== null) return piped;
  const read = readStatement(sql);
  if (read.kind === "not_understood") return read;
  const query = readQuery(withoutComments(read.node) as Node);
  if (query.kind === "not_understood") return query;
  return describe(query);
});

function describe(query: Query): OrderAndLimit {
  const outputs = outputsOf(query.select);
  const sorts = query.order;
  if (sorts.some((sort) => someNode(sort, isUnstable))) {
    return { kind: "not_understood", reason: "an order key is different at every run" };
  }
  const keys = sorts.flatMap((sort) => readSort(sort, outputs));
  const every = sorts.length === 1 && outputs.hasStar && isAll(sorts[0]?.["this"] as Node);
  return {
    kind: "understood",
    ordered: sorts.length > 0,
    keys: every ? [] : keys,
    every,
    limit: query.limit,
    offset: query.offset,
    singleRow: query.simple && collapsesToOneRow(query.select, outputs),
    without: withoutCut(query, keys, outputs),
  };
}

/** Keys of one entry of ORDER BY: one, or all outputs for ORDER BY ALL. */
function readSort(sort: Node, outputs: Outputs): OrderKey[] {
  const body = sort as unknown as SortBody;
  const direction = body.desc ? "desc" : "asc";
  const nulls = (body.nulls_first ?? !body.desc) ? "first" : "last";
  if (isAll(body.this) && !outputs.list.some(({ name }) => name === "all")) {
    return outputs.list.map(({ name }, index) => ({
      expression: name ?? String(index + 1),
      column: index,
      direction,
      nulls,
      value: { kind: "column", column: index },
      uses: [index],
    }));
  }
  return [{ expression: sqlOf(body.this) ?? "", direction, nulls, ...meaningOf(body.this, outputs) }];
}

type SortBody = { readonly this: Node; readonly desc: boolean; readonly nulls_first: boolean | null };

function meaningOf(node: Node, outputs: Outputs): Pick<OrderKey, "column" | "value" | "uses"> {
  const column = positionOf(node) ?? columnMeantBy(node, outputs);
  if (column !== null) return { column, value: { kind: "column", column }, uses: [column] };
  const value = readKeyExpression(node, (inner) => columnMeantBy(inner, outputs));
  const used = nodesOf(node, "column").map((inner) => columnMeantBy(inner, outputs));
  const known = used.filter((inner) => inner !== null);
  const closed = known.length === used.length && !collapsesRows(node) && !someNode(node, isQuery);
  return { column: null, value, uses: closed ? known : null };
}

/** A whole number in ORDER BY is the place of a column, counted from one. */
function positionOf(node: Node): number | null {
  if (kindOf(node) !== "literal" || fieldOf(node, "literal_type") !== "number") return null;
  const place = Number(fieldOf(node, "value"));
  return Number.isInteger(place) && place >= 1 ? place - 1 : null;
}

function isAll(node: Node): boolean {
  if (kindOf(node) !== "column" || fieldOf(node, "table") !== null) return false;
  const name = fieldOf(node, "name") as { readonly name: string; readonly quoted: boolean };
  return nameOf(name) === "all" && !name.quoted;
}

const unstableFunctions = /^(rand|random|randn|uuid|shuffle|monotonically_increasing_id|randstr|uniform)$/u;

function isUnstable(node: Node): boolean {
  const kind = kindOf(node);
  if (kind !== "function") return unstableFunctions.test(kind);
  const name = fieldOf(node, "name");
  return unstableFunctions.test(typeof name === "string" ? name.toLowerCase() : (nameOf(name) ?? ""));
}

function isQuery(node: Node): boolean {
  return ["select", "union", "intersect", "except", "subquery", "window_function"].includes(kindOf(node));
}

function collapsesToOneRow(select: Node, outputs: Outputs): boolean {
  if (fieldOf(select, "group_by") !== null || outputs.list.length === 0) return false;
  return outputs.list.every(({ expression }) => collapsesRows(expression));
}
