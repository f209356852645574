import { remembering } from "../core/remembering.ts";
import { lexingProblem } from "./platform-lexing.ts";
import { readStatement, type Token } from "./read-statement.ts";
import { foldedName, isPiece, listOf, take, type Piece } from "./syntax.ts";

export type ReadOnly = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const queryKinds = new Set(["select", "union", "intersect", "except", "subquery", "values"]);

/** Statements by the first part of their kind: none may stand anywhere, not even inside a CTE. */
const statementKinds =
  /^(insert|update|delete|merge|create|drop|alter|truncate|command|copy|grant|revoke|set_statement|use|show|describe|declare|cache|uncache|refresh|load_data|comment|kill|analyze|transaction|commit|rollback|put|get|export|attach|detach|pragma|multi_insert|execute|call)(_|$)/u;

/**
 * Functions that act, read what the tables' permissions do not cover, or send data out of the warehouse; by their last name part.
 * Too long a list costs an answer, too short a one costs data.
 */
const refusedFunctions = new Set(
  `call_function cloud_files cloud_files_state copy_into event_log http_request identifier java_method list_secrets reflect
  remote_query secret try_reflect try_secret vector_search`.split(/\s+/u),
);
/** Models' functions; functions that read files, streams and other stores. */
const refusedPrefixes = /^(?:ai|read)_/u;

const fileFormats = new Set([
  "avro",
  "binaryfile",
  "csv",
  "delta",
  "excel",
  "iceberg",
  "json",
  "orc",
  "parquet",
  "text",
  "xml",
]);

/** Statements kept: those of an exam and its answers are asked about again and again. */
const kept = 300;

/** Whether a text is exactly one query that only reads. What is not understood is not read-only. One semicolon at the end is tolerated. */
export const readOnly = remembering(kept, (sql): ReadOnly => {
  const read = readStatement(sql);
  if (read.kind === "not_understood") return { ok: false, reason: `the statement is not understood: ${read.reason}` };
  const kind = take(read.node)?.kind ?? "unknown";
  if (!queryKinds.has(kind))
    return { ok: false, reason: `only a query may run, and this is a statement of kind ${kind}` };
  const disguise = lexingProblem(sql, read.tokens);
  if (disguise !== null) return { ok: false, reason: disguise };
  const called = refusedCall(read.tokens);
  if (called !== null) return { ok: false, reason: `the function ${called} is not allowed in a query here` };
  const found = refusedPiece(read.node);
  return found === null ? { ok: true } : { ok: false, reason: found };
});

/** Looks at tokens rather than the tree, since the parser has many kinds of node for a call. */
function refusedCall(tokens: readonly Token[]): string | null {
  for (const [index, token] of tokens.entries()) {
    if (tokens[index + 1]?.kind !== "L_PAREN" || token.kind === "STRING") continue;
    const name = token.text.toLowerCase();
    if (refusedFunctions.has(name) || refusedPrefixes.test(name)) return name;
    const path = [tokens[index - 4], tokens[index - 3], tokens[index - 2], tokens[index - 1]].map((part) =>
      part?.text.toLowerCase(),
    );
    if (path.join(" ") === "system . ai .") return `system.ai.${name}`;
  }
  return null;
}

function refusedPiece(value: unknown): string | null {
  if (Array.isArray(value)) return firstOf(value);
  if (!isPiece(value)) return null;
  const taken = take(value);
  if (taken === null) return firstOf(Object.values(value));
  const { kind, body } = taken;
  if (statementKinds.test(kind)) return `a query must not hold a statement of kind ${kind}`;
  if (kind === "select") {
    if (isSet(body["into"])) return "SELECT INTO writes a table";
    if (listOf(body["locks"]).length > 0) return "a query must not lock rows";
  }
  if (kind === "query_transform") return "TRANSFORM … USING runs a script";
  if (kind === "table" && isFile(body)) return "a path in place of a table reads files";
  return firstOf(Object.values(body));
}

function firstOf(values: readonly unknown[]): string | null {
  for (const value of values) {
    const found = refusedPiece(value);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The platform reads the files at a path written as a table of a format: json.`/path`. Formats are open-ended, so any name that
 * looks like a path counts: a table's name in the catalog holds no slash, colon or full stop.
 */
function isFile(body: Piece): boolean {
  const name = foldedName(body["name"]) ?? "";
  if (/[/\\:]/u.test(name)) return true;
  const format = foldedName(body["schema"]);
  return format !== null && !isSet(body["catalog"]) && name.includes(".") && fileFormats.has(format);
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}
