import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Clock, manualClock, systemClock } from "../../src/lib/core/clock.ts";
import type { StatementOutcome } from "../../src/lib/core/statement.ts";
import { createQuota } from "../../src/lib/databricks/quota.ts";
import type { AttemptRow } from "../../src/lib/state/tables/attempts.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { type Ground, type Player, six } from "./fixture.ts";
import { playedJob } from "./job-runs.ts";

export const size = 200;
const perMinute = 5;
const limitSeconds = 3000;

/** Questions that are answered right at once, so that only their number costs: each is its own SQL. */
const easy = (number: number): { readonly question: string; readonly expected_sql: string } => ({
  question: `What is ${String(number)}?`,
  expected_sql: `SELECT ${String(number)} AS n`,
});

export type LongRun = {
  readonly player: Player;
  readonly runId: string;
  /** Job runs that it took. */
  readonly jobRuns: number;
  readonly attempts: readonly AttemptRow[];
};

/**
 * An exam of 200 questions at five questions a minute, where a stage may take 50 minutes, played as job runs on a clock that jumps. What
 * holds whatever is in it: nothing is asked twice, the pace is kept, and no stage goes far beyond its limit.
 * @param hard questions, as a benchmarks file has them, in place of as many easy ones
 */
export async function playLongExam(ground: Ground, hard: readonly unknown[]): Promise<LongRun & AsyncDisposable> {
  const benchmarks = join(ground.outDir, "long.json");
  const others = Array.from({ length: size - hard.length }, (_, index) => ({
    id: `easy_${String(index)}`,
    ...easy(index),
  }));
  await writeFile(benchmarks, JSON.stringify({ benchmarks: [...hard, ...others] }));
  const space_id = await ground.makeSpace(six.space);
  const player = await ground.connect({ space_id, benchmarks, target_score: 1, stage_time_limit: limitSeconds });
  const clock = questionClock(hard.length > 0);
  const longest = { minutes: 0 };
  const job = playedJob(() => paced(player.context, clock, longest));
  job.start();
  const jobRuns = await job.playAll();

  const [run] = await player.context.state.runs.list({ space_id });
  const runId = run?.run_id ?? "";
  const attempts = await player.context.state.attempts.list({ run_id: runId });
  const keys = attempts.map((row) => [row.arm, row.attempt, row.benchmark_id, row.space_digest, row.iteration_number]);
  expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
  const stages = await player.context.state.stages.list(runId);
  // A stage is a process with a limiter of its own, which lets the first five pass.
  expect(clock.monotonic() / 60_000).toBeGreaterThanOrEqual(attempts.length / perMinute - stages.length);
  expect(longest.minutes).toBeLessThanOrEqual(limitSeconds / 60 + 2);
  expect(new Set(job.runs().map(({ token }) => token)).size).toBe(jobRuns);
  expect(stages.filter((row) => (row.output_json ?? "").includes("unfinished")).length).toBeGreaterThan(0);
  return { player, runId, jobRuns, attempts, [Symbol.asyncDispose]: () => player[Symbol.asyncDispose]() };
}

/**
 * Time that waiting for one's turn to ask lets pass; whoever else waits is woken when that has brought its time; with trials,
 * which wait for spaces to be indexed, also when nobody asks any more and it is the next.
 */
type QuestionClock = Clock & { readonly ofQuestions: Clock };

/** Nobody has asked for so long in earnest: then nobody is about to. */
const quietMs = 400;

function questionClock(hasTrials: boolean): QuestionClock {
  const time = manualClock(new Date().toISOString());
  const others = new Set<{ readonly until: number; readonly wake: () => void }>();
  const wakeDue = (): void => {
    for (const one of others) {
      if (one.until > time.monotonic()) continue;
      others.delete(one);
      one.wake();
    }
  };
  const wakeWhenQuiet = async (): Promise<void> => {
    for (let seen = -1; others.size > 0; seen = time.monotonic()) {
      if (seen === time.monotonic()) {
        time.advance(Math.min(...[...others].map(({ until }) => until)) - seen);
        wakeDue();
      }
      await systemClock.sleep(quietMs);
    }
  };
  return {
    now: () => time.now(),
    monotonic: () => time.monotonic(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const one = { until: time.monotonic() + ms, wake: resolve };
        others.add(one);
        if (hasTrials && others.size === 1) void wakeWhenQuiet();
        signal?.addEventListener("abort", () => {
          others.delete(one);
          reject(signal.reason as Error);
        });
      }),
    ofQuestions: { ...time, sleep: (ms, signal) => time.sleep(ms, signal).then(wakeDue) },
  };
}

/** A task's context whose workspace takes five questions a minute by a clock that jumps. @param longest is told how long tasks took */
function paced(context: RunContext, clock: QuestionClock, longest: { minutes: number }): RunContext {
  const began = clock.monotonic();
  const quota = createQuota({ perMinute, clock: clock.ofQuestions });
  const { workspace } = context;
  return {
    ...context,
    clock,
    workspace: {
      ...workspace,
      ask: async (spaceId, question, signal) => {
        (await quota.take(signal)).reached();
        longest.minutes = Math.max(longest.minutes, (clock.monotonic() - began) / 60_000);
        const number = /^What is (\d+)\?$/u.exec(question)?.[1];
        if (number === undefined) return workspace.ask(spaceId, question, signal);
        return {
          kind: "sql",
          sql: easy(Number(number)).expected_sql,
          conversationId: null,
          messageId: null,
          seconds: 1,
          genieStatus: "COMPLETED",
        };
      },
      runStatement: async (sql, options) => {
        const number = /^SELECT (\d+) AS n$/u.exec(sql)?.[1];
        return number === undefined ? workspace.runStatement(sql, options) : oneNumber(number);
      },
    },
  };
}

function oneNumber(number: string): StatementOutcome {
  return {
    kind: "rows",
    statementId: number,
    result: {
      columns: [{ name: "n", typeName: "INT", typeText: "INT" }],
      rows: [[number]],
      totalRowCount: 1,
      truncated: false,
    },
  };
}
