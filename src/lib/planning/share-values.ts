import type { Difference } from "../scoring/verdict.ts";
import { analyze } from "../sql/facts.ts";
import { tokensOf } from "../sql/read-statement.ts";
import { wholeWord } from "./whole-word.ts";

/** Which table values a model may see: none, those of listed columns (`catalog.schema.table.column`), or all. */
export type ShareValues =
  | { readonly kind: "none" }
  | { readonly kind: "listed"; readonly columns: readonly string[] }
  | { readonly kind: "all" };

/** Texts whose literals people wrote: they may be shown under any setting. */
export type Written = { readonly question: string; readonly expectedSql: string; readonly answeredSql: string | null };

const sentences: Readonly<Record<Difference["mechanism"], string>> = {
  missing_rows: "The answer lacks rows that the expected result has.",
  extra_rows: "The answer has rows that the expected result does not have.",
  multiplicity: "The same rows come a different number of times.",
  order: "The rows are right and their order is wrong.",
  value: "Rows can be paired and differ in at least one value.",
  type: "A column has values of another type than expected.",
  missing_column: "A column of the expected result is not in the answer.",
  truncation: "The answer holds another number of rows than the expected result.",
};

/** The difference in words, without a single cell unless the setting allows it. */
export function differenceWords(
  difference: Difference | null,
  fallback: string,
  written: Written,
  rows: { readonly expected: number; readonly answered: number } | undefined,
  share: ShareValues,
): string {
  if (difference === null) return fallback;
  if (mayShow(written, share)) return difference.words;
  const columns = columnNames(difference.example, written);
  return [
    sentences[difference.mechanism],
    ...(rows === undefined ? [] : [`Rows expected: ${String(rows.expected)}, answered: ${String(rows.answered)}.`]),
    ...(columns.length === 0 ? [] : [`Columns concerned: ${columns.join(", ")}.`]),
  ].join(" ");
}

/**
 * SQL that Genie wrote, with every literal hidden that is in neither the question nor the expected SQL: Genie knows values of the tables.
 * Units and formats of dates stay.
 */
export function answeredSqlShown(written: Written, share: ShareValues): string | null {
  const { answeredSql } = written;
  if (answeredSql === null || mayShow(written, share)) return answeredSql;
  const tokens = tokensOf(answeredSql);
  if (typeof tokens === "string") return null;
  const open = `${written.question}\n${written.expectedSql}`.normalize("NFC").toLowerCase();
  const characters = Array.from(answeredSql);
  const parts: string[] = [];
  let end = 0;
  for (const token of tokens) {
    // What stands between tokens is space and comments: comments may quote values.
    if (parts.length > 0 && token.start > end) parts.push(" ");
    const hidden = hides(token.kind, token.text, open);
    parts.push(hidden ? (token.kind === "NUMBER" ? "0" : "'…'") : characters.slice(token.start, token.end).join(""));
    end = token.end;
  }
  return parts.join("");
}

const dateWords =
  /^(?:(?:year|quarter|month|week|day|hour|minute|second)s?|[yMdHhmsSEaQq]+(?:[-/:. ]+[yMdHhmsSEaQq]+)*)$/u;

function hides(kind: string, text: string, open: string): boolean {
  if (kind === "NUMBER") return text.replace(/\D/gu, "").length >= 4 && !open.includes(text);
  if (!kind.includes("STRING")) return false;
  return text !== "" && !dateWords.test(text) && !open.includes(text.normalize("NFC").toLowerCase());
}

function mayShow(written: Written, share: ShareValues): boolean {
  if (share.kind === "all") return true;
  if (share.kind === "none") return false;
  const listed = new Set(share.columns.map((column) => column.toLowerCase()));
  return [written.expectedSql, written.answeredSql ?? written.expectedSql].every((sql) => {
    const analysis = analyze(sql);
    if (analysis.kind === "not_understood") return false;
    const hasStar = analysis.facts.outputs.some((output) => output.sql.includes("*") && !output.sql.includes("("));
    return !hasStar && analysis.facts.columns.every((use) => listed.has(use.column));
  });
}

/** Names in an example that the expected SQL already shows: a name made from data is not among them. */
function columnNames(example: Readonly<Record<string, unknown>>, written: Written): readonly string[] {
  const known = written.expectedSql.toLowerCase();
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, member] of Object.entries(value)) {
      const isWord = wholeWord(key.toLowerCase()).test(known);
      if (isWord && (typeof member !== "object" || member === null)) names.add(key);
      visit(member);
    }
  };
  visit(example);
  return [...names];
}
