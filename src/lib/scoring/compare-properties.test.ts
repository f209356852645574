import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../exam/policy.ts";
import { loadParser } from "../sql/parser.ts";
import { compareCase } from "./compare-case.ts";
import { decide } from "./decide.ts";
import { cellOf, outcome, type Table, tables } from "./testing/random-table.ts";

/** The table as a Statement Execution response, its rows in chunks that end at `cuts`. */
function response({ names, types, rows }: Table, cuts: readonly number[]): unknown {
  const bounds = [0, ...cuts.toSorted((left, right) => left - right), rows.length];
  const chunks = bounds.slice(1).map((to, i) => ({ chunk_index: i, data_array: rows.slice(bounds[i], to) }));
  return {
    status: { state: "SUCCEEDED" },
    manifest: {
      schema: { columns: names.map((name, i) => ({ name, type_text: types[i] })) },
      total_row_count: rows.length,
    },
    result: chunks.toReversed(),
  };
}

describe("the comparator's properties", () => {
  beforeAll(loadParser);

  it("does not mind how a result was cut into chunks", () => {
    const cuts = fc.array(fc.nat({ max: 12 }), { maxLength: 4 });
    fc.assert(
      fc.property(tables, tables, cuts, cuts, (one, other, left, right) => {
        const inOne = compareCase({ expected: response(one, []), actual: response(other, []) });
        const within = (places: readonly number[], { rows }: Table): number[] => places.map((at) => at % rows.length);
        const inChunks = compareCase({
          expected: response(one, within(left, one)),
          actual: response(other, within(right, other)),
        });
        expect(inChunks).toEqual(inOne);
      }),
      { numRuns: 100 },
    );
  });

  it("says the same with the sides exchanged, as long as they have as many columns", () => {
    const policies: readonly Policy[] = [
      {},
      { distinct: true },
      { names: "ignore" },
      { case: "ignore" },
      { round: 1 },
      { tolerance: { relative: 0.3 } },
      { tolerance: { absolute: 2 } },
      { ordered: true },
      { ordered: true, distinct: true },
    ];
    const small = fc.array(fc.tuple(fc.constantFrom("a", "A", "b"), fc.constantFrom("1", "1.04", "2", "3.5", null)), {
      minLength: 1,
      maxLength: 5,
    });
    const table = (rows: Table["rows"]): Table => ({ names: ["s", "v"], types: ["STRING", "DOUBLE"], rows });
    fc.assert(
      fc.property(small, small, fc.constantFrom(...policies), (one, other, policy) => {
        const [left, right] = [outcome(table(one)), outcome(table(other))];
        const { verdict } = decide({ expected: left, actual: right, sql: null, policy });
        expect(decide({ expected: right, actual: left, sql: null, policy }).verdict).toBe(verdict);
      }),
      { numRuns: 1000 },
    );
  });

  it("detects each of ten thousand single changed cells", () => {
    const samples = fc.sample(tables, { numRuns: 500, seed: 5 });
    let [changed, detected] = [0, 0];
    for (const [t, table] of samples.entries()) {
      const cells = table.rows.flatMap((row, r) => row.map((cell, c) => ({ cell, r, c })));
      for (let n = 0; n < 20; n += 1) {
        const { cell, r, c } = cells[(n * 7 + t) % cells.length] as (typeof cells)[number];
        const arbitrary = cellOf[table.types[c] ?? ""] as fc.Arbitrary<string>;
        const fresh = cell !== null && n % 5 === 0 ? null : fc.sample(arbitrary, { numRuns: 1, seed: n + t * 31 })[0];
        if (fresh === undefined || sameValue(cell, fresh)) continue;
        const rows = table.rows.map((row, i) => (i === r ? row.with(c, fresh) : row));
        changed += 1;
        const verdicts = [null, "SELECT * FROM t ORDER BY 1"].map(
          (sql) => decide({ expected: outcome(table), actual: outcome({ ...table, rows }), sql, policy: {} }).verdict,
        );
        if (verdicts.every((verdict) => verdict === "INCORRECT")) detected += 1;
      }
    }
    expect(changed).toBeGreaterThan(9_500);
    expect(detected / changed).toBeGreaterThanOrEqual(0.9999);
  });

  it("detects every ordered result turned round, unless all of its rows tie", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const turned = { ...table, rows: table.rows.toReversed() };
        const key = (row: Table["rows"][number]): string => JSON.stringify(row[0] ?? null);
        const sql = "SELECT * FROM t ORDER BY 1";
        const { verdict } = decide({ expected: outcome(table), actual: outcome(turned), sql, policy: {} });
        const keys = table.rows.map(key);
        fc.pre(keys.some((one, i) => one !== keys.at(-1 - i)) || new Set(keys).size === 1);
        expect(verdict).toBe(new Set(keys).size === 1 ? "CORRECT" : "INCORRECT");
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether two cells are one value, noise of doubles and forms of Unicode included. */
function sameValue(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  if (left.normalize("NFC") === right.normalize("NFC")) return true;
  const [a, b] = [Number(left), Number(right)];
  return Math.abs(a - b) <= 1e-8 * Math.max(Math.abs(a), Math.abs(b));
}
