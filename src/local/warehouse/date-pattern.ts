import { StatementFailure } from "./engine.ts";

const codes: Readonly<Record<string, string>> = {
  yyyy: "%Y",
  y: "%Y",
  yy: "%y",
  MM: "%m",
  M: "%-m",
  L: "%-m",
  LL: "%m",
  MMM: "%b",
  LLL: "%b",
  MMMM: "%B",
  LLLL: "%B",
  dd: "%d",
  d: "%-d",
  DDD: "%j",
  D: "%-j",
  HH: "%H",
  H: "%-H",
  hh: "%I",
  h: "%-I",
  mm: "%M",
  m: "%-M",
  ss: "%S",
  s: "%-S",
  SSS: "%g",
  SSSSSS: "%f",
  a: "%p",
  E: "%a",
  EE: "%a",
  EEE: "%a",
  EEEE: "%A",
  F: "%u",
};

/** A pattern in DuckDB's `strftime` letters, with the quarter's places left for the caller to fill. */
type PatternPart = { readonly kind: "format"; readonly text: string } | { readonly kind: "quarter" };

/**
 * Reads a pattern such as `yyyy-MM-dd'T'HH:mm`.
 * @throws StatementFailure on a letter that has no counterpart
 */
export function datePattern(pattern: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let text = "";
  for (const [piece] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/gu)) {
    const code = codes[piece];
    if (/^q+$/iu.test(piece)) {
      if (text !== "") parts.push({ kind: "format", text });
      text = "";
      if (piece.length === 3) text = "Q";
      if (text !== "") parts.push({ kind: "format", text });
      parts.push({ kind: "quarter" });
      text = "";
    } else if (code !== undefined) text += code;
    else if (piece.startsWith("'"))
      text += piece === "''" ? "'" : escapePercent(piece.slice(1, -1).replaceAll("''", "'"));
    else if (/^[A-Za-z]/u.test(piece)) {
      throw new StatementFailure(
        "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION",
        "42K0B",
        `Fail to recognize '${pattern}' pattern in the DateTimeFormatter.`,
      );
    } else text += escapePercent(piece);
  }
  if (text !== "" || parts.length === 0) parts.push({ kind: "format", text });
  return parts;
}

function escapePercent(text: string): string {
  return text.replaceAll("%", "%%");
}

const units: Readonly<Record<string, string>> = {
  YYYY: "year",
  YY: "year",
  MON: "month",
  MM: "month",
  DD: "day",
  Q: "quarter",
  W: "week",
};

/** A unit as DuckDB names it: `MM` → `month`, `DAYS` → `day`. */
export function dateUnit(name: string): string {
  const upper = name.toUpperCase();
  const known = units[upper];
  if (known !== undefined) return known;
  return upper.toLowerCase().replace(/s$/u, "");
}
