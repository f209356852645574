import { beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { EnhancerError } from "../core/errors.ts";
import type { StatementOutcome } from "../core/statement.ts";
import type { Question } from "../exam/question.ts";
import { loadParser } from "../sql/parser.ts";
import { readOnly } from "../sql/read-only.ts";
import type { Ask, Attempt } from "./attempt.ts";
import { type EvaluationContext, evaluate } from "./evaluate.ts";
import { createExpectedResults } from "./expected-results.ts";
import type { AskOutcome } from "./ports.ts";

const common = { conversationId: "c", messageId: "m", seconds: 1, genieStatus: "COMPLETED" };

function answer(sql: string): AskOutcome {
  return { ...common, kind: "sql", sql };
}

function numbers(...values: readonly string[]): StatementOutcome {
  return {
    kind: "rows",
    statementId: "s",
    result: {
      columns: [{ name: "n", typeName: "LONG", typeText: "BIGINT" }],
      rows: values.map((value) => [value]),
      totalRowCount: values.length,
      truncated: false,
    },
  };
}

function ask(id: string, expectedSql: string, more: Partial<Question> = {}): Ask {
  const question = { id, question: id, expectedSql, alternates: [], policy: {}, mustPass: false, ...more };
  return { question, spaceId: "space", arm: "best", attempt: 1 };
}

type World = {
  readonly answers: Readonly<Record<string, AskOutcome | (() => Promise<AskOutcome>)>>;
  readonly results: Readonly<Record<string, StatementOutcome>>;
};

function contextOf(world: World, more: Partial<EvaluationContext> = {}): { context: EvaluationContext; ran: string[] } {
  const ran: string[] = [];
  const context: EvaluationContext = {
    ports: {
      ask: async (_space, question) => {
        const found = world.answers[question];
        if (found === undefined) throw new Error(`nobody expected the question ${question}`);
        return typeof found === "function" ? found() : found;
      },
      run: async (sql) => {
        ran.push(sql);
        const found = world.results[sql];
        if (found === undefined) throw new Error(`nobody expected the statement ${sql}`);
        return Promise.resolve(found);
      },
    },
    expected: createExpectedResults(),
    isReadOnly: readOnly,
    clock: manualClock(),
    signal: new AbortController().signal,
    ...more,
  };
  return { context, ran };
}

function brief(attempts: readonly Attempt[]): unknown[] {
  return attempts.map(({ question, verdict, failureCategory }) => [
    question.id,
    verdict.verdict,
    verdict.reason,
    failureCategory,
  ]);
}

const failed: StatementOutcome = {
  kind: "failed",
  statementId: "s",
  errorCode: "BAD_REQUEST",
  message: "no such column",
};

describe("evaluate", () => {
  beforeAll(loadParser);

  it("judges each ask and keeps their order", async () => {
    const { context } = contextOf({
      answers: {
        right: answer("SELECT 1 AS n"),
        wrong: answer("SELECT n + 1 AS n FROM t"),
        text: { ...common, kind: "text", content: "Hello", followUp: false },
        back: { ...common, kind: "text", content: "Which year?", followUp: true },
        fails: { ...common, kind: "failed", errorType: "SQL_EXECUTION_EXCEPTION", message: "x" },
        stopped: { ...common, kind: "cancelled" },
        throttled: { ...common, kind: "infra", reason: "THROTTLED", message: "too many" },
        broken: answer("SELECT oops"),
        slow: answer("SELECT slow"),
      },
      results: {
        "SELECT n FROM t": numbers("1"),
        "SELECT 1 AS n": numbers("1"),
        "SELECT n + 1 AS n FROM t": numbers("2"),
        "SELECT oops": failed,
        "SELECT slow": { kind: "cancelled", statementId: "s", by: "us" },
      },
    });
    const names = ["right", "wrong", "text", "back", "fails", "stopped", "throttled", "broken", "slow"];
    const attempts = await evaluate(
      names.map((name) => ask(name, "SELECT n FROM t")),
      context,
    );
    expect(brief(attempts)).toEqual([
      ["right", "CORRECT", null, null],
      ["wrong", "INCORRECT", "value", "wrong_calculation"],
      ["text", "NO_ANSWER", "text_only", "no_sql_generated"],
      ["back", "NO_ANSWER", "clarification", "ambiguous"],
      ["fails", "NO_ANSWER", "genie_failed", "execution_failed"],
      ["stopped", "NO_ANSWER", "genie_cancelled", "no_sql_generated"],
      ["throttled", "INFRA", "THROTTLED", null],
      ["broken", "INCORRECT", "execution_failed", "execution_failed"],
      ["slow", "INCORRECT", "timeout", "timeout"],
    ]);
  });

  it("runs the expected SQL once, and without its LIMIT only where the verdict hangs on it", async () => {
    const limited = "SELECT n FROM t ORDER BY n LIMIT 1";
    const { context, ran } = contextOf({
      answers: { a: answer("SELECT 1 AS n"), b: answer("SELECT 1 AS n"), c: answer("SELECT 5 AS n") },
      results: {
        [limited]: numbers("1"),
        "SELECT 1 AS n": numbers("1"),
        "SELECT 5 AS n": numbers("5"),
        "SELECT n FROM t ORDER BY n": numbers("1", "5"),
      },
    });
    await evaluate([ask("a", limited), ask("b", limited)], context);
    expect(ran.filter((sql) => sql === limited)).toHaveLength(1);
    expect(ran).not.toContain("SELECT n FROM t ORDER BY n");
    await evaluate([ask("c", limited)], context);
    expect(ran.filter((sql) => sql === limited)).toHaveLength(1);
    expect(ran).toContain("SELECT n FROM t ORDER BY n");
  });

  it("never executes SQL that writes, whoever wrote it", async () => {
    const { context, ran } = contextOf({
      answers: { genie: answer("DROP TABLE t"), exam: answer("SELECT 1 AS n") },
      results: { "SELECT n FROM t": numbers("1"), "SELECT 1 AS n": numbers("1") },
    });
    const attempts = await evaluate([ask("genie", "SELECT n FROM t"), ask("exam", "DELETE FROM t")], context);
    expect(brief(attempts)).toEqual([
      ["genie", "INCORRECT", "execution_failed", "execution_failed"],
      ["exam", "NOT_EVALUABLE", "EXPECTED_FAILED", null],
    ]);
    expect(ran.some((sql) => /DROP|DELETE/u.test(sql))).toBe(false);
  });

  it("lets an exam's fault stand whatever Genie said", async () => {
    const { context } = contextOf({
      answers: { a: { ...common, kind: "text", content: "none", followUp: false } },
      results: { "SELECT n FROM t": numbers() },
    });
    expect(brief(await evaluate([ask("a", "SELECT n FROM t")], context))).toEqual([
      ["a", "NOT_EVALUABLE", "EMPTY_EXPECTED", null],
    ]);
  });

  it("accepts an alternate", async () => {
    const { context } = contextOf({
      answers: { a: answer("SELECT 2 AS n") },
      results: { "SELECT n FROM t": numbers("1"), "SELECT n FROM u": numbers("2"), "SELECT 2 AS n": numbers("2") },
    });
    const attempts = await evaluate([ask("a", "SELECT n FROM t", { alternates: ["SELECT n FROM u"] })], context);
    expect(attempts[0]?.verdict.verdict).toBe("CORRECT");
  });

  it("makes trouble of the platform an INFRA attempt and goes on", async () => {
    const trouble = new EnhancerError({ code: "UNREACHABLE", message: "gone", remedy: "wait", retryable: true });
    const { context } = contextOf({
      answers: { a: () => Promise.reject(trouble), b: answer("SELECT 1 AS n") },
      results: { "SELECT n FROM t": numbers("1"), "SELECT 1 AS n": numbers("1") },
    });
    const attempts = await evaluate([ask("a", "SELECT n FROM t"), ask("b", "SELECT n FROM t")], context);
    expect(brief(attempts)).toEqual([
      ["a", "INFRA", "UNREACHABLE", null],
      ["b", "CORRECT", null, null],
    ]);
  });

  it("ends when an error would meet every question, the attempts so far handed over", async () => {
    const denied = new EnhancerError({ code: "PERMISSION_DENIED", message: "no", remedy: "ask" });
    const seen: string[] = [];
    const { context } = contextOf(
      {
        answers: { a: answer("SELECT 1 AS n"), b: () => Promise.reject(denied) },
        results: { "SELECT n FROM t": numbers("1"), "SELECT 1 AS n": numbers("1") },
      },
      { genieConcurrent: 1, onAttempt: (attempt) => seen.push(attempt.question.id) },
    );
    await evaluate([ask("a", "SELECT n FROM t")], context);
    await expect(evaluate([ask("b", "SELECT n FROM t")], context)).rejects.toBe(denied);
    expect(seen).toEqual(["a"]);
  });

  it("stops at once when told to, even if Genie never answers", async () => {
    const stop = new AbortController();
    const { context } = contextOf(
      { answers: { a: () => new Promise(() => {}) }, results: {} },
      { signal: stop.signal },
    );
    const running = evaluate([ask("a", "SELECT n FROM t")], context);
    const reason = new Error("stopped by a person");
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
  });

  it("gives up a port that never answers", async () => {
    const { context } = contextOf(
      { answers: { a: () => new Promise(() => {}) }, results: {} },
      { questionTimeoutMs: 0.1 },
    );
    expect(brief(await evaluate([ask("a", "SELECT n FROM t")], context))).toEqual([["a", "INFRA", "TIMEOUT", null]]);
  });

  it("asks no more questions at once than allowed", async () => {
    let [now, most] = [0, 0];
    const slow = async (): Promise<AskOutcome> => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return answer("SELECT 1 AS n");
    };
    const names = ["a", "b", "c", "d", "e"];
    const { context } = contextOf(
      {
        answers: Object.fromEntries(names.map((name) => [name, slow])),
        results: { "SELECT n FROM t": numbers("1"), "SELECT 1 AS n": numbers("1") },
      },
      { genieConcurrent: 2 },
    );
    await evaluate(
      names.map((name) => ask(name, "SELECT n FROM t")),
      context,
    );
    expect(most).toBe(2);
  });
});
