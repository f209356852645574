import pLimit from "p-limit";
import { EnhancerError } from "../../core/errors.ts";
import type { Clock } from "../../core/clock.ts";
import type { ResultSet, StatementOutcome } from "../../core/statement.ts";
import { readOnly } from "../../sql/read-only.ts";
import type { Question } from "../question.ts";
import { cutAtTie, cutWithoutOrder, nullFirst } from "./cut-rows.ts";
import { expectedRun } from "./expected-run.ts";
import { type Finding, findingOf } from "./finding.ts";
import { orderedView } from "./ordered-view.ts";
import { rowOrder } from "./row-order.ts";
import { type StaticFacts, staticFindings } from "./static-findings.ts";
import { tablesOver } from "./tables.ts";
import { textNumbers } from "./text-numbers.ts";
import { trivialCell } from "./trivial-cell.ts";

/** What the check needs from outside. */
export type FitnessPorts = {
  /** Runs one read-only statement; at most so many rows of it where a limit is given. */
  readonly run: (sql: string, rowLimit?: number) => Promise<StatementOutcome>;
  /** Whether the second result would be taken as the right answer to a question whose expected result is the first. */
  readonly same: (question: Question, first: ResultSet, second: ResultSet) => boolean;
};

export type FitnessOptions = StaticFacts & {
  readonly clock: Pick<Clock, "monotonic">;
  /** Statements under way at once. */
  readonly concurrent: number;
  /** After this no further statement is begun, and what is left is named as not looked at. */
  readonly budgetMs: number;
  /** Whether messages of failed statements, which may quote values, may stand in findings. */
  readonly shown: "message" | "condition";
  /** Decides the order into which rows are brought. */
  readonly seed: string;
};

/** How fit an exam is to measure by. */
export type Fitness = {
  readonly findings: readonly Finding[];
  /** Questions whose expected SQL was run to an end. */
  readonly checked: number;
  /** Ids of those that were not looked at, since time was up or the platform did not answer. */
  readonly unchecked: readonly string[];
  readonly statements: number;
  readonly seconds: number;
};

/** Beyond this a result is not kept for the second run: it would cost more memory than the check is worth. */
const mostRows = 20_000;

/**
 * Looks at every question of an exam before anything is spent on it: what its text shows, then its expected SQL run twice, and, where the SQL
 * gives reason, once more uncut or over shuffled tables. No question is asked. The SQL parser must have been loaded.
 */
export async function checkFitness(
  questions: readonly Question[],
  ports: FitnessPorts,
  options: FitnessOptions,
): Promise<Fitness> {
  const { clock } = options;
  const began = clock.monotonic();
  const limit = pLimit(options.concurrent);
  let statements = 0;
  const run = (sql: string, rowLimit?: number): Promise<Timed> =>
    limit(async () => {
      if (clock.monotonic() - began > options.budgetMs) throw new OutOfBudget("no time is left");
      statements += 1;
      const started = clock.monotonic();
      const outcome = await ports.run(sql, rowLimit);
      return { outcome, seconds: (clock.monotonic() - started) / 1000 };
    });
  const look = async (sql: string, rowLimit: number): Promise<StatementOutcome> => (await run(sql, rowLimit)).outcome;
  const tables = tablesOver(look);
  const found = staticFindings(questions, options);
  const lookOnce = async (question: Question, findings: Finding[]): Promise<{ readonly rows: ResultSet | null }> => {
    const { outcome, seconds } = await run(question.expectedSql);
    findings.push(...expectedRun(question, outcome, seconds, options.shown));
    if (outcome.kind !== "rows") return { rows: null };
    const { result } = outcome;
    findings.push(...trivialCell(question, result));
    if (result.rows.length === 0) return { rows: result };
    findings.push(...(await cutWithoutOrder(question, result, look)));
    const view = await orderedView(question.expectedSql, result, look);
    if (view !== null) findings.push(...cutAtTie(question, view), ...nullFirst(question, view));
    findings.push(...(await textNumbers(question, view, tables, look)));
    if (!findings.some(isChanceOfCut)) {
      findings.push(...(await rowOrder(question, result, { same: ports.same, tables, look: run, seed: options.seed })));
    }
    return { rows: result.rows.length > mostRows ? null : result };
  };
  const runnable = questions.filter(({ expectedSql }) => readOnly(expectedSql).ok);

  const firsts = await Promise.all(
    runnable.map(async (question): Promise<First> => {
      const findings: Finding[] = [];
      const result = await unlessSpent(() => lookOnce(question, findings));
      return { findings, isWhole: result !== null, result: result?.rows ?? null };
    }),
  );
  const seconds = await Promise.all(
    runnable.map((question, index) =>
      unlessSpent(async () => {
        const first = firsts[index]?.result ?? null;
        if (first === null || firsts[index]?.findings.some(isChanceOfCut) === true) return [];
        const { outcome } = await run(question.expectedSql);
        const isSame = outcome.kind !== "rows" || ports.same(question, first, outcome.result);
        return isSame ? [] : [findingOf("unstable", question.id, null)];
      }),
    ),
  );
  const unchecked = runnable.filter((_, index) => firsts[index]?.isWhole !== true).map(({ id }) => id);
  const places = new Map(questions.map(({ id }, index) => [id, index]));
  const all = [...found, ...firsts.flatMap(({ findings }) => findings), ...seconds.flatMap((list) => list ?? [])];
  // What changes from run to run also changes with the rows' order: the first says it all.
  const unstable = new Set(all.filter(({ code }) => code === "unstable").map(({ question }) => question));
  return {
    findings: all
      .filter(({ code, question }) => code !== "row_order" || !unstable.has(question))
      .toSorted((left, right) => (places.get(left.question) ?? 0) - (places.get(right.question) ?? 0)),
    checked: runnable.length - unchecked.length,
    unchecked,
    statements,
    seconds: (clock.monotonic() - began) / 1000,
  };
}

type Timed = { readonly outcome: StatementOutcome; readonly seconds: number };
type First = {
  readonly findings: readonly Finding[];
  readonly isWhole: boolean;
  /** Null where there is none, or one too large to keep. */
  readonly result: ResultSet | null;
};

/** Which rows of a cut come is known to be chance: a second run would say the same once more. */
function isChanceOfCut({ code }: Finding): boolean {
  return code === "cut_without_order" || code === "cut_at_tie";
}

/** Said inside one check only: what is left is then not looked at. */
class OutOfBudget extends Error {}

async function unlessSpent<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    const isPassing = thrown instanceof EnhancerError && thrown.retryable;
    if (thrown instanceof OutOfBudget || isPassing) return null;
    throw thrown;
  }
}
