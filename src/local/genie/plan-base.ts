import type { Desk } from "./desk.ts";
import type { Intent, MeasureAsk, Thing } from "./intent.ts";
import { nearestAmount } from "./nearest.ts";
import { isGroupTest } from "./plan-comparisons.ts";
import { tablesOf } from "./resolve.ts";
import type { TableView } from "./schema-view.ts";

/** The table whose rows are read: that of what is reckoned, else of what is listed, grouped by, or asked about. */
export function baseOf(desk: Desk): string | null {
  const { intent, tables } = desk;
  const first = (things: readonly (Thing | null)[]) =>
    things.flatMap((thing) => (thing === null ? [] : tablesOf(thing.target)))[0];
  const asked = (ask: MeasureAsk | "date" | null): Thing | null =>
    ask === null || ask === "date" || ask.kind === "unplaced" ? null : ask.kind === "count" ? ask.of : ask.thing;
  const having = intent.comparisons.filter(({ of }) => isGroupTest(desk, of));
  const counted = intent.measures.some(({ kind }) => kind === "count") && having.length > 0;
  const candidates = [
    ...(counted ? having.map(({ of }) => first([asked(of)])) : []),
    ...intent.measures.map((ask) => first([asked(ask)])),
    first([asked(intent.order?.of ?? null)]),
    ...having.map(({ of }) => first([asked(of)])),
    intent.measures.some(({ kind }) => kind === "unplaced") ? nearestTable(intent, tables) : undefined,
    first(intent.entities),
    ...(intent.measures.length > 0 || intent.dimensions.length > 0
      ? [first(intent.hints.filter(({ target }) => target.kind === "table"))]
      : []),
    first(intent.having),
    first(
      intent.dimensions.map((each) => (each.kind === "thing" ? each.thing : each.kind === "grain" ? each.of : null)),
    ),
    first(intent.filters.map(({ thing }) => thing)),
    first(intent.comparisons.map(({ of }) => asked(of))),
    first(intent.literals.map(({ column }) => column)),
    first(intent.shown),
    first(intent.hints),
    first(intent.without),
    intent.dimensions.length > 0 || intent.times.length > 0
      ? tables.find((table) => table.columns.some((column) => column.type === "date" || column.type === "timestamp"))
          ?.name
      : undefined,
  ];
  return candidates.find((table) => table !== undefined && tables.some(({ name }) => name === table)) ?? null;
}

function nearestTable(intent: Intent, tables: readonly TableView[]): string | undefined {
  const words = intent.measures.flatMap((each) => (each.kind === "unplaced" ? each.words : []));
  const named = [...intent.hints, ...intent.entities].flatMap(({ target }) => tablesOf(target));
  return nearestAmount(words, tables, named)?.table;
}
