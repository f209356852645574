import type { DimensionAsk } from "./intent.ts";
import {
  amountAt,
  closeTo,
  conditionAt,
  freeThing,
  groupableAt,
  isKind,
  linkAfter,
  operatorAt,
  type Reading,
  thingAt,
  timeAt,
  use,
} from "./reading.ts";

/** "by …", "per …", "each …", "…별": what the answer is grouped by; an amount after "by" is what it is ordered by. */
export function readGroups(reading: Reading): void {
  for (let i = 0; i < reading.items.length; i += 1) {
    const operator = operatorAt(reading, i);
    if (reading.used[i] === true || operator === undefined) continue;
    if (operator.kind === "grain" && operator.by) {
      use(reading, i);
      reading.intent.placed += 1;
      reading.intent.dimensions.push({ kind: "grain", grain: operator.grain, of: null });
    } else if (operator.kind === "by" && operator.side === "before") {
      groupsAfter(reading, i);
    } else if (operator.kind === "by") {
      groupsBefore(reading, i);
    }
  }
}

const orders = ["top", "extreme", "sort"] as const;

function groupsAfter(reading: Reading, by: number): void {
  const previous = reading.items[by - 1];
  const passive =
    previous?.kind === "unknown" &&
    /(?:ed|en|de|ght|ld|id|wn|ne)$/u.test(previous.text) &&
    reading.items[by]?.text.toLowerCase() === "by";
  if (passive || conditionAt(reading, by + 1)) return;
  const ordered = orders.some((kind) => reading.items.some((_, i) => isKind(reading, i, kind)));
  use(reading, by);
  let i = by + 1;
  for (;;) {
    if (
      operatorAt(reading, i)?.kind === "aggregate" ||
      operatorAt(reading, i)?.kind === "count" ||
      isKind(reading, i, "by")
    ) {
      if (isKind(reading, i, "by")) use(reading, i);
      else {
        if (reading.intent.order === null && ordered)
          reading.intent.order = { direction: "DESC", of: null, said: "extreme" };
        return;
      }
      i += 1;
      continue;
    }
    if (amountAt(reading, i) && (ordered || thingAt(reading, i)?.target.kind === "measure")) return;
    if (reading.used[i] === true && thingAt(reading, i)?.target.kind === "table") {
      i += 1;
      continue;
    }
    const dimension = dimensionAt(reading, i);
    if (dimension === null) return;
    reading.intent.dimensions.push(dimension);
    const link = linkAfter(reading, i);
    if (link === null) {
      const next = operatorAt(reading, i + 1);
      if (next?.kind === "by" && next.side === "before") i += 1;
      return;
    }
    const next = i + 1 + link;
    const owned = reading.used[next] === true && thingAt(reading, next)?.target.kind === "table";
    if (!dimensionLike(reading, owned ? next + 1 : next)) return;
    if (link === 1) use(reading, i + 1);
    i = next;
  }
}

function groupsBefore(reading: Reading, by: number): void {
  use(reading, by);
  const found: DimensionAsk[] = [];
  let i = by - 1;
  for (;;) {
    const dimension = dimensionAt(reading, i);
    if (dimension === null) break;
    found.unshift(dimension);
    const link = linkAfter(reading, i - 1);
    if (isKind(reading, i - 1, "and") && dimensionLike(reading, i - 2)) {
      use(reading, i - 1);
      i -= 2;
    } else if (link === 0 && dimensionLike(reading, i - 1)) {
      i -= 1;
    } else break;
  }
  reading.intent.dimensions.push(...found);
}

function dimensionLike(reading: Reading, i: number): boolean {
  if (reading.used[i] === true) return false;
  return (
    operatorAt(reading, i)?.kind === "grain" ||
    groupableAt(reading, i) ||
    (amountAt(reading, i) && thingAt(reading, i)?.target.kind === "column")
  );
}

function dimensionAt(reading: Reading, i: number): DimensionAsk | null {
  if (reading.used[i] === true) return null;
  const operator = operatorAt(reading, i);
  if (operator?.kind === "grain") {
    use(reading, i);
    reading.intent.placed += 1;
    const dated =
      timeAt(reading, i - 1) && reading.used[i - 1] !== true && closeTo(reading, i) ? thingAt(reading, i - 1) : null;
    if (dated !== null) use(reading, i - 1);
    return { kind: "grain", grain: operator.grain, of: dated };
  }
  const thing = freeThing(reading, i);
  if (thing !== null) {
    if (thing.target.kind === "measure" || conditionAt(reading, i)) return null;
    const grain = operatorAt(reading, i + 1);
    use(reading, i);
    if (timeAt(reading, i) && grain?.kind === "grain" && closeTo(reading, i + 1)) {
      use(reading, i + 1);
      return { kind: "grain", grain: grain.grain, of: thing };
    }
    return { kind: "thing", thing };
  }
  const item = reading.items[i];
  if (item?.kind === "unknown") {
    use(reading, i);
    return { kind: "unplaced", words: item.words };
  }
  return null;
}
