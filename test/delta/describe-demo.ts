import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Engine, EngineResult } from "../../src/local/warehouse/engine.ts";

const exam = z.object({ benchmarks: z.array(z.looseObject({ id: z.string(), expected_sql: z.string() })) });
const files = ["benchmarks/bakehouse.json", "test/fixtures/six.exam.json", "test/fixtures/bakehouse.paraphrases.json"];

const statements: readonly string[] = [
  ...new Set(
    files.flatMap((file) => {
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
      return exam.parse(JSON.parse(text)).benchmarks.map((question) => question.expected_sql);
    }),
  ),
];

/** A share in per cent of a decimal literal: a decimal on Spark, a double in DuckDB. */
const decimalQuotient = /\b100\.0 \* .*\/ /u;

type Pair = { readonly duck: Engine; readonly spark: Engine };

/** Whether the benchmark's queries have the same columns, types and rows on both engines. */
export function describeDemo(open: () => Promise<Pair>, close: (pair: Pair) => Promise<void>): void {
  describe("the demo's expected SQL on both engines", () => {
    let pair: Pair;
    beforeAll(async () => {
      pair = await open();
    }, 240_000);
    afterAll(() => close(pair));

    it.each(statements)("%s", async (sql) => {
      const session = { catalog: "samples", schema: "bakehouse", timeZone: "UTC" };
      const answers = await Promise.all([pair.duck, pair.spark].map((engine) => engine.execute(sql, [], session)));
      const [duck, spark] = answers.map((answer) => readable(answer, sql));
      expect(spark?.rows.length).toBeGreaterThan(0);
      expect(spark).toEqual(duck);
      const types = answers.map(({ columns }) => columns.map(({ typeText }) => typeText));
      // The one difference of types: test/delta/differences.ts has it by itself.
      const quotient = decimalQuotient.test(sql);
      expect(types[1]).toEqual(types[0]?.map((type) => (quotient && type === "DOUBLE" ? "DECIMAL(27,2)" : type)));
    });
  });
}

/** Rows of a query without an order come in any; a decimal and a double are compared as numbers where they may differ. */
function readable({ columns, rows }: EngineResult, sql: string): { columns: string[]; rows: string[] } {
  const last = columns.length - 1;
  const exact = !decimalQuotient.test(sql);
  const lines = rows.map((row) => JSON.stringify(row.map((cell, at) => (exact || at < last ? cell : Number(cell)))));
  return {
    columns: columns.map(({ name }) => name),
    rows: /\bORDER BY\b/iu.test(sql) ? lines : lines.toSorted(),
  };
}
