import { remembering } from "../core/remembering.ts";
import { readStatement, type Token } from "./read-statement.ts";
import { resolve } from "./resolve.ts";
import type { Source } from "./scope.ts";
import { isPiece, listOf, take, type Piece } from "./syntax.ts";

/** A statement whose calls of the clock were replaced; `pinned` says how many. */
export type Pinned = { readonly sql: string; readonly pinned: number };

/** What each function of the clock becomes on a fixed day; times are that day's first moment in the session's zone. */
const clockFunctions: ReadonlyMap<string, (day: string) => string> = new Map([
  ["current_date", (day) => `DATE'${day}'`],
  ["curdate", (day) => `DATE'${day}'`],
  ["current_timestamp", (day) => `TIMESTAMP'${day} 00:00:00'`],
  ["now", (day) => `TIMESTAMP'${day} 00:00:00'`],
  ["getdate", (day) => `TIMESTAMP'${day} 00:00:00'`],
  ["localtimestamp", (day) => `CAST('${day} 00:00:00' AS TIMESTAMP_NTZ)`],
  ["unix_timestamp", (day) => `unix_timestamp(TIMESTAMP'${day} 00:00:00')`],
]);

/** Those that may be written without brackets, as a column is. */
const bareNames: ReadonlySet<string> = new Set(["current_date", "current_timestamp", "localtimestamp"]);

/** Statements kept: an exam's SQL is asked about at every question. */
const kept = 300;
const clockCalls = remembering(kept, findClockCalls);

/**
 * The statement as it would read on that day: functions of the clock give way to it, everything else stays as written. A name that means a
 * column of a subquery, a select-list item or a variable of a lambda is none; a text that is not understood is left alone.
 * @param day as `2024-06-30`; null pins nothing
 */
export function pinDate(sql: string, day: string | null): Pinned {
  if (day === null) return { sql, pinned: 0 };
  const calls = clockCalls(sql);
  if (calls.length === 0) return { sql, pinned: 0 };
  const characters = Array.from(sql);
  const parts: string[] = [];
  let done = 0;
  for (const { name, start, end } of calls) {
    parts.push(characters.slice(done, start).join(""), clockFunctions.get(name)?.(day) ?? "");
    done = end;
  }
  return { sql: [...parts, characters.slice(done).join("")].join(""), pinned: calls.length };
}

/** Whether what a statement gives depends on the day on which it runs. */
export function readsClock(sql: string): boolean {
  return clockCalls(sql).length > 0;
}

/** A call and where it stands, in characters. */
type Call = { readonly name: string; readonly start: number; readonly end: number };

/**
 * The parser takes every bare `current_date` for the function, a quoted one too. So a twin of the statement is read in which these names
 * stand under others that mean nothing to it: there they are columns, aliases or calls like any, and resolve as such.
 */
function findClockCalls(sql: string): readonly Call[] {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return [];
  const { tokens } = read;
  const named = tokens.filter((token) => isName(token) && clockFunctions.has(token.text.toLowerCase()));
  if (named.length === 0) return [];
  const twin = readStatement(withTwins(sql, named));
  if (twin.kind === "not_understood") return [];
  const uses = tokens.flatMap((token, index): readonly (Call & { readonly bare: boolean; readonly at: number })[] => {
    const name = token.text.toLowerCase();
    if (!isName(token) || token.kind === "QUOTED_IDENTIFIER" || !clockFunctions.has(name)) return [];
    if (tokens[index - 1]?.kind === "DOT") return [];
    const at = shiftedBy(named, token);
    const [open, close] = [tokens[index + 1], tokens[index + 2]];
    if (open?.kind === "L_PAREN") {
      return close?.kind === "R_PAREN" ? [{ name, start: token.start, end: close.end, bare: false, at }] : [];
    }
    return bareNames.has(name) ? [{ name, start: token.start, end: token.end, bare: true, at }] : [];
  });
  const columns = unboundColumns(twin.node);
  const calls = uses.filter(({ bare }) => !bare);
  // What looks like a call must be one in the tree as well.
  const isSure = emptyCalls(twin.node) === calls.length;
  return uses.filter(({ bare, at }) => (bare ? columns.has(at) : isSure));
}

const twinEnding = "__clock";

function isName(token: Token): boolean {
  return !token.kind.includes("STRING") && token.kind !== "NUMBER";
}

/** The same text with an ending on every one of these names. */
function withTwins(sql: string, named: readonly Token[]): string {
  const characters = Array.from(sql);
  for (const token of named.toReversed()) {
    const last = token.kind === "QUOTED_IDENTIFIER" ? token.end - 1 : token.end;
    characters.splice(last, 0, ...twinEnding);
  }
  return characters.join("");
}

/** Where a token stands in the twin. */
function shiftedBy(named: readonly Token[], token: Token): number {
  return token.start + named.filter((other) => other.start < token.start).length * twinEnding.length;
}

/** Places of the columns that stand for functions: no subquery, no item that may be named there and no lambda gives them. */
function unboundColumns(node: unknown): ReadonlySet<number> {
  const resolution = resolve(node);
  const places = new Set<number>();
  walk(node, (kind, body) => {
    const name = body["name"];
    if (kind !== "column" || !isPiece(name) || isPiece(body["table"])) return;
    if (typeof name["name"] !== "string" || !name["name"].endsWith(twinEnding)) return;
    const reference = resolution.references.get(body);
    if (reference?.kind === "item" || reference?.kind === "lambda") return;
    if (reference?.kind === "column" && gives(reference.source, reference.name)) return;
    const span = name["span"];
    if (isPiece(span) && typeof span["start"] === "number") places.add(span["start"]);
  });
  return places;
}

/** Whether a column of this name stands there for sure: what a table holds is not known here. */
function gives(source: Source, name: string): boolean {
  switch (source.kind) {
    case "table":
      return false;
    case "derived":
      return source.outputs.some((output) => output.name === name);
    case "opaque":
      return source.columns?.includes(name) ?? false;
  }
}

function emptyCalls(node: unknown): number {
  let count = 0;
  walk(node, (kind, body) => {
    const name = body["name"];
    if (kind !== "function" || typeof name !== "string" || listOf(body["args"]).length > 0) return;
    if (name.endsWith(twinEnding)) count += 1;
  });
  return count;
}

function walk(value: unknown, meet: (kind: string, body: Piece) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, meet);
  if (!isPiece(value)) return;
  const taken = take(value);
  if (taken !== null) meet(taken.kind, taken.body);
  for (const member of Object.values(value)) walk(member, meet);
}
