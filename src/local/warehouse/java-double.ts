/** A number as Java prints a double (`2.0`, `1.0E10`, `1.0E-5`), or a float with its shorter digits. */
export function javaDouble(value: number, single = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const digits = single ? shortestSingle(value) : value;
  const size = Math.abs(digits);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(digits) ? `${String(digits)}.0` : String(digits);
  const [mantissa = "", exponent = ""] = digits.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${String(Number(exponent))}`;
}

function shortestSingle(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
