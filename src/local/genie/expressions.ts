import type { Thing } from "./intent.ts";
import type { Expression } from "./query-plan.ts";

/** A column as an expression. */
export function columnExpression(
  column: { readonly table: string; readonly name: string },
  via: string | null = null,
): Expression {
  return { fragment: { parts: [{ table: column.table, column: column.name }], tables: [column.table] }, via };
}

/** SQL put around an expression. */
export function wrapped(before: string, expression: Expression, after: string): Expression {
  return {
    via: expression.via,
    fragment: { parts: [before, ...expression.fragment.parts, after], tables: expression.fragment.tables },
  };
}

/** A thing as an expression; a table is none. */
export function expressionOf(thing: Thing): Expression | null {
  const { target } = thing;
  switch (target.kind) {
    case "table":
      return null;
    case "column":
    case "value":
      return columnExpression({ table: target.table, name: target.column }, thing.via);
    case "measure":
    case "filter":
    case "expression":
      return { fragment: target.fragment, via: thing.via };
  }
}

/** A column alias: words joined by underscores, lower case. */
export function aliasOf(name: string): string {
  const alias = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/gu, "");
  return alias === "" ? "value" : alias;
}
