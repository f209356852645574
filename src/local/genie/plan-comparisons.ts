import type { Desk } from "./desk.ts";
import type { Comparison, MeasureAsk } from "./intent.ts";
import { fansOut, pathTo } from "./join-graph.ts";
import { tablesOf } from "./resolve.ts";

/**
 * Whether a comparison is of a group, not of a row: a count, a measure, an aggregate, or an amount of which the listed or counted
 * thing has several rows.
 */
export function isGroupTest({ intent, edges }: Desk, of: MeasureAsk): boolean {
  if (of.kind !== "thing") return of.kind === "count";
  if (of.fn !== null || of.thing.target.kind === "measure") return true;
  const counted = intent.measures.flatMap((ask) => (ask.kind === "count" && ask.of !== null ? [ask.of] : []));
  const amount = tablesOf(of.thing.target)[0];
  return [...counted, ...intent.entities].some(({ target }) => {
    const path = target.kind === "table" && amount !== undefined ? pathTo([target.table], amount, edges) : null;
    return path?.some(fansOut) ?? false;
  });
}

/** The right-hand side of a comparison. */
export function testOf({ sign, value, upper }: Comparison): string {
  return upper === null ? `${sign} ${String(value)}` : `BETWEEN ${String(value)} AND ${String(upper)}`;
}
