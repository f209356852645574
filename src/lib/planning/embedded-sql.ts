import { normalFormsWithin } from "../sql/normal-form.ts";
import { readStatement, tokensOf } from "../sql/read-statement.ts";

/** A word that can begin a query: SELECT or FROM with the other behind it, or a CTE's head. */
const opening =
  /(?<![\p{L}\p{N}_])(?:select(?![\p{L}\p{N}_])|from(?![\p{L}\p{N}_])|with\s+(?:recursive\s+)?(?:`[^`]+`|[\p{L}_][\p{L}\p{N}_]*)\s*(?:\([^)]*\)\s*)?as\s*\()/giu;

/** Places at which a query in prose may end. */
const boundary = /[\s;.,:"'`)。、]/gu;

/** Stretches read from an opening, in characters: most words that look like one are refuted by the first. */
const windows = [400, 2000, 10_000];

/** Openings looked at in one text. A space's text has at most 25,000 characters. */
const mostOpenings = 200;
const endsTried = 10;

/**
 * The queries written in a text, however much prose stands around them. From each word that can begin a query the parser reads
 * until it stumbles; the stretches that end just before are tried. Where the end is not clear, several readings are given.
 */
export function embeddedQueries(text: string): readonly string[] {
  const clean = text.normalize("NFC");
  const found: string[] = [];
  let covered = 0;
  for (const match of Array.from(clean.matchAll(opening)).slice(0, mostOpenings)) {
    // What stands inside a query already found is seen with it.
    if (match.index < covered) continue;
    const readings = readingsFrom(clean.slice(match.index));
    found.push(...readings);
    covered = match.index + (readings[0]?.length ?? 0);
  }
  return found;
}

/** Normal forms of every query in a text, and of the queries inside those. */
export function formsIn(text: string, literals: "kept" | "masked" = "kept"): ReadonlySet<string> {
  return new Set(embeddedQueries(text).flatMap((query) => Array.from(normalFormsWithin(query, literals))));
}

/** Stretches from the start of a text that are queries, the longest first. */
function readingsFrom(rest: string): readonly string[] {
  for (const size of windows) {
    const stretch = rest.slice(0, size);
    if (!/\bselect\b/iu.test(stretch) && size < rest.length) continue;
    const stop = stopOf(stretch);
    const isWhole = stretch.length === rest.length;
    if (stop === null && isWhole) return [stretch];
    // A stumble at the very end may be the window's fault.
    if (!isWhole && (stop === null || stop > stretch.length - 60)) continue;
    return shorter(stretch, stop ?? stretch.length);
  }
  return shorter(rest.slice(0, windows.at(-1)), windows.at(-1) ?? 0);
}

function shorter(stretch: string, stop: number): readonly string[] {
  const head = stretch.slice(0, stop + 1);
  if (!/\bselect\b/iu.test(head)) return [];
  const ends = Array.from(head.matchAll(boundary), (end) => end.index).toReversed();
  return ends
    .slice(0, endsTried)
    .map((end) => stretch.slice(0, end))
    .filter((candidate) => /\bselect\b/iu.test(candidate) && stopOf(candidate) === null);
}

/** Where a text stops being one query, or null when it is one. */
function stopOf(text: string): number | null {
  const read = readStatement(text);
  if (read.kind === "one") return isQuery(read.node) ? null : 0;
  const tokens = tokensOf(text);
  if (typeof tokens === "string") {
    // An open quote: what stands before the last one may still read.
    const quote = Math.max(text.lastIndexOf("'"), text.lastIndexOf('"'), text.lastIndexOf("`"), text.lastIndexOf("/*"));
    if (quote <= 0) return 0;
    const inner = stopOf(text.slice(0, quote));
    return inner ?? quote;
  }
  const semicolon = tokens.find((token) => token.kind === "SEMICOLON");
  const place = /at line (\d+), column (\d+)/u.exec(read.reason);
  const stumbled = place === null ? text.length : offsetOf(text, Number(place[1]), Number(place[2]));
  return Math.min(stumbled, semicolon?.start ?? text.length);
}

function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(text.length, before + column);
}

function isQuery(node: unknown): boolean {
  const kinds = ["select", "union", "intersect", "except", "subquery"];
  return typeof node === "object" && node !== null && kinds.some((kind) => kind in node);
}
