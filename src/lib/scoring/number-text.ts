import { decimalText, parseDecimal, roundHalfEven } from "./decimal.ts";

const plainDecimal = /^-?(?:0|[1-9]\d*)\.\d+$/u;
const special: Readonly<Record<string, string>> = {
  nan: "NaN",
  infinity: "Infinity",
  "+infinity": "Infinity",
  inf: "Infinity",
  "+inf": "Infinity",
  "-infinity": "-Infinity",
  "-inf": "-Infinity",
};

/** A number's text, the same for equal values (−0 is 0); null when it is no number. */
export function numberText(raw: string, round: number | null): string | null {
  if (round === null) {
    if (isPlainInteger(raw)) return raw;
    if (plainDecimal.test(raw)) return withoutTrailingZeros(raw);
  }
  const known = special[raw.trim().toLowerCase()];
  if (known !== undefined) return known;
  const value = parseDecimal(raw);
  if (value === null) return null;
  return decimalText(round === null ? value : roundHalfEven(value, round));
}

/** Whether a text made by {@link numberText} is a finite number. */
export function isFiniteText(text: string): boolean {
  return text !== "NaN" && text !== "Infinity" && text !== "-Infinity";
}

function isPlainInteger(raw: string): boolean {
  const start = raw.charCodeAt(0) === 45 ? 1 : 0;
  const first = raw.charCodeAt(start);
  if (first === 48) return raw.length === 1;
  if (Number.isNaN(first)) return false;
  for (let i = start; i < raw.length; i += 1) {
    const code = raw.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function withoutTrailingZeros(raw: string): string {
  let end = raw.length;
  while (raw.charCodeAt(end - 1) === 48) end -= 1;
  if (raw.charCodeAt(end - 1) === 46) end -= 1;
  const text = raw.slice(0, end);
  return text === "-0" ? "0" : text;
}
