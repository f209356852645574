import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { type Field, fieldNear, fieldOfColumn } from "./column-names.ts";
import { rowEntries } from "./from-rows.ts";
import type { TextProblem } from "./located-text.ts";

type Row = Readonly<Record<string, unknown>>;

/** A sheet in the shape of file entries. A place's column counts cells, as a spreadsheet does. */
export type CsvEntries = {
  readonly list: readonly Row[];
  readonly problems: readonly TextProblem[];
  /** Columns that say nothing to us and were read over. */
  readonly ignored: readonly string[];
  at(index: number, path: readonly PropertyKey[]): { readonly line: number; readonly column: number };
};

type Column = { readonly field: Field; readonly cell: number };

/** Reads an exam off a CSV text: a header that names columns in English or Korean, then a question a record. */
export function csvEntries(text: string): CsvEntries {
  const records = csvRecords(text);
  if ("reason" in records) return { ...nothing, problems: [records] };
  const [header, ...body] = records;
  if (header === undefined) return nothing;
  const { columns, ignored, problems } = readHeader(header, body);
  const located = problems.map((problem) => ({ line: header.line, ...problem }));
  if (located.length > 0) return { ...nothing, problems: located };
  const excess = body.flatMap((record) => tooLong(record, header));
  return {
    list: rowEntries(body.map((record) => rowOf(record, columns))),
    problems: excess,
    ignored,
    at: (index, [field]) => ({
      line: body[index]?.line ?? 1,
      column: (columns.find((column) => column.field === field)?.cell ?? 0) + 1,
    }),
  };
}

const nothing: CsvEntries = { list: [], problems: [], ignored: [], at: () => ({ line: 1, column: 1 }) };

type Header = {
  readonly columns: readonly Column[];
  readonly ignored: readonly string[];
  readonly problems: readonly { readonly column: number; readonly reason: string }[];
};

function readHeader(header: CsvRecord, body: readonly CsvRecord[]): Header {
  const columns: Column[] = [];
  const ignored: string[] = [];
  const problems: { column: number; reason: string }[] = [];
  const names = header.cells.map((name) => name.trim());
  const hasId = names.some((name) => fieldOfColumn(name) === "id");
  for (const [cell, name] of names.entries()) {
    const means = fieldOfColumn(name);
    const field = means === "number" ? (hasId ? "question_number" : "id") : means;
    const column = cell + 1;
    if (name === "") {
      if (body.some((record) => (record.cells[cell] ?? "").trim() !== "")) {
        problems.push({ column, reason: `column ${String(column)} has values but no name` });
      }
    } else if (field === null) {
      const near = fieldNear(name);
      if (near === null) ignored.push(name);
      else problems.push({ column, reason: `the column ${quoted(name)} is not known; did you mean ${near}?` });
    } else if (!repeatable.has(field) && columns.some((earlier) => earlier.field === field)) {
      const first = columns.find((earlier) => earlier.field === field)?.cell ?? 0;
      problems.push({
        column,
        reason: `the column ${quoted(name)} gives ${field}, as column ${String(first + 1)}, ${quoted(names[first] ?? "")}, does already`,
      });
    } else columns.push({ field, cell });
  }
  for (const field of ["question", "expected_sql"] as const) {
    if (field === "question" && columns.some((column) => column.field === "korean_question")) continue;
    if (columns.some((column) => column.field === field)) continue;
    problems.push({ column: 1, reason: `the first line names no column ${field} (${inKorean[field]})` });
  }
  return { columns, ignored, problems };
}

const inKorean = { question: "질문", expected_sql: "정답 SQL" } as const;

/** What may stand in several columns: alternates are put together, what is read over does no harm. */
const repeatable: ReadonlySet<Field> = new Set(["alternates", "metadata", "source_file", "question_number"]);

function rowOf(record: CsvRecord, columns: readonly Column[]): Row {
  const row: Record<string, unknown> = {};
  const alternates: unknown[] = [];
  for (const { field, cell } of columns) {
    const value = (record.cells[cell] ?? "").replaceAll("\r\n", "\n");
    if (value.trim() === "" || field === "metadata") continue;
    if (field === "alternates") alternates.push(value);
    else row[field] = value;
  }
  if (row["question"] === undefined && row["korean_question"] !== undefined) row["question"] = row["korean_question"];
  const [only, ...more] = alternates;
  if (only !== undefined) row["alternates"] = more.length === 0 ? only : alternates;
  return row;
}

function tooLong({ cells, line }: CsvRecord, header: CsvRecord): readonly TextProblem[] {
  const beyond = cells.findIndex((cell, index) => index >= header.cells.length && cell.trim() !== "");
  if (beyond < 0) return [];
  const [values, named] = [cells.length, header.cells.length].map(String);
  return [
    {
      line,
      column: beyond + 1,
      reason: `has ${values ?? ""} values where the first line names ${named ?? ""} columns: put values that hold the separator in quotes`,
    },
  ];
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
