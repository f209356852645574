import type { Operator } from "./function-words.ts";
import { emptyIntent, type Intent, type Thing } from "./intent.ts";
import type { Edge } from "./join-graph.ts";
import { isAmount, isClose, isTime, type Resolved } from "./resolve.ts";
import { isKey, type TableView } from "./schema-view.ts";
import { columnOf } from "./resolve.ts";

/** A question on its way from pieces to an intent: each piece is used once. */
export type Reading = {
  readonly items: readonly Resolved[];
  readonly used: boolean[];
  readonly via: (string | null)[];
  readonly tables: readonly TableView[];
  readonly edges: readonly Edge[];
  readonly intent: Intent;
};

export function newReading(items: readonly Resolved[], tables: readonly TableView[], edges: readonly Edge[]): Reading {
  return { items, used: items.map(() => false), via: items.map(() => null), tables, edges, intent: emptyIntent() };
}

/** The operator a piece is, if it is one. */
export function operatorAt(reading: Reading, i: number): Operator | undefined {
  const item = reading.items[i];
  return item?.kind === "operator" ? item.operator : undefined;
}

export function isKind(reading: Reading, i: number, kind: Operator["kind"]): boolean {
  return operatorAt(reading, i)?.kind === kind;
}

/** The thing mentioned at a place, used or not. */
export function thingAt(reading: Reading, i: number): Thing | null {
  const item = reading.items[i];
  return item?.kind === "mention" && item.target !== null ? { target: item.target, via: reading.via[i] ?? null } : null;
}

/** The thing mentioned at a place where it is still free. */
export function freeThing(reading: Reading, i: number): Thing | null {
  return reading.used[i] === true ? null : thingAt(reading, i);
}

export function amountAt(reading: Reading, i: number): boolean {
  return isAmount(thingAt(reading, i)?.target ?? null, reading.tables);
}

export function timeAt(reading: Reading, i: number): boolean {
  return isTime(thingAt(reading, i)?.target ?? null, reading.tables);
}

export function conditionAt(reading: Reading, i: number): boolean {
  const kind = thingAt(reading, i)?.target.kind;
  return kind === "value" || kind === "filter";
}

/** Something rows can be listed or grouped by: a table, an expression, or a column that is no amount. */
export function groupableAt(reading: Reading, i: number): boolean {
  const target = thingAt(reading, i)?.target;
  if (target === undefined) return false;
  if (target.kind === "table" || target.kind === "expression") return true;
  const column = columnOf(target, reading.tables);
  return target.kind === "column" && column !== undefined && (column.type !== "number" || isKey(column));
}

export function gapBefore(reading: Reading, i: number): string {
  return reading.items[i]?.gap ?? "";
}

export function closeTo(reading: Reading, i: number): boolean {
  return isClose(gapBefore(reading, i));
}

/** Whether two neighbours are members of one enumeration. Returns how many pieces the link takes: 0 for a comma, 1 for "and". */
export function linkAfter(reading: Reading, i: number): number | null {
  const gap = gapBefore(reading, i + 1);
  if (isKind(reading, i + 1, "and")) return 1;
  if (
    reading.items[i + 1]?.kind === "mention" &&
    (/^\s*,\s*(?:and|or)?\s*$/u.test(gap) || (linked.test(reading.items[i]?.text ?? "") && /^\s*$/u.test(gap)))
  )
    return 0;
  return null;
}

const linked = /\p{Script=Hangul}.*(?:와|과|하고|이나|나|랑)$/u;

export function use(reading: Reading, ...taken: readonly number[]): void {
  for (const place of taken) {
    if (reading.used[place] === true) continue;
    reading.used[place] = true;
    if (reading.items[place]?.kind === "mention" || reading.items[place]?.kind === "time") reading.intent.placed += 1;
  }
}

/** Places of the free operators of one kind, in order. */
export function places(reading: Reading, kind: Operator["kind"]): number[] {
  return reading.items.flatMap((_, i) => (reading.used[i] !== true && isKind(reading, i, kind) ? [i] : []));
}
