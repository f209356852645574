import { add, type Decimal, decimalText, multiply, parseDecimal } from "./decimal.ts";

const units = ["YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"] as const;
type Unit = (typeof units)[number];

const secondsIn: Readonly<Record<Exclude<Unit, "YEAR" | "MONTH">, string>> = {
  WEEK: "604800",
  DAY: "86400",
  HOUR: "3600",
  MINUTE: "60",
  SECOND: "1",
  MILLISECOND: "0.001",
  MICROSECOND: "0.000001",
};

/**
 * Text of an interval's value, the same for equal ones: months and seconds apart, since a month has no fixed length.
 * Reads SQL literals (`INTERVAL '1-2' YEAR TO MONTH`), bare values whose unit the type tells (`1 02:03:04.5`), and words
 * (`1 year 2 months 3 days 04:05:06`). Null when it is none of them.
 */
export function intervalText(text: string, typeUnit: string): string | null {
  const literal = /^\s*INTERVAL\s+([+-]?)\s*'([^']*)'\s*([A-Z ]+?)\s*$/iu.exec(text);
  const body = (literal?.[2] ?? text).trim();
  const unit = (literal?.[3] ?? typeUnit).toUpperCase();
  const value = byUnit(body, unit) ?? byWords(body.replace(/^INTERVAL\s+/iu, ""));
  if (value === null) return null;
  const sign = literal?.[1] === "-" ? -1n : 1n;
  const months = value.months * sign;
  const seconds = { mantissa: value.seconds.mantissa * sign, scale: value.seconds.scale };
  return `${String(months)}M${decimalText(seconds)}S`;
}

type Value = { readonly months: bigint; readonly seconds: Decimal };
const zero: Decimal = { mantissa: 0n, scale: 0 };

function byUnit(body: string, unit: string): Value | null {
  const [first, last] = unit.split(/\s+TO\s+/u);
  const from = units.find((name) => name === first?.trim());
  if (from === undefined) return null;
  const yearMonth = /^([+-]?)(\d+)-(\d+)$/u.exec(body);
  if (yearMonth !== null && (from === "YEAR" || from === "MONTH")) {
    const months = BigInt(yearMonth[2] ?? "0") * 12n + BigInt(yearMonth[3] ?? "0");
    return { months: yearMonth[1] === "-" ? -months : months, seconds: zero };
  }
  if (/^[+-]?\d+(?:\.\d+)?$/u.test(body)) return single(body, from);
  return clock(body, from, units.find((name) => name === last?.trim()) ?? from);
}

function single(body: string, unit: Unit): Value | null {
  const amount = parseDecimal(body);
  if (amount === null) return null;
  if (unit === "YEAR" || unit === "MONTH") {
    if (amount.scale > 0) return null;
    const whole = amount.mantissa * 10n ** BigInt(-amount.scale);
    return { months: unit === "YEAR" ? whole * 12n : whole, seconds: zero };
  }
  return { months: 0n, seconds: scaled(amount, secondsIn[unit]) };
}

/** `1 02:03:04.5`, `02:03`, `03:04.5`: parts from `from` down to `last`. */
function clock(body: string, from: Unit, last: Unit): Value | null {
  const match = /^([+-]?)(?:(\d+)\s+)?(\d+)(?::(\d+(?:\.\d+)?))?(?::(\d+(?:\.\d+)?))?$/u.exec(body);
  if (match === null) return null;
  const order: readonly Unit[] = ["DAY", "HOUR", "MINUTE", "SECOND"];
  const start = match[2] === undefined ? order.indexOf(from) : 0;
  const parts = [match[2], match[3], match[4], match[5]].filter((part) => part !== undefined);
  if (start < 0 || parts.length > order.length - start || order.indexOf(last) < start) return null;
  let seconds = zero;
  for (const [i, part] of parts.entries()) {
    const unit = order[start + i] as "DAY" | "HOUR" | "MINUTE" | "SECOND";
    seconds = add(seconds, scaled(parseDecimal(part) ?? zero, secondsIn[unit]));
  }
  return { months: 0n, seconds: match[1] === "-" ? { ...seconds, mantissa: -seconds.mantissa } : seconds };
}

function byWords(body: string): Value | null {
  let months = 0n;
  let seconds = zero;
  const rest = body.replace(/([+-]?\d+(?:\.\d+)?)\s*([A-Za-z]+)/gu, (whole: string, amount: string, word: string) => {
    const unit = units.find((name) => name === word.toUpperCase().replace(/S$/u, ""));
    const value = unit === undefined ? null : single(amount, unit);
    if (value === null) return whole;
    months += value.months;
    seconds = add(seconds, value.seconds);
    return "";
  });
  const time = rest.trim();
  if (time === "") return body.trim() === "" ? null : { months, seconds };
  const tail = /^[+-]?\d+:\d+(?::\d+(?:\.\d+)?)?$/u.test(time) ? clock(time, "HOUR", "SECOND") : null;
  return tail === null ? null : { months, seconds: add(seconds, tail.seconds) };
}

function scaled(amount: Decimal, factor: string): Decimal {
  return multiply(amount, parseDecimal(factor) ?? zero);
}
