import type { Desk } from "./desk.ts";
import { aliasOf, columnExpression, expressionOf, wrapped } from "./expressions.ts";
import type { Grain } from "./function-words.ts";
import type { DimensionAsk, Thing } from "./intent.ts";
import { nearestColumn } from "./nearest.ts";
import { dateOf } from "./plan-dates.ts";
import type { Expression, Output } from "./query-plan.ts";
import { tablesOf } from "./resolve.ts";
import { keyOf, labelOf, type TableView } from "./schema-view.ts";

/** What is shown of each group, and the keys that keep groups apart. */
export type Groups = { readonly groups: Output[]; readonly hidden: Expression[] };

/** A table is shown by its key and its label, anything else by itself. */
export function groupsOf({ tables }: Desk, things: readonly Thing[]): Groups {
  const groups: Output[] = [];
  const hidden: Expression[] = [];
  for (const thing of things) {
    const expression = expressionOf(thing);
    if (expression !== null) {
      const { target } = thing;
      groups.push({
        expression,
        alias: aliasOf(
          target.kind === "column" || target.kind === "value"
            ? target.column
            : target.kind === "table"
              ? "value"
              : target.name,
        ),
      });
      continue;
    }
    const table = tables.find(({ name }) => thing.target.kind === "table" && name === thing.target.table);
    if (table === undefined) continue;
    const key = keyOf(table);
    const label = labelOf(table);
    for (const column of [key, label]) {
      if (column !== undefined)
        groups.push({ expression: columnExpression(column, thing.via), alias: aliasOf(column.name) });
    }
    if (key !== undefined) hidden.push(columnExpression(key, thing.via));
  }
  return { groups, hidden };
}

/** The groups that "by", "per" and the like ask for. */
export function dimensionsOf(desk: Desk, base: TableView): Groups {
  const all: Groups = { groups: [], hidden: [] };
  for (const ask of desk.intent.dimensions) {
    const made = dimensionOf(desk, ask, base);
    all.groups.push(...made.groups);
    all.hidden.push(...made.hidden);
  }
  return all;
}

function dimensionOf(desk: Desk, ask: DimensionAsk, base: TableView): Groups {
  switch (ask.kind) {
    case "thing":
      return groupsOf(desk, [ask.thing]);
    case "grain": {
      const dated = ask.of === null ? dateOf(desk, base) : expressionOf(ask.of);
      return dated === null
        ? { groups: [], hidden: [] }
        : { groups: [{ expression: grained(ask.grain, dated), alias: ask.grain.toLowerCase() }], hidden: [] };
    }
    case "unplaced": {
      const near = nearestColumn(ask.words, desk.tables, [
        base.name,
        ...desk.intent.hints.flatMap(({ target }) => tablesOf(target)),
      ]);
      return near === undefined
        ? { groups: [], hidden: [] }
        : { groups: [{ expression: columnExpression(near), alias: aliasOf(near.name) }], hidden: [] };
    }
  }
}

function grained(grain: Grain, dated: Expression): Expression {
  switch (grain) {
    case "YEAR":
      return wrapped("year(", dated, ")");
    case "DAY":
      return wrapped("CAST(", dated, " AS DATE)");
    case "HOUR":
      return wrapped("hour(", dated, ")");
    case "WEEKDAY":
      return wrapped("dayofweek(", dated, ")");
    case "WEEK":
    case "MONTH":
    case "QUARTER":
      return wrapped(`date_trunc('${grain}', `, dated, ")");
  }
}
