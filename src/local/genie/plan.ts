import type { Desk } from "./desk.ts";
import { aliasOf } from "./expressions.ts";
import type { Intent, MeasureAsk, Thing } from "./intent.ts";
import { fansOut, pathTo } from "./join-graph.ts";
import { baseOf } from "./plan-base.ts";
import { isGroupTest, testOf } from "./plan-comparisons.ts";
import { conditions, insideWithout, withoutOf } from "./plan-conditions.ts";
import { dateOf } from "./plan-dates.ts";
import { dimensionsOf, groupsOf } from "./plan-groups.ts";
import { defaultMeasure, measureOf } from "./plan-measures.ts";
import { expressionOf } from "./expressions.ts";
import type { Expression, Measure, Output, Plan } from "./query-plan.ts";
import { tablesOf } from "./resolve.ts";
import type { TableView } from "./schema-view.ts";

/** Turns an intent into a plan of one query, or null when nothing of the question found a place. */
export function planOf(given: Desk): Plan | null {
  const desk: Desk = { ...given, intent: withExtreme(given.intent) };
  const { intent, tables } = desk;
  if (intent.placed === 0 || tables.length === 0) return null;
  const base = baseOf(desk);
  if (base === null) return null;
  const view = tables.find(({ name }) => name === base) as TableView;
  const dimensions = dimensionsOf(desk, view);
  const counted = intent.measures.find((each) => each.kind === "count");
  const rowOrder = rowLevelOrder(desk, base);
  const asked = rowOrder === null ? intent.measures.map((ask) => measureOf(desk, ask, view)) : [];
  const compared = intent.comparisons.filter((each) => isGroupTest(desk, each.of));
  const orderAsk = intent.order?.of ?? null;
  const orderMeasure =
    orderAsk === null || orderAsk === "date" || rowOrder !== null ? null : measureOf(desk, orderAsk, view);
  const measures = unique([...asked, ...(orderMeasure === null ? [] : [orderMeasure])]);
  const grouped =
    dimensions.groups.length > 0 ||
    (intent.order !== null && intent.entities.length > 0 && rowOrder === null && intent.order.said === "extreme") ||
    compared.length > 0;
  if (measures.length === 0 && grouped && rowOrder === null && compared.length === 0)
    measures.push(defaultMeasure(desk, view));
  const aggregated = measures.length > 0 || compared.length > 0;
  const countEntities = counted !== undefined && compared.length > 0;
  const entities = aggregated
    ? groupsOf(desk, countEntities ? entityOfCount(counted, intent.entities) : intent.entities)
    : { groups: [], hidden: [] };
  const groups = uniqueOutputs([...entities.groups, ...dimensions.groups]);
  const where = conditions(desk, base, view);
  const listed = aggregated ? { columns: [], distinct: false, keys: [] } : columnsOf(desk, view, rowOrder);
  const fans =
    intent.having.length > 0 ||
    where.some(({ fragment }) => fragment.tables.some((table) => leavesMany(desk, base, table)));
  const asGroups = !aggregated && fans && listed.keys.length > 0;
  const only = grouped && groups.length > 0;
  return {
    base,
    groups: asGroups ? listed.columns : groups,
    hiddenKeys: asGroups ? listed.keys : [...entities.hidden, ...dimensions.hidden],
    measures: countEntities ? [] : measures,
    columns: asGroups ? [] : listed.columns,
    distinct: listed.distinct,
    where: where.filter(({ fragment }) => !insideWithout(desk, base, fragment)),
    having: compared.map((each) => ({ measure: measureOf(desk, each.of, view), test: testOf(each) })),
    without: withoutOf(desk, base, where),
    required: intent.having.flatMap((thing) => tablesOf(thing.target).map((table) => ({ table, via: thing.via }))),
    order: orderOf(desk, {
      view,
      rowOrder,
      orderMeasure,
      measures,
      groups: asGroups ? listed.columns : groups,
      listed: listed.columns,
    }),
    limit: intent.limit ?? (intent.order?.said === "extreme" && (only || rowOrder !== null) ? 1 : null),
    countGroups: countEntities,
    perGroup: intent.perGroup
      ? (entities.hidden[0] ?? dimensions.hidden[0] ?? dimensions.groups[0]?.expression ?? null)
      : null,
    includeAll: intent.includeAll,
  };
}

