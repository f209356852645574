import { fieldOf, kindOf, type Node, nameOf, shapeOf } from "./syntax-node.ts";
import type { ResultColumn } from "./key-expression.ts";

/** One entry of a select list. */
export type Output = {
  readonly name: string | null;
  /** The expression behind the alias. */
  readonly expression: Node;
  readonly star: boolean;
};

/** What a select list says about the result's columns. */
export type Outputs = { readonly list: readonly Output[]; readonly hasStar: boolean };

export function outputsOf(select: Node): Outputs {
  const list = ((fieldOf(select, "expressions") ?? []) as readonly Node[]).map(outputOf);
  return { list, hasStar: list.some(({ star }) => star) };
}

function outputOf(node: Node): Output {
  if (kindOf(node) === "alias") {
    return { name: nameOf(fieldOf(node, "alias")), expression: fieldOf(node, "this") as Node, star: false };
  }
  const bare = kindOf(node) === "column";
  return { name: bare ? nameOf(fieldOf(node, "name")) : null, expression: node, star: kindOf(node) === "star" };
}

/**
 * The result column that an expression of ORDER BY means, or null when it is none. Names of outputs go before columns of the
 * tables, as Spark resolves them; behind a star a column is known by its name only.
 */
export function columnMeantBy(node: Node, outputs: Outputs): ResultColumn | null {
  if (kindOf(node) === "paren") return columnMeantBy(fieldOf(node, "this") as Node, outputs);
  if (kindOf(node) !== "column") return placeOf(outputs, (output) => shapeOf(output.expression) === shapeOf(node));
  const name = nameOf(fieldOf(node, "name"));
  const table = nameOf(fieldOf(node, "table"));
  const byName = table === null ? placeOf(outputs, (output) => output.name === name) : null;
  if (byName !== null) return byName;
  const same = placeOf(outputs, (output) => sameColumn(output.expression, name, table));
  if (same !== null) return same;
  return outputs.list.some(({ star, expression }) => star && starHolds(expression, name, table)) ? name : null;
}

/** An unqualified column and a qualified one of its name are one: else the unqualified one would be ambiguous. */
function sameColumn(expression: Node, name: string | null, table: string | null): boolean {
  if (kindOf(expression) !== "column" || nameOf(fieldOf(expression, "name")) !== name) return false;
  const other = nameOf(fieldOf(expression, "table"));
  return table === null || other === null || table === other;
}

function starHolds(star: Node, name: string | null, table: string | null): boolean {
  const except = (fieldOf(star, "except") ?? []) as readonly unknown[];
  if (except.some((left) => nameOf(left) === name)) return false;
  const starTable = nameOf(fieldOf(star, "table"));
  return starTable === null || table === null || starTable === table;
}

function placeOf(outputs: Outputs, test: (output: Output) => boolean): ResultColumn | null {
  const index = outputs.list.findIndex((output) => !output.star && test(output));
  const found = outputs.list[index];
  if (found === undefined) return null;
  const starBefore = outputs.list.slice(0, index).some(({ star }) => star);
  return starBefore ? found.name : index;
}
