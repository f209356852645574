import { aggregateCalls, collapsesRows } from "./aggregates.ts";
import type { OrderKey } from "./order-and-limit.ts";
import type { Outputs } from "./outputs.ts";
import { readStatement } from "./read-statement.ts";
import {
  fieldOf,
  kindOf,
  type Node,
  nameOf,
  nodesOf,
  someNode,
  sqlOf,
  withFields,
  withoutComments,
} from "./syntax-node.ts";
import type { Query } from "./top-level.ts";

/**
 * The query without LIMIT and OFFSET, each order key that is not among its columns appended behind them in the keys' order;
 * null where that cannot be written for sure.
 */
export function withoutCut(query: Query, keys: readonly OrderKey[], outputs: Outputs): { readonly sql: string } | null {
  const missing = query.order.filter((_sort, i) => keys.length === query.order.length && keys[i]?.column === null);
  if (missing.length === 0) return written(query.core);
  const expressions = missing.map((sort) => sort["this"] as Node);
  if (query.simple && kindOf(query.core) === "select") {
    return written(
      append(
        query.core,
        expressions.map((key) => inlined(key, outputs) as Node),
      ),
    );
  }
  const everySort = query.order.map((sort) => sort["this"] as Node);
  return everySort.every((key) => usesOnlyOutputs(key, outputs)) ? wrapped(query, expressions) : null;
}

function written(node: Node): { readonly sql: string } | null {
  const sql = sqlOf(node);
  return sql === null ? null : { sql };
}

/** The select list with keys behind it. */
function append(select: Node, expressions: readonly Node[]): Node {
  const list = fieldOf(select, "expressions") as readonly Node[];
  const appended = expressions.map((expression, i) => ({
    alias: {
      this: expression,
      alias: { name: `__order_key_${String(i + 1)}`, quoted: false, trailing_comments: [] },
      column_aliases: [],
      alias_explicit_as: true,
      pre_alias_comments: [],
      trailing_comments: [],
    },
  }));
  return withFields(select, { expressions: [...list, ...appended] });
}

/**
 * Aliases in a key replaced by what they stand for: in ORDER BY an alias goes before a table's column of that name, in a select
 * list it does not. Inside an aggregate a name is always a table's column.
 */
function inlined(value: unknown, outputs: Outputs): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(item, outputs));
  if (typeof value !== "object" || value === null) return value;
  const node = value as Node;
  if (Object.keys(node).length === 1) {
    if (kindOf(node) === "column") return behindAlias(node, outputs);
    if (aggregateCalls(node)[0]?.whole === node) return node;
  }
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, inlined(member, outputs)]));
}

function behindAlias(column: Node, outputs: Outputs): Node {
  if (fieldOf(column, "table") !== null) return column;
  const name = nameOf(fieldOf(column, "name"));
  const output = outputs.list.find((candidate) => candidate.name === name && !candidate.star);
  if (output === undefined || kindOf(output.expression) === "column") return output?.expression ?? column;
  return { paren: { this: output.expression, trailing_comments: [] } };
}

/** Set operators, DISTINCT and brackets: the keys are computed around the query, over its columns. */
function wrapped(query: Query, expressions: readonly Node[]): { readonly sql: string } | null {
  const template = readStatement("SELECT * FROM (SELECT 1) AS q ORDER BY 1");
  if (template.kind === "not_understood") return null;
  const outer = withoutComments(template.node) as Node;
  const from = fieldOf(outer, "from") as { readonly expressions: readonly Node[] };
  const bare = withFields(query.core, { order_by: null });
  const inner = kindOf(bare) === "subquery" ? fieldOf(bare, "this") : bare;
  const source = withFields(from.expressions[0] as Node, { this: inner });
  const sorted = withFields(outer, {
    from: { ...from, expressions: [source] },
    order_by: { ...(fieldOf(outer, "order_by") as object), expressions: query.order },
  });
  return written(append(sorted, expressions));
}

function usesOnlyOutputs(expression: Node, outputs: Outputs): boolean {
  const names = new Set(outputs.list.map(({ name }) => name));
  const closed = !collapsesRows(expression) && !someNode(expression, (node) => kindOf(node) === "select");
  return (
    closed &&
    nodesOf(expression, "column").every(
      (column) => fieldOf(column, "table") === null && (outputs.hasStar || names.has(nameOf(fieldOf(column, "name")))),
    )
  );
}