/** The highest or lowest of a column, with nothing listed, is a maximum or minimum. */
function withExtreme(intent: Intent): Intent {
  const { order } = intent;
  const ask = order?.of;
  if (
    order?.said !== "extreme" ||
    intent.entities.length > 0 ||
    intent.limit !== null ||
    ask === null ||
    ask === undefined ||
    ask === "date"
  )
    return intent;
  if (ask.kind !== "thing" || ask.fn !== null || ask.thing.target.kind === "measure" || intent.measures.length > 0)
    return intent;
  return { ...intent, order: null, measures: [{ ...ask, fn: order.direction === "DESC" ? "MAX" : "MIN" }] };
}

function entityOfCount(counted: MeasureAsk, entities: readonly Thing[]): readonly Thing[] {
  return counted.kind === "count" && counted.of !== null ? [counted.of] : entities;
}

function leavesMany({ edges }: Desk, base: string, table: string): boolean {
  const path = pathTo([base], table, edges) ?? [];
  return path.some(fansOut);
}

/** Order by a column of the very rows that are listed, or null. */
function rowLevelOrder(desk: Desk, base: string): Expression | null {
  const { intent, tables } = desk;
  const { order } = intent;
  if (order === null || intent.measures.length > 1) return null;
  const view = tables.find(({ name }) => name === base) as TableView;
  const rows =
    intent.entities.length === 0
      ? intent.dimensions.length === 0 && order.of === "date"
      : intent.entities.some(({ target }) => target.kind === "table" && target.table === base);
  if (!rows || intent.dimensions.length > 0 || intent.measures.some(({ kind }) => kind === "count")) return null;
  if (order.of === "date") return dateOf(desk, view);
  const ask = order.of ?? intent.measures[0] ?? null;
  if (ask === null || ask.kind !== "thing" || ask.fn !== null || ask.thing.target.kind === "measure") return null;
  return tablesOf(ask.thing.target).every((table) => table === base) ? expressionOf(ask.thing) : null;
}

function columnsOf(
  desk: Desk,
  base: TableView,
  rowOrder: Expression | null,
): { columns: Output[]; distinct: boolean; keys: Expression[] } {
  const { intent, tables } = desk;
  const listed = groupsOf(desk, intent.entities);
  const shown = groupsOf(desk, intent.shown).groups;
  const columns = uniqueOutputs([...listed.groups, ...shown]);
  const owned = [...intent.hints, ...intent.entities].some(({ target }) => target.kind === "table");
  if (columns.length === 0)
    columns.push(...groupsOf(desk, [{ target: { kind: "table", table: base.name }, via: null }]).groups);
  if (rowOrder !== null) {
    const part = rowOrder.fragment.parts[0];
    columns.push({ expression: rowOrder, alias: aliasOf(typeof part === "object" ? part.column : "sort_value") });
  }
  void tables;
  const distinct = !owned && intent.entities.every(({ target }) => target.kind !== "table") && columns.length === 1;
  return { columns: uniqueOutputs(columns), distinct, keys: listed.hidden };
}

function orderOf(
  { intent }: Desk,
  made: {
    view: TableView;
    rowOrder: Expression | null;
    orderMeasure: Measure | null;
    measures: readonly Measure[];
    groups: readonly Output[];
    listed: readonly Output[];
  },
): Plan["order"] {
  const order: Plan["order"][number][] = [];
  const direction = intent.order?.direction ?? "ASC";
  if (intent.order !== null) {
    const measure = made.orderMeasure ?? made.measures[0] ?? null;
    if (made.rowOrder !== null) order.push({ alias: null, measure: null, expression: made.rowOrder, direction });
    else if (measure !== null && made.groups.length > 0)
      order.push({ alias: measure.alias, measure, expression: null, direction });
    else if (made.listed[0] !== undefined)
      order.push({ alias: null, measure: null, expression: made.listed[0].expression, direction });
  }
  for (const group of made.groups.length > 0 ? made.groups : made.listed) {
    order.push({ alias: null, measure: null, expression: group.expression, direction: "ASC" });
  }
  return order;
}

function unique(measures: readonly Measure[]): Measure[] {
  const seen = new Set<string>();
  return measures.filter((measure) => !seen.has(JSON.stringify(measure)) && seen.add(JSON.stringify(measure)).size > 0);
}

function uniqueOutputs(outputs: readonly Output[]): Output[] {
  const seen = new Set<string>();
  return outputs.filter(
    ({ expression }) => !seen.has(JSON.stringify(expression)) && seen.add(JSON.stringify(expression)).size > 0,
  );
}
