import { CsvError, parse, type Info } from "csv-parse/sync";
import { fieldOfColumn } from "./column-names.ts";
import type { TextProblem } from "./located-text.ts";

/** A record and the line on which it begins, from 1. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

/** Generous: an expected SQL of a whole megabyte is read. */
const longestRecord = 4_000_000;

/**
 * The records of a CSV text as spreadsheets write it: separated by comma, semicolon or tab, whichever makes most of the header known;
 * line breaks inside quotes; a first line `sep=;`. Records without a value are left out.
 */
export function csvRecords(text: string): readonly CsvRecord[] | TextProblem {
  const hint = /^(?:\uFEFF)?sep=(?<sign>[,;\t])\r?\n/iu.exec(text);
  const body = hint === null ? text : text.slice(hint[0].length);
  const firstLine = hint === null ? 0 : 1;
  const separator = hint?.groups?.["sign"] ?? likelySeparator(body);
  const records: CsvRecord[] = [];
  let ended = firstLine;
  try {
    parse(body, {
      delimiter: separator,
      bom: true,
      relax_column_count: true,
      max_record_size: longestRecord,
      on_record: (cells: string[], context: Info) => {
        if (cells.some((cell) => cell.trim() !== "")) records.push({ cells, line: ended + 1 });
        ended = firstLine + context.lines;
        return null;
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    return { line: ended + 1, column: 1, reason: reasonOf(thrown) };
  }
  return records;
}

function likelySeparator(text: string): string {
  const known = [",", ";", "\t"].map((separator) => {
    try {
      const [header = []] = parse(text, { delimiter: separator, bom: true, to: 1, relax_column_count: true });
      return { separator, score: header.filter((name) => fieldOfColumn(name) !== null).length, cells: header.length };
    } catch {
      return { separator, score: 0, cells: 0 };
    }
  });
  return known.toSorted((one, other) => other.score - one.score || other.cells - one.cells)[0]?.separator ?? ",";
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote that opens here is never closed",
  INVALID_OPENING_QUOTE:
    'a quote stands inside a value that is not quoted: put the value in quotes and write each quote in it twice ("")',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote: inside a quoted value write each quote twice ("")',
};

function reasonOf(error: CsvError): string {
  return reasons[error.code] ?? error.message;
}
