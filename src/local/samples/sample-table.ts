/** A table with its rows in the order they are written. Types are DuckDB's; numbers beyond 2^53 come as text. */
export type SampleTable = {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly (string | number)[])[];
};

/** The statements that make a table and fill it. */
export function insertRows(schema: string, table: SampleTable): readonly string[] {
  const names = table.columns.map(([name, type]) => `"${name}" ${type}`).join(", ");
  const values = table.rows.map((row) => `(${row.map(literal).join(",")})`).join(",\n");
  const full = `${schema}.${table.name}`;
  return [`CREATE TABLE ${full} (${names})`, `INSERT INTO ${full} VALUES ${values}`];
}

function literal(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
