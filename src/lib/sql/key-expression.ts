import { type Node, childrenOf, kindOf, fieldOf } from "./syntax-node.ts";

/** A column of a result: its index, or its name where a star hides the index. */
export type ResultColumn = number | string;

/** An expression over a result's columns, as far as it can be computed without the warehouse. */
export type KeyExpression =
  | { readonly kind: "column"; readonly column: ResultColumn }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "call"; readonly operator: KeyOperator; readonly operands: readonly KeyExpression[] }
  | {
      readonly kind: "case";
      readonly branches: readonly { readonly when: KeyExpression; readonly result: KeyExpression }[];
      readonly otherwise: KeyExpression;
    };

const operators = {
  add: "add",
  sub: "subtract",
  mul: "multiply",
  div: "divide",
  mod: "modulo",
  neg: "negate",
  abs: "abs",
  lower: "lower",
  upper: "upper",
  length: "length",
  coalesce: "coalesce",
  nvl: "coalesce",
  concat: "concat",
  eq: "equal",
  neq: "unequal",
  lt: "less",
  lte: "at_most",
  gt: "greater",
  gte: "at_least",
  and: "and",
  or: "or",
  not: "not",
} as const;

export type KeyOperator = (typeof operators)[keyof typeof operators] | "is_null";

const nothing: KeyExpression = { kind: "null" };

/** Reads an expression; null where something in it is not supported. `columnOf` says which result column a reference means. */
export function readKeyExpression(node: Node, columnOf: (column: Node) => ResultColumn | null): KeyExpression | null {
  const read = (inner: unknown): KeyExpression | null =>
    inner === null || inner === undefined ? null : readKeyExpression(inner as Node, columnOf);
  const kind = kindOf(node);
  switch (kind) {
    case "column": {
      const column = columnOf(node);
      return column === null ? null : { kind: "column", column };
    }
    case "literal": {
      const text = String(fieldOf(node, "value"));
      const type = fieldOf(node, "literal_type");
      return type === "number" || type === "string" ? { kind: type === "number" ? "number" : "text", text } : null;
    }
    case "boolean":
      return { kind: "boolean", value: fieldOf(node, "value") === true };
    case "null":
      return nothing;
    case "paren":
      return read(fieldOf(node, "this"));
    case "is_null": {
      const test = call("is_null", [read(fieldOf(node, "this"))]);
      return fieldOf(node, "not") === true ? call("not", [test]) : test;
    }
    case "if_func":
      return branch(
        [[fieldOf(node, "condition"), fieldOf(node, "true_value")]],
        fieldOf(node, "false_value"),
        null,
        read,
      );
    case "case":
      return branch(
        fieldOf(node, "whens") as readonly (readonly [unknown, unknown])[],
        fieldOf(node, "else_"),
        fieldOf(node, "operand"),
        read,
      );
    default:
      return kind in operators ? call(operators[kind as keyof typeof operators], childrenOf(node).map(read)) : null;
  }
}

function call(operator: KeyOperator, operands: readonly (KeyExpression | null)[]): KeyExpression | null {
  const known = operands.filter((operand) => operand !== null);
  return known.length === operands.length && known.length > 0 ? { kind: "call", operator, operands: known } : null;
}

/** CASE and IF; an operand after CASE is compared with each WHEN. */
function branch(
  whens: readonly (readonly [unknown, unknown])[],
  otherwise: unknown,
  operand: unknown,
  read: (node: unknown) => KeyExpression | null,
): KeyExpression | null {
  const last = otherwise === null || otherwise === undefined ? nothing : read(otherwise);
  const branches: { when: KeyExpression; result: KeyExpression }[] = [];
  for (const [when, result] of whens) {
    const test = operand === null || operand === undefined ? read(when) : call("equal", [read(operand), read(when)]);
    const value = read(result);
    if (test === null || value === null) return null;
    branches.push({ when: test, result: value });
  }
  return last === null ? null : { kind: "case", branches, otherwise: last };
}
