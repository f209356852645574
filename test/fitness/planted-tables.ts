import { type Random, integerBelow } from "../../src/lib/core/random.ts";

/** Tables made for planted defects: codes that are numbers written as text, gaps, and many equal values. */
export const plantedSchema = "sandbox.planted";

/** Names that each make a table of their own. */
export const plantedNames = ["visits", "parcels", "meters", "badges", "loans"] as const;

/** The statements that make the tables. `code` is a number as text, `padded` the same with leading zeros, `grade` is often missing. */
export function plantedStatements(random: Random): readonly string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${plantedSchema}`,
    ...plantedNames.flatMap((name) => {
      let code = 1;
      const rows = Array.from({ length: 60 }, (_, index) => {
        code += 1 + integerBelow(random, 9);
        const grade = integerBelow(random, 4) === 0 ? "NULL" : `'${"ABCD".charAt(integerBelow(random, 4))}'`;
        const weight = integerBelow(random, 5) === 0 ? "NULL" : String(integerBelow(random, 12));
        const label = `${name} ${String.fromCharCode(97 + (index % 26))}${String(index)}`;
        return `(${String(index + 1)}, '${String(code)}', '${String(code).padStart(6, "0")}', ${grade}, ${weight}, '${label}')`;
      });
      return [
        `CREATE TABLE ${plantedSchema}.${name} (id BIGINT, code VARCHAR, padded VARCHAR, grade VARCHAR, weight BIGINT, label VARCHAR)`,
        `INSERT INTO ${plantedSchema}.${name} VALUES ${rows.join(", ")}`,
      ];
    }),
  ];
}
