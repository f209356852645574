import * as fc from "fast-check";
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

  it("runs the expected SQL while Genie thinks, and Genie's as soon as it is known", async () => {
    const order: string[] = [];
    const { context } = contextOf({ answers: {}, results: {} });
    const ports = {
      ask: async () => {
        order.push("asked");
        for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        order.push("answered");
        return answer("SELECT 1 AS n");
      },
      run: (sql: string) => {
        order.push(sql);
        return Promise.resolve(numbers("1"));
      },
    };
    await evaluate([ask("a", "SELECT n FROM t", { alternates: ["SELECT n FROM u"] })], { ...context, ports });
    expect(order).toEqual(["asked", "SELECT n FROM t", "SELECT n FROM u", "answered", "SELECT 1 AS n"]);
  });

  it.each([
    ["throws", () => Promise.reject(new EnhancerError({ code: "UNREACHABLE", message: "gone", remedy: "wait" }))],
    [
      "fails by the platform's fault",
      () =>
        Promise.resolve<StatementOutcome>({
          kind: "failed",
          statementId: "s",
          errorCode: "TEMPORARILY_UNAVAILABLE",
          message: "starting",
        }),
    ],
  ])("tries an expected statement that %s again with the next asking, and blames nobody", async (_what, trouble) => {
    const { context } = contextOf({ answers: { a: answer("SELECT 1 AS n") }, results: {} });
    let isDown = true;
    const run = (): Promise<StatementOutcome> => (isDown ? trouble() : Promise.resolve(numbers("1")));
    const more = { ...context, ports: { ...context.ports, run } };
    const [first] = await evaluate([ask("a", "SELECT n FROM t")], more);
    expect(first?.verdict.verdict).toBe("INFRA");
    isDown = false;
    const [second] = await evaluate([ask("a", "SELECT n FROM t")], more);
    expect(second?.verdict.verdict).toBe("CORRECT");
  });

  it("runs no more statements at once than allowed, the exam's and Genie's together", async () => {
    let [now, most] = [0, 0];
    const names = Array.from({ length: 12 }, (_, place) => `q${String(place)}`);
    const { context } = contextOf(
      { answers: Object.fromEntries(names.map((name) => [name, answer(`SELECT 1 AS n -- ${name}`)])), results: {} },
      { genieConcurrent: 6, sqlConcurrent: 2 },
    );
    const run = async (): Promise<StatementOutcome> => {
      now += 1;
      most = Math.max(most, now);
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
      now -= 1;
      return numbers("1");
    };
    const attempts = await evaluate(
      names.map((name) => ask(name, `SELECT n FROM t WHERE q = '${name}'`)),
      { ...context, ports: { ...context.ports, run } },
    );
    expect(attempts.filter(({ verdict }) => verdict.verdict === "CORRECT")).toHaveLength(12);
    expect(most).toBe(2);
  });

  it("keeps a failed expected statement nobody needs from breaking anything", async () => {
    const { context } = contextOf({
      answers: { a: { ...common, kind: "infra", reason: "TIMEOUT", message: "too slow" } },
      results: {},
    });
    // The statement is not known to the world: running it throws.
    expect(brief(await evaluate([ask("a", "SELECT n FROM t")], context))).toEqual([["a", "INFRA", "TIMEOUT", null]]);
  });
});

