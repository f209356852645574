import { isPiece, nameOf, take } from "./syntax.ts";

/** Aggregate functions by name, underscores left out: the parser has kinds of its own for some and a plain call for others. */
const aggregateNames = new Set(
  `any anyvalue approxcountdistinct approxpercentile approxtopk arrayagg avg bitand bitor bitxor booland boolor collectlist
  collectset corr count countif countminsketch covarpop covarsamp every first firstvalue groupconcat histogramnumeric
  hllsketchagg kurtosis last lastvalue listagg logicaland logicalor max maxby mean measure median min minby mode percentile
  percentileapprox percentilecont percentiledisc regravgx regravgy regrcount regrintercept regrr2 regrslope skewness some
  std stddev stddevpop stddevsamp stringagg sum tryavg trysum variance varpop varsamp withingroup`.split(/\s+/u),
);

/** An aggregate call: the node that names the function, and the node to print (with its FILTER, WITHIN GROUP or OVER). */
export type AggregateCall = { readonly call: unknown; readonly whole: unknown; readonly windowed: boolean };

/** Aggregate calls of an expression, outermost first; queries nested in it are left to themselves. */
export function aggregateCalls(value: unknown): readonly AggregateCall[] {
  if (Array.isArray(value)) return value.flatMap(aggregateCalls);
  if (!isPiece(value)) return [];
  const taken = take(value);
  if (taken === null) return Object.values(value).flatMap(aggregateCalls);
  const { kind, body } = taken;
  if (["select", "union", "intersect", "except", "subquery"].includes(kind)) return [];
  const inner = Object.values(body).flatMap(aggregateCalls);
  if (kind === "window_function") {
    const [own, ...arguments_] = aggregateCalls(body["this"]);
    const rest = [...arguments_, ...aggregateCalls(body["over"])];
    if (own === undefined || take(own.whole)?.body !== take(body["this"])?.body) return inner;
    return [{ call: own.call, whole: value, windowed: true }, ...rest];
  }
  if (kind === "within_group") {
    const [own] = aggregateCalls(body["this"]);
    return [{ call: own?.call ?? value, whole: value, windowed: false }];
  }
  return isAggregate(kind, body) ? [{ call: value, whole: value, windowed: false }, ...inner] : inner;
}

/** Whether an expression collapses rows: holds an aggregate that is not a window's. */
export function collapsesRows(expression: unknown): boolean {
  return aggregateCalls(expression).some((call) => !call.windowed);
}

function isAggregate(kind: string, body: Record<string, unknown>): boolean {
  if (kind === "aggregate_function") return true;
  const name = kind === "function" ? (nameOf(body["name"]) ?? "") : kind;
  // `any` as a kind is the comparison with a subquery, not the aggregate.
  if (kind === "any") return false;
  return aggregateNames.has(name.toLowerCase().replaceAll("_", ""));
}
