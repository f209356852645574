/** Any JSON document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Parses JSON and keeps whole numbers beyond 2^53 as their text, since ids of jobs and runs are 64 bits wide.
 * @throws SyntaxError as JSON.parse does
 */
export function parseJson(text: string): unknown {
  // 2^53 has 16 digits: few documents hold as many in a row, and the others are read several times as fast.
  if (!/\d{16}/u.test(text)) return JSON.parse(text) as unknown;
  const reviver = (_key: string, value: unknown, context: { source?: string }): unknown =>
    typeof value === "number" &&
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/u.test(context.source ?? "")
      ? context.source
      : value;
  // The lib types do not know the reviver's third argument in every edition.
  return JSON.parse(text, reviver as (this: unknown, key: string, value: unknown) => unknown);
}

/** JSON text with every object's keys in code-point order and no spaces: equal documents give equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]));
}
