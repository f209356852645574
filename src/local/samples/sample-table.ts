/** A table with its rows in the order they are written. Types are DuckDB's; numbers beyond 2^53 come as text. */
export type SampleTable = {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly (string | number)[])[];
};

/** The statements that make a table and fill it. The rows go as one JSON text: as a list of VALUES they take ten times as long. */
export function insertRows(schema: string, table: SampleTable): readonly string[] {
  const names = table.columns.map(([name, type]) => `"${name}" ${type}`).join(", ");
  const cells = table.columns.map(([, type], at) => `CAST(cells[${String(at + 1)}] AS ${type})`).join(", ");
  const json = JSON.stringify(table.rows.map((row) => row.map(String))).replaceAll("'", "''");
  const full = `${schema}.${table.name}`;
  return [
    `CREATE TABLE ${full} (${names})`,
    `INSERT INTO ${full} SELECT ${cells} FROM (SELECT unnest(from_json('${json}', '[["VARCHAR"]]')) AS cells)`,
  ];
}