describe("reading wrong answers", () => {
  beforeAll(loadParser);

  // The same query over other data: nothing in the two texts tells why the results differ.
  const unclear = (place: number): string => `SELECT n FROM t WHERE q = ${String(place)}`;
  const count = 23;
  const names = Array.from({ length: count }, (_, place) => `q${String(place)}`);

  function wrongWorld(explain: EvaluationContext["ports"]["explain"], more: Partial<EvaluationContext> = {}) {
    const { context } = contextOf({ answers: {}, results: {} }, { mayExplain: () => true, ...more });
    const asked = new Map<string, number>();
    const ports: EvaluationContext["ports"] = {
      ask: (_space, question) =>
        Promise.resolve(answer(unclear(Number(question.slice(1))).replace("n FROM", "n  FROM"))),
      run: (sql) => {
        asked.set(sql, (asked.get(sql) ?? 0) + 1);
        return Promise.resolve(numbers(sql.includes("  ") ? "2" : "1"));
      },
      ...(explain === undefined ? {} : { explain }),
    };
    return { ...context, ports };
  }
  const asks = names.map((name, place) => ask(name, unclear(place)));

  it("goes ten at a time, after the rows were handed over, and changes no verdict", async () => {
    const sizes: number[] = [];
    const handed: (string | null)[] = [];
    const explained: string[] = [];
    const context = wrongWorld(
      (failures) => {
        sizes.push(failures.length);
        return Promise.resolve(
          failures.map(({ question }) => ({ category: "ambiguous", reason: `about ${question.id}` })),
        );
      },
      {
        onAttempt: (attempt) => handed.push(attempt.failureCategory),
        onExplained: (attempt) => explained.push(attempt.failureReason ?? ""),
      },
    );
    const attempts = await evaluate(asks, context);
    expect(sizes).toEqual([10, 10, 3]);
    expect(handed).toEqual(names.map(() => "wrong_calculation"));
    expect(explained.toSorted()).toEqual(names.map((name) => `about ${name}`).toSorted());
    expect(attempts.map(({ failureCategory }) => failureCategory)).toEqual(names.map(() => "ambiguous"));
    expect(new Set(attempts.map(({ verdict }) => verdict.verdict))).toEqual(new Set(["INCORRECT"]));
  });

  it("shows the same answer to the same question once", async () => {
    const shown: string[] = [];
    const context = wrongWorld((failures) => {
      shown.push(...failures.map(({ question }) => question.id));
      return Promise.resolve(failures.map(() => ({ category: "ambiguous", reason: "two meanings" })));
    });
    const attempts = await evaluate([...asks, ...asks, ...asks], context);
    expect(shown.toSorted()).toEqual(names.toSorted());
    expect(attempts.every(({ failureCategory }) => failureCategory === "ambiguous")).toBe(true);
  });

  it.each<[string, EvaluationContext["ports"]["explain"]]>([
    ["fails", () => Promise.reject(new Error("no model"))],
    [
      "throws",
      () => {
        throw new Error("no model");
      },
    ],
    ["says nothing", () => Promise.resolve([])],
  ])("leaves the category as it was when the reader %s", async (_what, explain) => {
    const attempts = await evaluate(asks, wrongWorld(explain));
    expect(attempts.map(({ failureCategory }) => failureCategory)).toEqual(names.map(() => "wrong_calculation"));
  });

  it("shows nothing that may not be shown, is right, or that the queries' facts tell", async () => {
    let shown = 0;
    const explain: EvaluationContext["ports"]["explain"] = (failures) => {
      shown += failures.length;
      return Promise.resolve([]);
    };
    await evaluate(asks, wrongWorld(explain, { mayExplain: () => false }));
    const { context } = contextOf(
      {
        answers: {
          right: answer("SELECT n FROM t"),
          told: answer("SELECT n FROM u"),
          text: { ...common, kind: "text", content: "no", followUp: false },
        },
        results: { "SELECT n FROM t": numbers("1"), "SELECT n FROM u": numbers("2") },
      },
      { mayExplain: () => true },
    );
    const attempts = await evaluate(
      ["right", "told", "text"].map((name) => ask(name, "SELECT n FROM t")),
      {
        ...context,
        ports: { ...context.ports, explain },
      },
    );
    expect(attempts.map(({ failureCategory }) => failureCategory)).toEqual([null, "wrong_table", "no_sql_generated"]);
    expect(shown).toBe(0);
  });
});

describe("what reaches the warehouse", () => {
  beforeAll(loadParser);

  const pieces = [
    "SELECT 1",
    "SELECT n FROM t",
    "WITH a AS (SELECT 1 AS n) SELECT n FROM a",
    "DROP TABLE t",
    "DELETE FROM t",
    "INSERT INTO t VALUES (1)",
    "UPDATE t SET n = 1",
    "MERGE INTO t USING u ON t.n = u.n WHEN MATCHED THEN DELETE",
    "CREATE TABLE x AS SELECT 1",
    "GRANT SELECT ON t TO u",
    "COPY INTO t FROM 'x'",
    "OPTIMIZE t",
    "USE CATALOG x",
    "SET a = 1",
    "CALL p()",
    "TRUNCATE TABLE t",
    "/* c */",
    "-- c",
    "",
    "SELECT ';'",
  ];

  it("is one statement that reads, whatever the exam and Genie hold", async () => {
    const sql = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom(";", " ; ", "\n", ";\n--x\n").map((between) => parts.join(between)));
    await fc.assert(
      fc.asyncProperty(sql, sql, async (expectedSql, genieSql) => {
        const ran: string[] = [];
        const { context } = contextOf({ answers: { q: answer(genieSql) }, results: {} });
        const run = (statement: string): Promise<StatementOutcome> => {
          ran.push(statement);
          return Promise.resolve(numbers("1"));
        };
        await evaluate([ask("q", expectedSql)], { ...context, ports: { ...context.ports, run } });
        for (const statement of ran) {
          expect(readOnly(statement).ok, statement).toBe(true);
          // What stands behind a comment sign is not run.
          expect(statement.replaceAll(/--[^\n]*/gu, "")).not.toMatch(
            /\b(?:DROP|DELETE|INSERT|UPDATE|MERGE|CREATE|GRANT|COPY|OPTIMIZE|USE|CALL|TRUNCATE)\b/u,
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
