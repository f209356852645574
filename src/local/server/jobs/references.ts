/**
 * What a reference stands for, by its parts: a text; null when it means nothing here and stays as written (an unknown
 * namespace); undefined when it should stand for something and does not.
 */
export type Lookup = (path: readonly string[]) => string | null | undefined;

/** `missing` names the references that stand for nothing, braces included. */
export type Resolved<T> = { readonly value: T; readonly missing: readonly string[] };

const part = String.raw`(?:[\w-]+|${"`"}[^${"`"}]+${"`"})`;
const reference = new RegExp(String.raw`\{\{\s*(${part}(?:\.${part})*)\s*\}\}`, "gu");

/** Replaces each `{{a.b}}` of a text by what it stands for, once: what comes in is not looked through again. */
export function resolveText(text: string, lookup: Lookup): Resolved<string> {
  const missing: string[] = [];
  const value = text.replace(reference, (whole, path: string) => {
    const found = lookup(partsOf(path));
    if (found === undefined) missing.push(whole);
    return found ?? whole;
  });
  return { value, missing };
}

/** The same for every value of a record. */
export function resolveTexts(
  texts: Readonly<Record<string, string>>,
  lookup: Lookup,
): Resolved<Record<string, string>> {
  const entries = Object.entries(texts).map(([name, text]) => [name, resolveText(text, lookup)] as const);
  return {
    value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    missing: entries.flatMap(([, resolved]) => resolved.missing),
  };
}

/** Every reference of a text, by its parts. */
export function referencesIn(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(reference)].map(([, path = ""]) => partsOf(path));
}

/** Names of other characters than letters, digits, `_` and `-` stand in backticks. */
function partsOf(path: string): string[] {
  return [...path.matchAll(/`([^`]+)`|[\w-]+/gu)].map(([whole, quoted]) => quoted ?? whole);
}

/** The message of a task whose references stand for nothing. */
export function missingMessage(missing: readonly string[]): string {
  const names = [...new Set(missing)].join(", ");
  return `Dynamic value reference${missing.length === 1 ? "" : "s"} ${names} could not be resolved.`;
}
