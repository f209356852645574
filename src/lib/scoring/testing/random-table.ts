import * as fc from "fast-check";
import type { Cell, StatementOutcome } from "../../core/statement.ts";

/** A result in short. */
export type Table = {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/** The table as a whole result. */
export function outcome(table: Table): StatementOutcome {
  const columns = table.types.map((type, i) => ({ name: table.names[i] ?? "", typeName: type, typeText: type }));
  const { rows } = table;
  return { kind: "rows", statementId: "s", result: { columns, rows, totalRowCount: rows.length, truncated: false } };
}

/** Cells of each type that random tables have. */
export const cellOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  LONG: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  DOUBLE: fc.double({ min: -1e300, max: 1e300, noNaN: true }).map(String),
  "DECIMAL(38,4)": fc.integer({ min: -99_999, max: 99_999 }).map((value) => (value / 100).toFixed(4)),
  STRING: fc.string({ unit: "grapheme", maxLength: 6 }),
  DATE: fc
    .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
};
const typeNames = Object.keys(cellOf);

/** Tables of one to five columns and one to twelve rows, some cells null. */
export const tables: fc.Arbitrary<Table> = fc
  .array(fc.constantFrom(...typeNames), { minLength: 1, maxLength: 5 })
  .chain((types) =>
    fc
      .array(fc.tuple(...types.map((type) => fc.option(cellOf[type] as fc.Arbitrary<string>, { freq: 8 }))), {
        minLength: 1,
        maxLength: 12,
      })
      .map((rows) => ({ types, rows, names: types.map((_type, i) => `c${String(i)}`) })),
  );
