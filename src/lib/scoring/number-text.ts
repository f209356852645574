import { decimalText, parseDecimal, roundHalfEven } from "./decimal.ts";

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
    const end = plainEnd(raw);
    if (end > 0) return isNegativeZero(raw, end) ? "0" : end === raw.length ? raw : raw.slice(0, end);
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

/** Whether what {@link plainEnd} leaves of a text is zero with a sign. */
export function isNegativeZero(raw: string, end: number): boolean {
  return end === 2 && raw.charCodeAt(0) === minus && raw.charCodeAt(1) === zero;
}

const [minus, dot, zero, nine] = [45, 46, 48, 57];

/**
 * Where the value of a number written plainly (`-12`, `0.50`) ends, zeros at the end of its fraction left out; −1 when it is written
 * in any other way.
 */
export function plainEnd(raw: string): number {
  const start = raw.charCodeAt(0) === minus ? 1 : 0;
  const { length } = raw;
  let i = start;
  while (i < length && isDigit(raw.charCodeAt(i))) i += 1;
  if (i === start || (raw.charCodeAt(start) === zero && i > start + 1)) return -1;
  if (i === length) return i;
  if (raw.charCodeAt(i) !== dot || i + 1 === length) return -1;
  let end = i;
  for (let k = i + 1; k < length; k += 1) {
    const code = raw.charCodeAt(k);
    if (!isDigit(code)) return -1;
    if (code !== zero) end = k + 1;
  }
  return end;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}
