import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../sql/parser.ts";
import { compareAnswer } from "./compare-answer.ts";
import { outcome, type Table, tables } from "./testing/random-table.ts";

function verdict(expected: Table, actual: Table, sql: string | null = null): string {
  return compareAnswer({ expected: outcome(expected), actual: outcome(actual), sql, policy: {} }).verdict;
}

function permutationOf(size: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: size }, (_none, i) => i);
  return fc.shuffledSubarray(all, { minLength: size, maxLength: size });
}

describe("compareAnswer", () => {
  beforeAll(loadParser);

  it("does not mind the order of rows, the order of columns, or aliases", () => {
    fc.assert(
      fc.property(
        tables.chain((table) =>
          fc.tuple(fc.constant(table), permutationOf(table.rows.length), permutationOf(table.types.length)),
        ),
        ([table, rowOrder, columnOrder]) => {
          const answer = {
            names: columnOrder.map((i) => `other ${String(i)}`),
            types: columnOrder.map((i) => table.types[i] ?? ""),
            rows: rowOrder.map((r) => columnOrder.map((i) => table.rows[r]?.[i] ?? null)),
          };
          expect(verdict(table, answer)).toBe("CORRECT");
        },
      ),
      { numRuns: 150 },
    );
  });

  it("detects one changed cell", () => {
    fc.assert(
      fc.property(tables, fc.nat(), fc.nat(), (table, anyRow, anyColumn) => {
        const [r, c] = [anyRow % table.rows.length, anyColumn % table.types.length];
        const changed: Readonly<Record<string, string>> = {
          LONG: "9223372036854775808",
          DOUBLE: "1.7976931348623157E308",
          "DECIMAL(38,4)": "123456789.1234",
          STRING: "something else",
          DATE: "1800-01-01",
        };
        const rows = table.rows.map((row, i) =>
          i === r ? row.map((cell, j) => (j === c ? (changed[table.types[c] ?? ""] ?? null) : cell)) : row,
        );
        fc.pre(rows[r]?.[c] !== table.rows[r]?.[c]);
        expect(verdict(table, { ...table, rows })).toBe("INCORRECT");
      }),
      { numRuns: 150 },
    );
  });

  it("detects an ordered result turned round", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 20 }), (values) => {
        const rows = values.toSorted((left, right) => left - right).map((value) => [String(value)]);
        const table = { names: ["a"], types: ["LONG"], rows };
        const turned = { ...table, rows: rows.toReversed() };
        expect(verdict(table, turned, "SELECT a FROM t ORDER BY a")).toBe("INCORRECT");
        expect(verdict(table, turned, "SELECT a FROM t")).toBe("CORRECT");
      }),
    );
  });

  it("accepts doubles that a sum in another order gives", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 30 }), (values) => {
        const sum = (list: readonly number[]): string => String(list.reduce((total, value) => total + value, 0));
        const one = { names: ["s"], types: ["DOUBLE"], rows: [[sum(values)]] };
        expect(verdict(one, { ...one, rows: [[sum(values.toReversed())]] })).toBe("CORRECT");
      }),
    );
  });

  it("pairs rows under a tolerance exactly when a one-to-one pairing exists", () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(points, points, (left, right) => {
        fc.pre(left.length === right.length);
        const table = (list: readonly (readonly number[])[]): Table => ({
          names: ["a", "b"],
          types: ["LONG", "LONG"],
          rows: list.map((row) => row.map(String)),
        });
        const near = (one: readonly number[], other: readonly number[]): boolean =>
          one.every((value, i) => Math.abs(value - (other[i] ?? 0)) <= 1);
        const { verdict: found } = compareAnswer({
          expected: outcome(table(left)),
          actual: outcome(table(right)),
          sql: null,
          policy: { tolerance: { absolute: 1 }, names: "ignore" },
        });
        const swapped = right.map(([a, b]) => [b, a] as const);
        const exists = pairingExists(left, right, near) || pairingExists(left, swapped, near);
        expect(found).toBe(exists ? "CORRECT" : "INCORRECT");
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a policy with both tolerance and round", () => {
    const one = outcome({ names: ["a"], types: ["LONG"], rows: [["1"]] });
    const policy = { tolerance: { relative: 0.1 }, round: 2 };
    expect(() => compareAnswer({ expected: one, actual: one, sql: null, policy })).toThrow(/both tolerance and round/u);
  });

  it("refuses a time zone that does not exist", () => {
    const one = outcome({ names: ["a"], types: ["LONG"], rows: [["1"]] });
    expect(() => compareAnswer({ expected: one, actual: one, sql: null, policy: { time_zone: "Mars/Base" } })).toThrow(
      /Mars\/Base/u,
    );
  });
});

/** Tries every assignment. */
function pairingExists<T>(left: readonly T[], right: readonly T[], equal: (one: T, other: T) => boolean): boolean {
  const [first, ...rest] = left;
  if (first === undefined) return true;
  return right.some((other, i) => equal(first, other) && pairingExists(rest, right.toSpliced(i, 1), equal));
}
