/** An exact decimal number: `mantissa × 10^-scale`. */
export type Decimal = { readonly mantissa: bigint; readonly scale: number };

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/u;

/** Exponents beyond this are no number a warehouse gives; they would only cost memory. */
const largestExponent = 20_000;

/** Reads decimal text, with or without an exponent; null when it is not a finite number. */
export function parseDecimal(text: string): Decimal | null {
  const match = shape.exec(text.trim());
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > largestExponent) return null;
  const digits = BigInt(whole + fraction);
  return reduce({ mantissa: sign === "-" ? -digits : digits, scale });
}

/** The same value without trailing zeros, so that equal values have one form. */
function reduce(value: Decimal): Decimal {
  if (value.mantissa === 0n) return { mantissa: 0n, scale: 0 };
  let { mantissa, scale } = value;
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    scale -= 1;
  }
  return { mantissa, scale };
}

/** Plain text of a decimal, the same for equal values: `1200`, `-0.05`. */
export function decimalText(value: Decimal): string {
  const { mantissa, scale } = reduce(value);
  const negative = mantissa < 0n;
  const digits = String(negative ? -mantissa : mantissa);
  const sign = negative ? "-" : "";
  if (scale <= 0) return sign + digits + "0".repeat(-scale);
  const padded = digits.padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Digits that carry the value, zeros on both ends aside: 1200 has two, 0.05 one, 0 none. */
export function significantDigits(value: Decimal): number {
  const { mantissa } = reduce(value);
  return mantissa === 0n ? 0 : String(mantissa < 0n ? -mantissa : mantissa).length;
}

/** Rounds half to even at `places` decimal places. */
export function roundHalfEven(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return value;
  const unit = 10n ** BigInt(value.scale - places);
  const quotient = value.mantissa / unit;
  const rest = value.mantissa % unit;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > unit || (twice === unit && quotient % 2n !== 0n);
  const rounded = away ? quotient + (value.mantissa < 0n ? -1n : 1n) : quotient;
  return reduce({ mantissa: rounded, scale: places });
}

/** Less than, equal to, greater than zero as `left` is to `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const { mantissa } = subtract(left, right);
  return mantissa < 0n ? -1 : mantissa > 0n ? 1 : 0;
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return reduce({ mantissa: at(left, scale) + at(right, scale), scale });
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, { mantissa: -right.mantissa, scale: right.scale });
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return reduce({ mantissa: left.mantissa * right.mantissa, scale: left.scale + right.scale });
}

export function absolute(value: Decimal): Decimal {
  return value.mantissa < 0n ? { mantissa: -value.mantissa, scale: value.scale } : value;
}

function at(value: Decimal, scale: number): bigint {
  return value.mantissa * 10n ** BigInt(scale - value.scale);
}
