import { fieldNear } from "./column-names.ts";

type Row = Readonly<Record<string, unknown>>;

/** Names that tables of earlier generations give to the id. */
const idNames = new Set(["id", "benchmark_id", "question_id"]);
const jsonColumns = new Set(["policy", "alternates", "metadata", "expected_result"]);
const known = new Set([
  ...jsonColumns,
  ..."id question korean_question expected_sql category difficulty evaluation_note must_pass source_file question_number".split(
    " ",
  ),
]);

/**
 * Rows of a table in the shape of file entries: nulls left out, JSON text parsed, words for yes and no read. Tables have columns for other
 * purposes: they are read over unless their name is a known one misspelt.
 */
export function rowEntries(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => {
    const entry: Record<string, unknown> = {};
    for (const [column, value] of Object.entries(row)) {
      if (value === null || value === undefined) continue;
      const name = idNames.has(column) ? "id" : column;
      if (known.has(name)) entry[name] = valueOf(name, value);
      else if (fieldNear(name) !== null) entry[name] = value;
    }
    return entry;
  });
}

/** Columns of a table that say nothing to us. */
export function columnsReadOver(rows: readonly Row[]): readonly string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => !idNames.has(name) && !known.has(name) && fieldNear(name) === null);
}

function valueOf(name: string, value: unknown): unknown {
  if (name === "alternates") return alternatesOf(value);
  if (jsonColumns.has(name)) return fromJson(value);
  return name === "must_pass" ? fromWord(value) : value;
}

/** A list as JSON, or one statement as it is. */
function alternatesOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return value.trim() === "" || value.trimStart().startsWith("[") ? fromJson(value) : [value];
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.trim() === "") return null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // The schema says what is wrong with the text as it stands.
    return value;
  }
}

const words: ReadonlyMap<string, boolean> = new Map([
  ..."true yes y o 1 예 네 필수".split(" ").map((word) => [word, true] as const),
  ..."false no n x 0 아니요 아니오".split(" ").map((word) => [word, false] as const),
]);

function fromWord(value: unknown): unknown {
  return typeof value === "string" ? (words.get(value.trim().toLowerCase()) ?? value) : value;
}
