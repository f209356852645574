import { tokensOf } from "./read-statement.ts";

/** A named marker `:name` and where it stands in the text. */
type Marker = { readonly name: string; readonly start: number; readonly end: number };

/** Names of the parameters that a statement wants, in code-point order, without repeats; none of a text that cannot be read. */
export function parametersOf(sql: string): string[] {
  return [...new Set(markersIn(sql).map(({ name }) => name))].toSorted((one, other) => (one < other ? -1 : 1));
}

/** The statement with NULL in place of each parameter: it can be planned without values, which give it no other shape. */
export function withoutParameters(sql: string): string {
  return markersIn(sql).reduceRight((text, { start, end }) => `${text.slice(0, start)}NULL${text.slice(end)}`, sql);
}

/** A colon right behind a name or a bracket reaches into a document (`payload:a.b`), and `::` casts: neither is a marker. */
function markersIn(sql: string): Marker[] {
  const tokens = tokensOf(sql);
  if (typeof tokens === "string") return [];
  return tokens.flatMap((token, index) => {
    const [before, name] = [tokens[index - 1], tokens[index + 1]];
    if (token.text !== ":" || name === undefined || name.start !== token.end) return [];
    if (before !== undefined && before.end === token.start && /[\p{L}\p{N}_\])`"]$/u.test(before.text)) return [];
    return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.text) ? [{ name: name.text, start: token.start, end: name.end }] : [];
  });
}
