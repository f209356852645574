import type { QueryFacts } from "../sql/query-facts.ts";
import { type MetricView, readMetricView } from "../space/metric-view/definition.ts";

export type MetricProbe =
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "refused"; readonly reason: string };

type FactsOf = (expression: string) => QueryFacts | null;

/** How deep measures may be built on measures. */
const deepest = 5;

/**
 * The query that a metric view stands for with all its dimensions and measures at once, for the warehouse to plan. Each expression is
 * looked at alone first: one expression, aggregating where it is a measure and nowhere else.
 */
export function metricViewProbe(yaml: string, factsOf: FactsOf): MetricProbe {
  const read = readMetricView(yaml);
  if (read.kind === "unreadable") return refused(read.reason);
  const { view } = read;
  const problem = expressionProblem(view, factsOf);
  if (problem !== null) return refused(problem);
  const measures: string[] = [];
  for (const measure of view.measures) {
    const whole = withMeasures(measure.expr, view, deepest);
    if (whole === null) return refused(`the measure ${measure.name} is built on one that there is not, or on itself`);
    measures.push(`${whole} AS ${quoted(measure.name)}`);
  }
  const dimensions = view.dimensions.map((each) => `${each.expr} AS ${quoted(each.name)}`);
  const joins = (view.joins ?? []).map(
    ({ name, source, on, using }) =>
      ` LEFT JOIN ${quotedTable(source)} AS ${quoted(name)} ` +
      (on === undefined ? `USING (${(using ?? []).map(quoted).join(", ")})` : `ON ${on}`),
  );
  const where = view.filter === undefined ? "" : ` WHERE ${view.filter}`;
  const keys = dimensions.map((_, index) => String(index + 1)).join(", ");
  const grouped = keys === "" ? "" : ` GROUP BY ${keys}`;
  const from = `${quotedTable(view.source)} AS \`source\`${joins.join("")}`;
  return { kind: "query", sql: `SELECT ${[...dimensions, ...measures].join(", ")} FROM ${from}${where}${grouped}` };
}

function expressionProblem(view: MetricView, factsOf: FactsOf): string | null {
  const plain = [
    ...view.dimensions.map((each) => ({ what: `the dimension ${each.name}`, sql: each.expr })),
    ...(view.joins ?? []).flatMap(({ name, on }) => (on === undefined ? [] : [{ what: `the join ${name}`, sql: on }])),
    ...(view.filter === undefined ? [] : [{ what: "the filter", sql: view.filter }]),
  ];
  for (const { what, sql } of plain) {
    const facts = factsOf(sql);
    if (facts === null) return `${what} is not one expression`;
    if (facts.tables.length > 0) return `${what} holds a query`;
    if (collapses(facts)) return `${what} must not aggregate, and it does`;
  }
  for (const { name, expr } of view.measures) {
    const facts = factsOf(expr);
    if (facts === null) return `the measure ${name} is not one expression`;
    if (facts.tables.length > 0) return `the measure ${name} holds a query`;
    if (!collapses(facts) && !measureCall().test(expr)) return `the measure ${name} must aggregate, and it does not`;
  }
  return null;
}

function collapses(facts: QueryFacts): boolean {
  return facts.aggregates.some((aggregate) => !/\bOVER\b/u.test(aggregate.sql));
}

/** The expression with the measures that it is built on written out, or null where that has no end. */
function withMeasures(expr: string, view: MetricView, depth: number): string | null {
  let isBroken = depth === 0;
  const whole = expr.replaceAll(measureCall(), (_, inBackticks: string | undefined, plain: string | undefined) => {
    const wanted = (inBackticks ?? plain ?? "").toLowerCase();
    const found = view.measures.find((each) => each.name.toLowerCase() === wanted);
    const inner = found === undefined || isBroken ? null : withMeasures(found.expr, view, depth - 1);
    isBroken ||= inner === null;
    return `(${inner ?? ""})`;
  });
  return isBroken ? null : whole;
}

const measureCall = (): RegExp => /\bMEASURE\s*\(\s*(?:`([^`]+)`|(\w+))\s*\)/giu;

function refused(reason: string): MetricProbe {
  return { kind: "refused", reason };
}

function quotedTable(name: string): string {
  return name.split(".").map(quoted).join(".");
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
