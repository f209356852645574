import { boundsOf, timePoints, type TimePoint } from "./time-points.ts";

export type TimeRange =
  /** Half open; a missing end is open. ISO dates. */
  | { readonly kind: "absolute"; readonly from: string | null; readonly to: string | null }
  /** From `count` units before today. */
  | { readonly kind: "last"; readonly count: number; readonly unit: Unit }
  /** The unit that holds today moved by `shift` units. */
  | { readonly kind: "current"; readonly unit: Unit; readonly shift: number }
  /** A month of any year. */
  | { readonly kind: "month"; readonly month: number };

export type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

/** A time range with the characters of the question that say it. */
export type TimeSpan = { readonly start: number; readonly end: number; readonly range: TimeRange };

/** Reads every time range of a question: English and Korean, absolute and relative. */
export function timeSpans(question: string): TimeSpan[] {
  const relative = relativeSpans(question);
  const blank = relative.reduce(
    (text, { start, end }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    question,
  );
  return [...relative, ...absoluteSpans(blank)].toSorted((left, right) => left.start - right.start);
}

function absoluteSpans(text: string): TimeSpan[] {
  const points = timePoints(text);
  const spans: TimeSpan[] = [];
  for (let i = 0; i < points.length; i += 1) {
    const point = points[i] as TimePoint;
    const next = points[i + 1];
    const joined = next === undefined ? null : pair(text, point, next);
    if (joined !== null) {
      spans.push(joined);
      i += 1;
      continue;
    }
    const single = one(text, point);
    if (single !== null) spans.push(single);
  }
  return spans;
}

function pair(text: string, first: TimePoint, second: TimePoint): TimeSpan | null {
  const between = text.slice(first.end, second.start);
  const before = text.slice(0, first.start);
  const opener = /(?:between|from)\s+(?:the\s+)?$/iu.exec(before);
  const links =
    /^\s*(?:부터|에서|~|–|—|-|to|through|until|thru)\s*(?:the\s+)?$/iu.test(between) ||
    (/between\s+(?:the\s+)?$/iu.test(before) && /^\s*and\s+(?:the\s+)?$/iu.test(between));
  if (!links) return null;
  const left: TimePoint = { ...first, year: first.year ?? second.year };
  const right: TimePoint = { ...second, year: second.year ?? left.year, month: second.month ?? left.month };
  const from = boundsOf(left);
  const to = boundsOf(right);
  if (from === null || to === null) return null;
  const after = /^\s*(?:까지|사이)(?:의|에)?/u.exec(text.slice(second.end));
  return {
    start: opener === null ? first.start : opener.index,
    end: second.end + (after?.[0].length ?? 0),
    range: { kind: "absolute", from: from.from, to: to.to },
  };
}

const openers: readonly { readonly words: RegExp; readonly range: (b: { from: string; to: string }) => TimeRange }[] = [
  {
    words: /(?:on or after|since|from|starting)\s+(?:the\s+)?$/iu,
    range: ({ from }) => ({ kind: "absolute", from, to: null }),
  },
  { words: /(?:later than|after)\s+(?:the\s+)?$/iu, range: ({ to }) => ({ kind: "absolute", from: to, to: null }) },
  {
    words: /(?:on or before|until|through|up to)\s+(?:the\s+)?$/iu,
    range: ({ to }) => ({ kind: "absolute", from: null, to }),
  },
  {
    words: /(?:earlier than|before|prior to)\s+(?:the\s+)?$/iu,
    range: ({ from }) => ({ kind: "absolute", from: null, to: from }),
  },
];

const closers: typeof openers = [
  { words: /^\s*(?:이후|부터)(?:의|에|로)?/u, range: ({ from }) => ({ kind: "absolute", from, to: null }) },
  { words: /^\s*(?:이전|전)(?:의|에)?/u, range: ({ from }) => ({ kind: "absolute", from: null, to: from }) },
  { words: /^\s*까지(?:의)?/u, range: ({ to }) => ({ kind: "absolute", from: null, to }) },
];

function one(text: string, point: TimePoint): TimeSpan | null {
  const bounds = boundsOf(point);
  if (bounds === null) {
    return point.month === null || point.day !== null || point.months !== 1
      ? null
      : { ...around(text, point), range: { kind: "month", month: point.month } };
  }
  const before = text.slice(0, point.start);
  for (const { words, range } of openers) {
    const found = words.exec(before);
    if (found !== null) return { start: found.index, end: point.end, range: range(bounds) };
  }
  for (const { words, range } of closers) {
    const found = words.exec(text.slice(point.end));
    if (found !== null) return { start: point.start, end: point.end + found[0].length, range: range(bounds) };
  }
  return { ...around(text, point), range: { kind: "absolute", ...bounds } };
}

/** A point with the preposition before it and the particle behind it. */
function around(text: string, point: TimePoint): { start: number; end: number } {
  const opener = /(?:in|on|during|for|of)\s+(?:the\s+)?(?:year\s+|month\s+of\s+)?$/iu.exec(text.slice(0, point.start));
  const closer = /^\s?(?:에만|에서|동안의|동안|에는|에|의|중에|중|년에|도에)?(?=\s|$|[,.?])/u.exec(
    text.slice(point.end),
  );
  return { start: opener?.index ?? point.start, end: point.end + (closer?.[0].length ?? 0) };
}

const units: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:day|일)/iu, "DAY"],
  [/^(?:week|주)/iu, "WEEK"],
  [/^(?:month|개월|달|월)/iu, "MONTH"],
  [/^(?:quarter|분기)/iu, "QUARTER"],
  [/^(?:year|년|해)/iu, "YEAR"],
];

