/** A number as it was written. */
export type JsonNumber = { readonly [numberText]: string };

const numberText = Symbol("a number's text");

/** A JSON document whose numbers keep their text, so that none is rounded. */
export type ExactJson =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson };

/** Parses JSON text; undefined when it is none. */
export function parseExactJson(text: string): ExactJson | undefined {
  const reviver = (_key: string, value: unknown, context: { source?: string }): unknown =>
    typeof value === "number" ? { [numberText]: context.source ?? String(value) } : value;
  try {
    // The lib types do not know the reviver's third argument in every edition.
    return JSON.parse(text, reviver as (this: unknown, key: string, value: unknown) => unknown) as ExactJson;
  } catch {
    return undefined;
  }
}

/** The text of a number, or null for every other value. */
export function numberTextOf(value: ExactJson): string | null {
  if (typeof value !== "object" || value === null || !(numberText in value)) return null;
  return value[numberText];
}

export function isList(value: ExactJson): value is readonly ExactJson[] {
  return Array.isArray(value);
}

/** An object's members; null for every other value. */
export function membersOf(value: ExactJson): readonly (readonly [string, ExactJson])[] | null {
  if (typeof value !== "object" || value === null || isList(value) || numberText in value) return null;
  return Object.entries(value);
}
