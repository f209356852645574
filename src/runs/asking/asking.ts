import { digestText } from "../../lib/core/digest.ts";
import type { Question, Split } from "../../lib/exam/question.ts";
import { evaluate } from "../../lib/scoring/evaluate.ts";
import { createExpectedResults, type ExpectedResults } from "../../lib/scoring/expected-results.ts";
import type { Attempt } from "../../lib/scoring/attempt.ts";
import { readOnly } from "../../lib/sql/read-only.ts";
import type { AttemptRow, NewAttemptRow } from "../../lib/state/tables/attempts.ts";
import type { Arm } from "../../lib/state/words.ts";
import type { OpenRun } from "../open-run.ts";
import { stopWatch } from "./stop-request.ts";

/** One asking that a stage wants. */
export type WantedAsk = {
  readonly question: Question & { readonly split: Split };
  readonly spaceId: string;
  /** Digest of the configuration that is asked. */
  readonly spaceDigest: string;
  readonly arm: Arm;
  readonly attempt: number;
};

/** Rows are written at least this often, so that a killed stage loses little of what was paid for. */
const flushEveryMs = 30_000;

/** Asks what is not stored yet, stores it, and gives all wanted rows in the order asked for. */
export type Asker = (wanted: readonly WantedAsk[]) => Promise<AttemptRow[]>;

/** Makes an asker for one stage: expected results are computed once for all of its asks. */
export function createAsker(run: OpenRun): Asker {
  const expected: ExpectedResults = createExpectedResults();
  return async (wanted) => {
    const before = await storedRows(run, wanted);
    const missing = wanted.filter((ask) => !before.has(keyOf(ask)));
    if (missing.length > 0) await askAndStore(run, missing, expected);
    const after = missing.length === 0 ? before : await storedRows(run, wanted);
    return wanted.flatMap((ask) => after.get(keyOf(ask)) ?? []);
  };
}

async function askAndStore(run: OpenRun, asks: readonly WantedAsk[], expected: ExpectedResults): Promise<void> {
  const { settings, workspace, clock } = run;
  const waiting: NewAttemptRow[] = [];
  let flushed = clock.monotonic();
  let writing: Promise<void> = Promise.resolve();
  const flush = (): void => {
    const rows = waiting.splice(0);
    flushed = clock.monotonic();
    writing = writing.then(() => run.state.attempts.insert(rows));
  };
  let done = 0;
  const watch = stopWatch(run);
  try {
    await evaluate(
      asks.map((ask) => inZone(ask, settings.session_time_zone)),
      {
        ports: {
          ask: async (...question) => {
            await watch.asking();
            return workspace.ask(...question);
          },
          run: (sql, signal) =>
            workspace.runStatement(sql, {
              warehouseId: settings.warehouse_id ?? "",
              timeoutMs: settings.statement_timeout * 1000,
              signal,
            }),
        },
        expected,
        isReadOnly: readOnly,
        genieConcurrent: settings.batch ? settings.genie_concurrent : 1,
        sqlConcurrent: settings.sql_concurrent,
        questionTimeoutMs: settings.question_timeout * 1000,
        clock,
        signal: run.signal,
        onAttempt: (attempt, ask) => {
          watch.asked();
          waiting.push(rowOf(run, ask, attempt));
          done += 1;
          run.report({
            kind: "asked",
            done,
            total: asks.length,
            arm: ask.arm,
            questionId: ask.question.id,
            verdict: attempt.verdict.verdict,
          });
          if (clock.monotonic() - flushed > flushEveryMs) flush();
        },
      },
    );
  } finally {
    flush();
    await writing;
  }
}

/** A question that names no zone of its own takes the run's for times without one. */
export function inZone(ask: WantedAsk, zone: string): WantedAsk {
  if (zone === "UTC") return ask;
  return { ...ask, question: { ...ask.question, policy: { time_zone: zone, ...ask.question.policy } } };
}

async function storedRows(run: OpenRun, wanted: readonly WantedAsk[]): Promise<Map<string, AttemptRow>> {
  const arms = [...new Set(wanted.map((ask) => ask.arm))];
  const rows = await run.state.attempts.list({ run_id: run.run.run_id, iteration_number: run.loop, arms });
  return new Map(
    rows.map((row) => [keyOf({ ...row, question: { id: row.benchmark_id }, spaceDigest: row.space_digest }), row]),
  );
}

function keyOf(ask: {
  readonly question: { readonly id: string };
  readonly spaceDigest: string;
  readonly arm: string;
  readonly attempt: number;
}): string {
  return JSON.stringify([ask.question.id, ask.spaceDigest, ask.arm, ask.attempt]);
}

function rowOf(run: OpenRun, ask: WantedAsk, attempt: Attempt): NewAttemptRow {
  const { question } = ask;
  const { verdict, outcome } = attempt;
  return {
    run_id: run.run.run_id,
    iteration_number: run.loop,
    arm: ask.arm,
    attempt: ask.attempt,
    benchmark_id: question.id,
    split: question.split,
    question: question.question,
    expected_sql: question.expectedSql,
    genie_sql: attempt.genieSql,
    passed: verdict.verdict === "CORRECT",
    verdict: verdict.verdict,
    mechanism: verdict.mechanism,
    failure_category: attempt.failureCategory,
    failure_reason: attempt.failureReason,
    difference_json: verdict.difference === null ? null : differenceText(run, verdict.difference),
    genie_status: outcome.genieStatus,
    conversation_id: outcome.conversationId,
    message_id: outcome.messageId,
    response_time_seconds: outcome.seconds,
    space_id: ask.spaceId,
    space_digest: ask.spaceDigest,
    created_at: attempt.at.toISOString(),
  };
}

/** With `store_values: false` the example's data stay out of the tables; the mechanism and a digest remain. */
function differenceText(run: OpenRun, difference: NonNullable<Attempt["verdict"]["difference"]>): string {
  if (run.settings.store_values) return JSON.stringify(difference);
  return JSON.stringify({ mechanism: difference.mechanism, digest: digestText(JSON.stringify(difference)) });
}
