type Row = Readonly<Record<string, unknown>>;

/** Names that tables of earlier generations give to the id. */
const idNames = new Set(["id", "benchmark_id", "question_id"]);
const jsonColumns = new Set(["policy", "alternates", "metadata", "expected_result"]);

/** Rows of a table in the shape of file entries: nulls left out, JSON text parsed, `true` and `false` as words read. */
export function rowEntries(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => {
    const entry: Record<string, unknown> = {};
    for (const [column, value] of Object.entries(row)) {
      if (value === null || value === undefined) continue;
      const name = idNames.has(column) ? "id" : column;
      entry[name] = jsonColumns.has(name) ? fromJson(value) : name === "must_pass" ? fromWord(value) : value;
    }
    return entry;
  });
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

function fromWord(value: unknown): unknown {
  if (value === "true") return true;
  return value === "false" ? false : value;
}
