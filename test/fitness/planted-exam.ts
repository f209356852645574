import { manualClock } from "../../src/lib/core/clock.ts";
import { seededRandom } from "../../src/lib/core/random.ts";
import type { StatementOutcome } from "../../src/lib/core/statement.ts";
import { checkFitness, type Fitness, type FitnessOptions } from "../../src/lib/exam/fitness/check-fitness.ts";
import type { Question } from "../../src/lib/exam/question.ts";
import { compareAnswer } from "../../src/lib/scoring/compare-answer.ts";
import { loadSamples } from "../../src/local/samples/load-samples.ts";
import { openDuckDb } from "../../src/local/warehouse/duckdb.ts";
import { StatementFailure } from "../../src/local/warehouse/engine.ts";
import { plantedStatements } from "./planted-tables.ts";

/** The sample tables and those made for planted defects, with the check over them. */
export type PlantedGround = AsyncDisposable & {
  readonly run: (sql: string, rowLimit?: number) => Promise<StatementOutcome>;
  readonly check: (questions: readonly Question[], options?: Partial<FitnessOptions>) => Promise<Fitness>;
};

const session = { catalog: "samples", schema: "default", timeZone: "UTC" };

export async function openPlantedGround(): Promise<PlantedGround> {
  const engine = await openDuckDb({ folder: null, catalogs: ["samples", "sandbox"] });
  await loadSamples({ run: (sql) => engine.native(sql) });
  for (const statement of plantedStatements(seededRandom("planted"))) await engine.native(statement);
  const run: PlantedGround["run"] = async (sql, rowLimit) => {
    try {
      const { columns, rows } = await engine.execute(sql, [], session);
      const kept = rowLimit === undefined ? rows : rows.slice(0, rowLimit);
      const result = { columns, rows: kept, totalRowCount: kept.length, truncated: kept.length < rows.length };
      return { kind: "rows", statementId: "", result };
    } catch (thrown) {
      if (!(thrown instanceof StatementFailure)) throw thrown;
      const { errorCode, message, sqlState } = thrown;
      return { kind: "failed", statementId: "", errorCode, message, sqlState };
    }
  };
  return {
    run,
    check: (questions, options = {}) => checkFitness(questions, { run, same }, { ...plainOptions, ...options }),
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

export const plainOptions: FitnessOptions = {
  examples: [],
  asOf: null,
  clock: manualClock(),
  concurrent: 3,
  budgetMs: 600_000,
  shown: "message",
  seed: "s",
};

export function same(
  { expectedSql, policy }: Question,
  first: (StatementOutcome & { readonly kind: "rows" })["result"],
  second: typeof first,
): boolean {
  const rows = (result: typeof first) => ({ kind: "rows", statementId: "", result }) as const;
  const verdict = compareAnswer({ expected: rows(first), actual: rows(second), sql: expectedSql, policy });
  return verdict.verdict !== "INCORRECT";
}

/** A question of an exam. Its text is its own unless one is given. */
export function questionOf(id: string, expectedSql: string, question = `Figure ${id}`): Question {
  return { id, question, expectedSql, alternates: [], policy: {}, mustPass: false };
}
