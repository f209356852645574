/** A stretch of the calendar named in a text: `from` inclusive, `to` exclusive, as UTC dates. */
export type TimePoint = {
  readonly start: number;
  readonly end: number;
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  /** Length in months of a point without a day: 12, 6, 3 or 1. */
  readonly months: number;
};

const monthNames = "january|february|march|april|may|june|july|august|september|october|november|december".split("|");
const months =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  "1st": 1,
  "2nd": 2,
  "3rd": 3,
  "4th": 4,
};
const ordinal = "(first|second|third|fourth|1st|2nd|3rd|4th)";

type Parts = { year?: number; month?: number; day?: number; months?: number };
type Pattern = { readonly regex: RegExp; readonly read: (groups: readonly string[]) => Parts };

function pattern(source: string, read: Pattern["read"]): Pattern {
  return { regex: new RegExp(source, "giu"), read };
}

const number = (text: string | undefined) => Number.parseInt(text ?? "", 10);
const monthOf = (text: string | undefined) =>
  monthNames.findIndex((name) => name.startsWith((text ?? "").slice(0, 3).toLowerCase())) + 1;
const quarter = (year: string | undefined, q: number): Parts => ({ ...yearOf(year), month: q * 3 - 2, months: 3 });
const half = (year: string | undefined, h: number): Parts => ({ ...yearOf(year), month: h * 6 - 5, months: 6 });
const yearOf = (text: string | undefined): Parts => (text === undefined || text === "" ? {} : { year: number(text) });

/** Most specific first: what an earlier pattern takes is gone for the later ones. */
const patterns: readonly Pattern[] = [
  pattern(String.raw`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:[T ]\d\d:\d\d(?::\d\d)?)?`, ([y, m, d]) => ({
    year: number(y),
    month: number(m),
    day: number(d),
    months: 0,
  })),
  pattern(String.raw`(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일`, ([y, m, d]) => ({
    year: number(y),
    month: number(m),
    day: number(d),
  })),
  pattern(String.raw`(\d{1,2})월\s*(\d{1,2})일`, ([m, d]) => ({ month: number(m), day: number(d) })),
  pattern(String.raw`\b${months}\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(\d{4}))?(?!\d)`, ([m, d, y]) => ({
    ...yearOf(y),
    month: monthOf(m),
    day: number(d),
  })),
  pattern(String.raw`\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?${months}\b(?:,?\s+(\d{4}))?`, ([d, m, y]) => ({
    ...yearOf(y),
    month: monthOf(m),
    day: number(d),
  })),
  pattern(String.raw`(\d{4})년\s*(?:제\s*)?([1-4])\s*(?:사)?분기`, ([y, q]) => quarter(y, number(q))),
  pattern(String.raw`\b${ordinal}\s+quarter(?:\s+(?:of|in))?\s+(\d{4})\b`, ([q, y]) =>
    quarter(y, ordinals[(q ?? "").toLowerCase()] ?? 1),
  ),
  pattern(String.raw`\bQ([1-4])\s*(?:of\s+|in\s+)?(\d{4})\b`, ([q, y]) => quarter(y, number(q))),
  pattern(String.raw`\b(\d{4})[-\s]?Q([1-4])\b`, ([y, q]) => quarter(y, number(q))),
  pattern(String.raw`(\d{4})년\s*(상|하)반기`, ([y, h]) => half(y, h === "상" ? 1 : 2)),
  pattern(String.raw`\b(first|second)\s+half\s+(?:of\s+|in\s+)?(\d{4})\b`, ([h, y]) =>
    half(y, (h ?? "").toLowerCase() === "first" ? 1 : 2),
  ),
  pattern(String.raw`\bH([12])\s*(?:of\s+|in\s+)?(\d{4})\b`, ([h, y]) => half(y, number(h))),
  pattern(String.raw`(\d{4})년\s*(\d{1,2})월`, ([y, m]) => ({ year: number(y), month: number(m), months: 1 })),
  pattern(String.raw`\b${months}\.?,?\s+(?:of\s+)?(\d{4})\b`, ([m, y]) => ({
    year: number(y),
    month: monthOf(m),
    months: 1,
  })),
  pattern(String.raw`(?<![\d-])(\d{4})[-/](\d{2})(?![-/\d])`, ([y, m]) => ({
    year: number(y),
    month: number(m),
    months: 1,
  })),
  pattern(String.raw`(\d{4})년도?`, ([y]) => ({ year: number(y), month: 1, months: 12 })),
  pattern(
    String.raw`(?<![#$.,\w-])(?<!(?:than|top|over|under|above|below|least|most|exceeding|limit|quantity|value|number)\s+)(?<!between\s+(?!(?:19|20)\d{2}\s)[\d.,]+\s+and\s+)((?:19|20)\d{2})\b(?!\s+and\s+(?!(?:19|20)\d{2}\b)\d)(?!\s*(?:개|명|건|원|%|[.,]\d|이상|이하|초과|미만|or\s+(?:more|less)))`,
    ([y]) => ({ year: number(y), month: 1, months: 12 }),
  ),
  pattern(String.raw`(?<![\d.])(\d{1,2})월(?!별)`, ([m]) => ({ month: number(m), months: 1 })),
  pattern(
    String.raw`(?<=\b(?:in|during|of|for|since|until|before|after|between|and|to|from|through)\s+)${months}\b(?!\s+(?:i|we|you)\b)`,
    ([m]) => ({ month: monthOf(m), months: 1 }),
  ),
  pattern(String.raw`(?<=(?:부터|에서|~)\s*)(\d{1,2})일`, ([d]) => ({ day: number(d) })),
];

/** Every point in time that a text names, in order. */
export function timePoints(text: string): TimePoint[] {
  let rest = text;
  const points: TimePoint[] = [];
  for (const { regex, read } of patterns) {
    for (const match of rest.matchAll(regex)) {
      const parts = read(match.slice(1));
      if ((parts.month ?? 1) < 1 || (parts.month ?? 1) > 12 || (parts.day ?? 1) < 1 || (parts.day ?? 1) > 31) continue;
      points.push({
        start: match.index,
        end: match.index + match[0].length,
        year: parts.year ?? null,
        month: parts.month ?? null,
        day: parts.day ?? null,
        months: parts.day === undefined ? (parts.months ?? 1) : 0,
      });
    }
    rest = points.reduce(
      (held, { start, end }) => held.slice(0, start) + "\u0001".repeat(end - start) + held.slice(end),
      rest,
    );
  }
  return points.toSorted((left, right) => left.start - right.start);
}

/** The first day of a point and the day after its last, as ISO dates; null where it has no year. */
export function boundsOf(point: TimePoint): { from: string; to: string } | null {
  if (point.year === null || point.month === null) return null;
  const from = new Date(Date.UTC(point.year, point.month - 1, point.day ?? 1));
  const to =
    point.day === null
      ? new Date(Date.UTC(point.year, point.month - 1 + point.months, 1))
      : new Date(Date.UTC(point.year, point.month - 1, point.day + 1));
  return { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
}