function unitOf(text: string): Unit {
  return units.find(([words]) => words.test(text))?.[1] ?? "DAY";
}

function relativeSpans(text: string): TimeSpan[] {
  const spans: TimeSpan[] = [];
  const add = (regex: RegExp, read: (match: RegExpMatchArray) => TimeRange) => {
    for (const match of text.matchAll(regex)) {
      spans.push({ start: match.index, end: match.index + match[0].length, range: read(match) });
    }
  };
  add(
    /\b(?:(?:in|over|during|for)\s+)?(?:the\s+)?(?:last|past|previous)\s+(\d+)\s+(day|week|month|quarter|year)s?\b/giu,
    (match) => ({
      kind: "last",
      count: Number(match[1]),
      unit: unitOf(match[2] ?? ""),
    }),
  );
  add(/(?:최근|지난)\s*(\d+)\s*(일|주|개월|달|분기|년)(?:\s*(?:간|동안))?(?:의|에)?/gu, (match) => ({
    kind: "last",
    count: Number(match[1]),
    unit: unitOf(match[2] ?? ""),
  }));
  add(/\b(this|current|last|previous)\s+(week|month|quarter|year)\b/giu, (match) => ({
    kind: "current",
    unit: unitOf(match[2] ?? ""),
    shift: /^(?:this|current)$/iu.test(match[1] ?? "") ? 0 : -1,
  }));
  add(/(이번|지난)\s*(주|달|분기|해)(?:의|에)?/gu, (match) => ({
    kind: "current",
    unit: unitOf(match[2] ?? ""),
    shift: match[1] === "이번" ? 0 : -1,
  }));
  add(/\b(today|yesterday)\b/giu, (match) => ({
    kind: "current",
    unit: "DAY",
    shift: match[1]?.toLowerCase() === "today" ? 0 : -1,
  }));
  add(/(오늘|어제|올해|작년)(?:의|에)?/gu, (match) => ({
    kind: "current",
    unit: match[1] === "오늘" || match[1] === "어제" ? "DAY" : "YEAR",
    shift: match[1] === "오늘" || match[1] === "올해" ? 0 : -1,
  }));
  return spans;
}

/** The range as conditions on a column's SQL, joined by AND. */
export function rangeSql(range: TimeRange, column: string): string {
  switch (range.kind) {
    case "absolute":
      return [
        range.from === null ? [] : `${column} >= DATE '${range.from}'`,
        range.to === null ? [] : `${column} < DATE '${range.to}'`,
      ]
        .flat()
        .join(" AND ");
    case "last":
      return `${column} >= current_date() - INTERVAL ${String(range.count)} ${range.unit}`;
    case "current": {
      const start = (shift: number) =>
        shift === 0
          ? `date_trunc('${range.unit}', current_date())`
          : `date_trunc('${range.unit}', current_date()) ${shift < 0 ? "-" : "+"} INTERVAL ${String(Math.abs(shift))} ${range.unit}`;
      return `${column} >= ${start(range.shift)} AND ${column} < ${start(range.shift + 1)}`;
    }
    case "month":
      return `month(${column}) = ${String(range.month)}`;
  }
}
