import { readFile } from "node:fs/promises";
import type { Question, Split } from "../../src/lib/exam/question.ts";
import { pathOf } from "../../test/whole/fixture.ts";

type Written = { readonly id: string; readonly question: string; readonly expected_sql: string };

export const demo = { exam: "benchmarks/bakehouse.json", space: "benchmarks/bakehouse.space.json" } as const;

/** The first questions of the demo's exam, as its file has them. */
export async function demoQuestions(count: number): Promise<readonly Written[]> {
  const { benchmarks } = JSON.parse(await readFile(pathOf(demo.exam), "utf8")) as { benchmarks: readonly Written[] };
  return benchmarks.slice(0, count);
}

export type BenchQuestion = Question & { readonly split: Split };

export function asQuestion({ id, question, expected_sql }: Written): BenchQuestion {
  return { id, question, expectedSql: expected_sql, alternates: [], policy: {}, mustPass: false, split: "visible" };
}
