import { digestText } from "../../lib/core/digest.ts";
import type { Question, Split } from "../../lib/exam/question.ts";
import { evaluate } from "../../lib/scoring/evaluate.ts";
import type { Attempt } from "../../lib/scoring/attempt.ts";
import { readOnly } from "../../lib/sql/read-only.ts";
import type { AttemptRow, NewAttemptRow } from "../../lib/state/tables/attempts.ts";
import type { Arm } from "../../lib/state/words.ts";
import type { OpenRun } from "../open-run.ts";
import { askByPlatform, isPlatformScored } from "./platform-asks.ts";
import { askingProgress } from "./asking-progress.ts";
import { answerReader } from "./explain-answers.ts";
import { type LeftQuestions, leftQuestions } from "./left-questions.ts";
import { createRowFlush } from "./row-flush.ts";
import { memoryOf } from "./run-memory.ts";
import { scoringSql } from "./scoring-sql.ts";
import { stopWatch } from "./stop-request.ts";
import { warmUp } from "./warm-up.ts";

/** One asking that a stage wants. */
export type WantedAsk = {
  readonly question: Question & { readonly split: Split };
  readonly spaceId: string;
  /** Digest of the configuration that is asked. */
  readonly spaceDigest: string;
  readonly arm: Arm;
  readonly attempt: number;
};

/** Asks what is not stored yet, stores it, and gives all wanted rows in the order asked for. */
export type Asker = (wanted: readonly WantedAsk[]) => Promise<AttemptRow[]>;

/** Told of each row as it comes to be, those that are stored already included. */
export type Observe = (row: NewAttemptRow, isNew: boolean) => void;

/** Makes an asker for one stage. Expected results are computed once for all stages of this process. */
export function createAsker(run: OpenRun, observe?: Observe): Asker {
  const warmed = new Set<string>();
  let isFirst = true;
  return async (wanted) => {
    const before = await storedRows(run, wanted);
    for (const row of before.values()) observe?.(row, false);
    const missing = wanted.filter((ask) => !before.has(keyOf(ask)));
    const { platform = [], own = [] } = Object.groupBy(missing, (ask) =>
      isPlatformScored(run, ask) ? "platform" : "own",
    );
    const zoned = platform.map((ask) => inZone(ask, run.settings.session_time_zone));
    await askByPlatform(run, zoned, rowOf, observe);
    if (own.length > 0) {
      const cold = own.map(({ spaceId }) => spaceId).filter((id) => !warmed.has(id));
      if (cold.length > 0) await warmUp(run, cold);
      for (const id of cold) warmed.add(id);
      // Only what was under way when the stage was cut off can be left over: its first missing asks.
      const left = isFirst ? await leftQuestions(run, own) : undefined;
      isFirst = false;
      await askAndStore(run, own, { observe, left });
    }
    const after = missing.length === 0 ? before : await storedRows(run, wanted);
    return wanted.flatMap((ask) => after.get(keyOf(ask)) ?? []);
  };
}

type Beside = { readonly observe?: Observe | undefined; readonly left?: LeftQuestions | undefined };

async function askAndStore(run: OpenRun, asks: readonly WantedAsk[], { observe, left }: Beside): Promise<void> {
  const { settings, workspace, clock } = run;
  const broken = new AbortController();
  const flush = createRowFlush(run, (thrown) => {
    broken.abort(thrown);
  });
  let done = 0;
  const progress = askingProgress(run, asks.length);
  const watch = stopWatch(run);
  const noMoreQuestions = workspace.expectQuestions(asks.length);
  try {
    await evaluate(
      asks.map((ask) => inZone(ask, settings.session_time_zone)),
      {
        ports: {
          ask: async (spaceId, question, signal) => {
            await watch.asking();
            return workspace.ask(spaceId, question, signal, {
              left: left?.(spaceId, question),
              mayRepeat: watch.again,
            });
          },
          run: scoringSql(run),
          explain: answerReader(run),
        },
        expected: memoryOf(run).expected,
        isReadOnly: readOnly,
        genieConcurrent: settings.batch ? settings.genie_concurrent : 1,
        sqlConcurrent: settings.sql_concurrent,
        clock,
        signal: AbortSignal.any([run.signal, broken.signal]),
        // Nothing of a held-out question ever reaches a model.
        mayExplain: (ask) => ask.question.split === "visible",
        onStep: (step) => {
          run.report({ kind: "asking", ...progress.step(step) });
        },
        onDeferred: watch.asked,
        onAttempt: (attempt, ask) => {
          watch.asked();
          const row = rowOf(run, ask, attempt);
          flush.add(row);
          observe?.(row, true);
          done += 1;
          run.report({
            kind: "asked",
            done,
            ...progress.verdict(attempt.verdict.verdict === "CORRECT"),
            arm: ask.arm,
            questionId: ask.question.id,
            verdict: attempt.verdict.verdict,
          });
        },
        onExplained: (attempt, ask) => {
          flush.explain(rowOf(run, ask, attempt));
        },
      },
    );
  } finally {
    const givenBack = noMoreQuestions();
    await flush.finish();
    await givenBack;
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

/** The row of an attempt. */
export function rowOf(run: OpenRun, ask: WantedAsk, attempt: Attempt): NewAttemptRow {
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
    accepted_by_json: verdict.acceptedBy === null ? null : JSON.stringify(verdict.acceptedBy),
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
