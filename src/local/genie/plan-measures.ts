import type { Desk } from "./desk.ts";
import { aliasOf, columnExpression, expressionOf, wrapped } from "./expressions.ts";
import type { MeasureAsk, Thing } from "./intent.ts";
import { nearestAmount } from "./nearest.ts";
import type { Expression, Measure } from "./query-plan.ts";
import { columnOf } from "./resolve.ts";
import { keyOf, type TableView } from "./schema-view.ts";
import type { Fragment } from "./sql-fragment.ts";

/** What is asked to be reckoned, as SQL over the base table. */
export function measureOf(desk: Desk, ask: MeasureAsk, base: TableView): Measure {
  switch (ask.kind) {
    case "count":
      return countOf(desk, ask.of, ask.distinct, base);
    case "unplaced": {
      const near = nearestAmount(ask.words, desk.tables, [base.name]);
      if (near === undefined) return { kind: "rows", alias: "row_count" };
      const fn = ask.fn ?? "SUM";
      return {
        kind: "sql",
        expression: wrapped(`${fn}(`, columnExpression(near), ")"),
        alias: aliasOf(`${fn}_${near.name}`),
      };
    }
    case "thing": {
      const { target } = ask.thing;
      const expression = expressionOf(ask.thing);
      if (expression === null) return countOf(desk, ask.thing, false, base);
      if (target.kind === "measure")
        return { kind: "sql", expression: averaged(expression, ask.fn), alias: aliasOf(target.name) };
      const name = target.kind === "column" ? target.column : target.kind === "expression" ? target.name : "value";
      const fn = ask.fn ?? "SUM";
      return { kind: "sql", expression: wrapped(`${fn}(`, expression, ")"), alias: aliasOf(`${fn}_${name}`) };
    }
  }
}

/** The average of a sum is the average of what is summed; any other measure stays what it is. */
function averaged(expression: Expression, fn: string | null): Expression {
  const [first, ...rest] = expression.fragment.parts;
  if (fn === null || fn === "SUM" || typeof first !== "string") return expression;
  const whole = /^\s*sum$/iu.test(first) && isOneCall(rest);
  return whole ? { ...expression, fragment: { ...expression.fragment, parts: [fn, ...rest] } } : expression;
}

function isOneCall(parts: Fragment["parts"]): boolean {
  let depth = 0;
  for (const [i, part] of parts.entries()) {
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (depth === 0 && part === ")") return i === parts.length - 1;
  }
  return false;
}

function countOf({ tables }: Desk, of: Thing | null, distinct: boolean, base: TableView): Measure {
  const target = of?.target;
  if (target === undefined) return { kind: "rows", alias: "row_count" };
  if (target.kind === "table") {
    const table = tables.find(({ name }) => name === target.table);
    const key = table === undefined ? undefined : keyOf(table);
    const alias = aliasOf(`${table?.short ?? "row"}_count`);
    if (target.table === base.name)
      return distinct && key !== undefined ? counting(columnExpression(key), alias) : { kind: "rows", alias };
    return key === undefined ? { kind: "rows", alias } : counting(columnExpression(key, of?.via ?? null), alias);
  }
  const expression = of === null ? null : expressionOf(of);
  if (expression === null) return { kind: "rows", alias: "row_count" };
  const column = columnOf(target, tables);
  const own =
    column !== undefined &&
    tables.some(
      (table) => table.name === base.name && keyOf(table)?.name === column.name && column.table === base.name,
    );
  return own && !distinct
    ? { kind: "rows", alias: aliasOf(`${column.name}_count`) }
    : counting(expression, aliasOf(`${column?.name ?? "value"}_count`));
}

function counting(expression: Expression, alias: string): Measure {
  return { kind: "sql", expression: wrapped("COUNT(DISTINCT ", expression, ")"), alias };
}

/** With groups but nothing to reckon: the numeric column whose name is nearest to the words left over, else the rows are counted. */
export function defaultMeasure(desk: Desk, base: TableView): Measure {
  return desk.intent.unplaced.length === 0
    ? { kind: "rows", alias: "row_count" }
    : measureOf(desk, { kind: "unplaced", words: desk.intent.unplaced, fn: null }, base);
}
