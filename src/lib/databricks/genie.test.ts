import { describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import { seededRandom } from "../core/random.ts";
import type { AskOutcome } from "../scoring/ports.ts";
import { createAsk } from "./genie.ts";
import type { HttpRequest } from "./http.ts";
import { createContact } from "./contact.ts";
import { policedHttp } from "./policed-http.ts";
import { createPolicy } from "./policy.ts";
import { createQuota } from "./quota.ts";

const question = "지난 7일간 매출은?";
const started = { conversation_id: "c1", message_id: "m1" };
const sqlAttachment = { attachment_id: "a1", query: { query: "SELECT 1 AS `건수`;", description: "d" } };
const completed = { status: "COMPLETED", attachments: [sqlAttachment] };

type Step = unknown;

/** Answers start-conversation and polls from two lists, the last poll again and again; other paths from `others`. */
function setUp(script: {
  starts?: readonly Step[];
  polls?: readonly Step[];
  others?: (request: HttpRequest) => Step;
  perMinute?: number;
}) {
  const clock = manualClock();
  const starts = [...(script.starts ?? [started])];
  const polls = [...(script.polls ?? [completed])];
  const calls: HttpRequest[] = [];
  let asked = 0;
  const policy = createPolicy({ clock, random: seededRandom(7), pace: 1 });
  const http = policedHttp(
    (request) => {
      calls.push(request);
      const take = (): Step => {
        if (request.route === "genie.ask") return starts.length > 1 ? starts.shift() : starts[0];
        if (request.route === "genie.poll") return polls.length > 1 ? polls.shift() : polls[0];
        return script.others?.(request) ?? {};
      };
      const step = take();
      return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
    },
    policy,
    createContact(),
  );
  const ask = createAsk({
    http,
    policy,
    quota: createQuota({ perMinute: script.perMinute ?? null, clock }),
    clock,
    pollMs: 1_000,
    questionTimeoutMs: 120_000,
    onAsked: () => {
      asked += 1;
    },
  });
  return {
    clock,
    calls,
    asked: () => asked,
    starts: () => calls.filter((call) => call.route === "genie.ask").length,
    ask: (signal = new AbortController().signal): Promise<AskOutcome> => ask("s1", question, signal),
  };
}

function fault(code: ErrorCode, reached: "no" | "maybe" | "yes", retryAfterSeconds?: number): EnhancerError {
  const retryable = ["THROTTLED", "UNREACHABLE", "SERVER_ERROR", "TIMEOUT", "BAD_RESPONSE"].includes(code);
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new EnhancerError({
    code,
    message: `fault ${code}`,
    remedy: "wait",
    retryable,
    context: { reached },
    ...wait,
  });
}

const failed = (type: string): unknown => ({ status: "FAILED", error: { error: "it went wrong", type } });

describe("an answer", () => {
  it("with SQL is followed through all states, also backwards and unknown ones", async () => {
    const statuses = [
      "SUBMITTED",
      "FETCHING_METADATA",
      "EXECUTING_QUERY",
      "ASKING_AI",
      "PONDERING_DEEPLY",
      "PENDING_WAREHOUSE",
    ];
    const genie = setUp({ polls: [...statuses.map((status) => ({ status })), completed] });
    const outcome = await genie.ask();
    expect(outcome).toMatchObject({ kind: "sql", sql: "SELECT 1 AS `건수`", genieStatus: "COMPLETED" });
    expect(outcome).toMatchObject({ conversationId: "c1", messageId: "m1" });
    // 2 + 2 + 0.5 + 1 + 1 + 1 seconds of waiting.
    expect(outcome.seconds).toBeCloseTo(7.5, 3);
    expect(genie.asked()).toBe(1);
  });

  it("is looked for every second in the first minute, then ever more rarely, at last every five seconds", async () => {
    const asks = Array.from({ length: 70 }, () => ({ status: "ASKING_AI" }));
    const genie = setUp({ polls: [...asks, completed] });
    const outcome = await genie.ask();
    // 61 looks a second apart, then 1.5, 2.25, 3.375 and six times 5 seconds.
    expect(outcome.seconds).toBeCloseTo(61 + 1.5 + 2.25 + 3.375 + 6 * 5, 3);
  });

  it.each<[string, unknown, Partial<AskOutcome> & Record<string, unknown>]>([
    [
      "SQL behind a text without id",
      {
        status: "COMPLETED",
        attachments: [{ text: { content: "Here:" } }, { suggested_questions: {} }, sqlAttachment],
      },
      { kind: "sql", sql: "SELECT 1 AS `건수`" },
    ],
    [
      "a query and its repair",
      {
        status: "COMPLETED",
        attachments: [{ query: { query: "SELECT 0" } }, { query: { query: "SELECT 2" } }, { query: {} }],
      },
      { kind: "sql", sql: "SELECT 2" },
    ],
    [
      "expired rows, whose SQL is still there",
      { status: "QUERY_RESULT_EXPIRED", attachments: [sqlAttachment] },
      { kind: "sql", sql: "SELECT 1 AS `건수`" },
    ],
    [
      "text only",
      { status: "COMPLETED", attachments: [{ text: { content: "매출은 3입니다" } }] },
      { kind: "text", content: "매출은 3입니다", followUp: false },
    ],
    [
      "a question back",
      { status: "COMPLETED", attachments: [{ text: { content: "어느 매출?", purpose: "FOLLOW_UP_QUESTION" } }] },
      { kind: "text", content: "어느 매출?", followUp: true },
    ],
    ["nothing at all", { status: "COMPLETED" }, { kind: "text", content: "", followUp: false }],
    ["a cancelled message", { status: "CANCELLED" }, { kind: "cancelled", genieStatus: "CANCELLED" }],
    [
      "SQL that does not run",
      failed("SQL_EXECUTION_EXCEPTION"),
      { kind: "failed", errorType: "SQL_EXECUTION_EXCEPTION", message: "it went wrong" },
    ],
    [
      "a filtered question",
      failed("CONTENT_FILTER_EXCEPTION"),
      { kind: "failed", errorType: "CONTENT_FILTER_EXCEPTION" },
    ],
    [
      "too much context",
      failed("CONTEXT_EXCEEDED_EXCEPTION"),
      { kind: "failed", errorType: "CONTEXT_EXCEEDED_EXCEPTION" },
    ],
  ])("of %s is data", async (_what, message, expected) => {
    const genie = setUp({ polls: [message] });
    expect(await genie.ask()).toMatchObject(expected);
    expect(genie.starts()).toBe(1);
  });
});

describe("Genie's own troubles", () => {
  it.each([
    "RETRYABLE_PROCESSING_EXCEPTION",
    "RATE_LIMIT_EXCEEDED_GENERIC_EXCEPTION",
    "MESSAGE_CANCELLED_WHILE_EXECUTING_EXCEPTION",
    "SOMETHING_NEW_EXCEPTION",
  ])("%s: the question is asked again in a new conversation", async (type) => {
    const again = { conversation_id: "c2", message_id: "m2" };
    const genie = setUp({ starts: [started, again], polls: [failed(type), completed] });
    expect(await genie.ask()).toMatchObject({ kind: "sql", conversationId: "c2" });
    expect(genie.asked()).toBe(2);
    expect(genie.clock.monotonic()).toBeGreaterThanOrEqual(3_750);
  });

  it("that stay are nobody's answer after three tries", async () => {
    const starts = ["c1", "c2", "c3"].map((id) => ({ conversation_id: id, message_id: "m" }));
    const genie = setUp({ starts, polls: [failed("REPLY_PROCESS_TIMEOUT_EXCEPTION")] });
    expect(await genie.ask()).toMatchObject({
      kind: "infra",
      reason: "REPLY_PROCESS_TIMEOUT_EXCEPTION",
      conversationId: "c3",
      genieStatus: "FAILED",
    });
    expect(genie.starts()).toBe(3);
  });

  it.each(["TABLES_MISSING_EXCEPTION", "WAREHOUSE_ACCESS_MISSING_EXCEPTION", "BUDGET_EXCEEDED_EXCEPTION"])(
    "%s concerns every question and stops",
    async (type) => {
      await expect(setUp({ polls: [failed(type)] }).ask()).rejects.toMatchObject({ code: "SPACE_INVALID" });
    },
  );

  it("an answer that never comes is given up after the time a question has", async () => {
    const genie = setUp({ polls: [{ status: "ASKING_AI" }] });
    expect(await genie.ask()).toMatchObject({
      kind: "infra",
      reason: "TIMEOUT",
      seconds: 120,
      genieStatus: "ASKING_AI",
    });
    expect(genie.starts()).toBe(1);
  });
});

describe("faults of the start call", () => {
  it("a throttle is waited out as long as it says", async () => {
    const genie = setUp({ starts: [fault("THROTTLED", "yes", 40), started] });
    const outcome = await genie.ask();
    expect(outcome.kind).toBe("sql");
    expect(genie.clock.monotonic()).toBeGreaterThanOrEqual(40_000);
    expect(outcome.seconds).toBe(0);
  });

  it("a throttle slows the whole quota down", async () => {
    const genie = setUp({ starts: [fault("THROTTLED", "yes"), started], perMinute: 5 });
    expect((await genie.ask()).kind).toBe("sql");
    expect(genie.clock.monotonic()).toBeGreaterThanOrEqual(12_000);
  });

  it.each(["THROTTLED", "UNREACHABLE", "SERVER_ERROR", "TIMEOUT", "BAD_RESPONSE"] as const)(
    "%s that stays is nobody's answer",
    async (code) => {
      const genie = setUp({ starts: [fault(code, "maybe")] });
      expect(await genie.ask()).toMatchObject({
        kind: "infra",
        reason: code,
        conversationId: null,
        genieStatus: "NOT_SENT",
      });
      expect(genie.starts()).toBe(3);
      expect(genie.asked()).toBe(0);
    },
  );

  it.each(["PERMISSION_DENIED", "NOT_FOUND", "UNAUTHENTICATED", "CERTIFICATE_UNTRUSTED"] as const)(
    "%s concerns every question and stops",
    async (code) => {
      await expect(setUp({ starts: [fault(code, "yes")] }).ask()).rejects.toMatchObject({ code });
    },
  );

  it("a question the platform refuses is one question's trouble", async () => {
    const genie = setUp({ starts: [fault("BAD_REQUEST", "yes")] });
    expect(await genie.ask()).toMatchObject({ kind: "infra", reason: "BAD_REQUEST" });
    expect(genie.starts()).toBe(1);
  });
});

describe("a lost answer to start-conversation", () => {
  const now = Date.parse("2026-01-05T09:00:00.000Z");
  const conversation = { conversation_id: "lost", title: question, created_timestamp: now };
  const listing =
    (conversations: readonly unknown[], content = question) =>
    (request: HttpRequest): unknown =>
      request.path.endsWith("/messages")
        ? { messages: [{ id: "lost-message", content, status: "ASKING_AI" }] }
        : { conversations };

  it("is found again instead of asking twice", async () => {
    const genie = setUp({ starts: [fault("UNREACHABLE", "maybe")], others: listing([conversation]) });
    expect(await genie.ask()).toMatchObject({ kind: "sql", conversationId: "lost", messageId: "lost-message" });
    expect(genie.starts()).toBe(1);
    expect(genie.asked()).toBe(1);
  });

  it("is found with times in seconds and a cut title too", async () => {
    const cut = { ...conversation, title: `${question.slice(0, 5)}…`, created_timestamp: now / 1000 };
    const genie = setUp({ starts: [fault("TIMEOUT", "maybe")], others: listing([cut]) });
    expect(await genie.ask()).toMatchObject({ conversationId: "lost" });
  });

  it.each([
    ["there is none", listing([])],
    ["it is an old one", listing([{ ...conversation, created_timestamp: now - 3_600_000 }])],
    ["it is of another question", listing([{ ...conversation, title: "고객 수는?" }])],
    ["it only looks like it", listing([conversation], "지난 7일간 매출은? 그리고 고객은?")],
    ["looking fails", () => fault("PERMISSION_DENIED", "yes")],
  ])("asks again when %s", async (_what, others) => {
    const genie = setUp({ starts: [fault("SERVER_ERROR", "yes"), started], others });
    expect(await genie.ask()).toMatchObject({ kind: "sql", conversationId: "c1" });
    expect(genie.starts()).toBe(2);
  });

  it("is not looked for when the question surely was not taken", async () => {
    const genie = setUp({ starts: [fault("UNREACHABLE", "no"), started], others: listing([conversation]) });
    expect(await genie.ask()).toMatchObject({ conversationId: "c1" });
  });

  it("never takes the conversation of another asking", async () => {
    const lost = { conversation_id: "lost", message_id: "lost-message" };
    const genie = setUp({ starts: [lost, fault("UNREACHABLE", "maybe"), started], others: listing([conversation]) });
    expect(await genie.ask()).toMatchObject({ conversationId: "lost" });
    expect(await genie.ask()).toMatchObject({ conversationId: "c1" });
  });
});

describe("two askings of one question", () => {
  it("never share a conversation, or one answer would be counted twice", async () => {
    const genie = setUp({ starts: [started, started, { conversation_id: "c2", message_id: "m2" }] });
    expect(await genie.ask()).toMatchObject({ conversationId: "c1" });
    expect(await genie.ask()).toMatchObject({ conversationId: "c2" });
    expect(genie.asked()).toBe(2);
  });
});

describe("faults while waiting for the answer", () => {
  it("are passed over, without asking again", async () => {
    const polls = [{ status: "ASKING_AI" }, fault("SERVER_ERROR", "yes"), fault("UNREACHABLE", "maybe"), completed];
    const genie = setUp({ polls });
    expect(await genie.ask()).toMatchObject({ kind: "sql", conversationId: "c1" });
    expect(genie.starts()).toBe(1);
  });

  it("that outlast one call's tries are followed up in the same conversation", async () => {
    const polls = [...Array.from({ length: 6 }, () => fault("TIMEOUT", "maybe")), completed];
    const genie = setUp({ polls });
    expect(await genie.ask()).toMatchObject({ kind: "sql", conversationId: "c1" });
    expect(genie.starts()).toBe(1);
  });

  it("end with the caller's signal", async () => {
    const controller = new AbortController();
    const genie = setUp({ polls: [{ status: "ASKING_AI" }] });
    const asking = genie.ask(controller.signal);
    controller.abort();
    await expect(asking).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
