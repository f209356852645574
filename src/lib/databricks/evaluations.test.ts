import { describe, expect, it } from "vitest";
import { manualClock } from "../core/clock.ts";
import { EnhancerError, type ErrorCode } from "../core/errors.ts";
import { seededRandom } from "../core/random.ts";
import { createContact } from "./contact.ts";
import { createEvaluations, hasEnded } from "./evaluations.ts";
import type { HttpRequest } from "./http.ts";
import { policedHttp } from "./policed-http.ts";
import { createPolicy } from "./policy.ts";

type Step = (request: HttpRequest) => unknown;

const started = { eval_run_id: "e1", eval_run_status: "RUNNING", num_questions: 2, num_done: 0 };
const rows = [
  { result_id: "r1", benchmark_question_id: "b1", status: "DONE" },
  { result_id: "r2", benchmark_question_id: "b2", status: "EVALUATION_TIMEOUT" },
];
const details: Readonly<Record<string, unknown>> = {
  r1: {
    ...rows[0],
    eval_run_status: "DONE",
    assessment: "BAD",
    assessment_reasons: ["RESULT_MISSING_ROWS"],
    actual_response: [{ response: "SELECT 1", response_type: "SQL" }],
  },
  r2: { ...rows[1], eval_run_status: "EVALUATION_TIMEOUT" },
};

/** Starts and looks come from two lists, the last look again and again; lists of evaluations from `others`. */
function setUp(script: { starts?: readonly unknown[]; looks?: readonly unknown[]; listed?: Step }) {
  const clock = manualClock();
  const policy = createPolicy({ clock, random: seededRandom(3), pace: 1 });
  const starts = [...(script.starts ?? [started])];
  const looks = [...(script.looks ?? [{ ...started, eval_run_status: "DONE", num_done: 2 }])];
  const calls: HttpRequest[] = [];
  let asked = 0;
  const answerTo = (request: HttpRequest): unknown => {
    const result = /\/results\/(?<id>\w+)$/u.exec(request.path)?.groups?.["id"];
    if (result !== undefined) return details[result];
    if (request.path.endsWith("/results")) {
      const second = request.query?.["page_token"] === "p2";
      return { eval_results: [rows[second ? 1 : 0]], ...(second ? {} : { next_page_token: "p2" }) };
    }
    if (request.route === "evaluations.create") return starts.length > 1 ? starts.shift() : starts[0];
    if (request.route === "evaluations.list") return script.listed?.(request) ?? { eval_runs: [] };
    return looks.length > 1 ? looks.shift() : looks[0];
  };
  const http = policedHttp(
    (request) => {
      calls.push(request);
      const step = answerTo(request);
      return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
    },
    policy,
    createContact(),
  );
  const onAsked = (questions: number): void => {
    asked += questions;
  };
  const evaluations = createEvaluations({ http, policy, clock, pollMs: 1_000, onAsked });
  const count = (route: HttpRequest["route"]): number => calls.filter((call) => call.route === route).length;
  return { clock, calls, evaluations, count, asked: () => asked };
}

function fault(code: ErrorCode, reached: "no" | "maybe" | "yes", retryable = true): EnhancerError {
  return new EnhancerError({ code, message: `fault ${code}`, remedy: "wait", retryable, context: { reached } });
}

const ids = ["b1", "b2"];

describe("starting an evaluation", () => {
  it("sends the questions, and counts each as asked", async () => {
    const { evaluations, calls, asked } = setUp({});
    expect(await evaluations.create("s", ids)).toMatchObject({ evaluationId: "e1", status: "RUNNING" });
    expect(calls[0]).toMatchObject({
      method: "POST",
      path: "/api/2.0/genie/spaces/s/eval-runs",
      body: { benchmark_question_ids: ids },
    });
    expect(asked()).toBe(2);
  });

  it.each([
    ["throttled", fault("THROTTLED", "yes")],
    ["never reached", fault("UNREACHABLE", "no")],
  ])("that was %s is done again without a look", async (_, error) => {
    const { evaluations, count } = setUp({ starts: [error, started] });
    expect((await evaluations.create("s", ids)).evaluationId).toBe("e1");
    expect([count("evaluations.create"), count("evaluations.list")]).toEqual([2, 0]);
  });

  it("whose answer was lost is looked up, past earlier ones, others' and those of other questions", async () => {
    const clock = manualClock();
    const at = clock.now().getTime();
    const one = { ...started, created_timestamp: at };
    const listed = (): unknown => ({
      eval_runs: [
        { ...one, eval_run_id: "of others", num_questions: 3 },
        { ...one, eval_run_id: "known" },
        { ...one, eval_run_id: "old", created_timestamp: at - 3_600_000 },
        { ...one, eval_run_id: "ours" },
      ],
    });
    const { evaluations, count, asked } = setUp({ starts: [fault("TIMEOUT", "maybe")], listed });
    expect((await evaluations.create("s", ids, { known: ["known"] })).evaluationId).toBe("ours");
    expect([count("evaluations.create"), asked()]).toEqual([1, 2]);
  });

  it("whose answer was lost is done again when there is none", async () => {
    const { evaluations, count } = setUp({ starts: [fault("SERVER_ERROR", "yes"), started] });
    expect((await evaluations.create("s", ids)).evaluationId).toBe("e1");
    expect([count("evaluations.create"), count("evaluations.list")]).toEqual([2, 1]);
  });

  it("that is refused is not repeated, and asked nothing", async () => {
    const { evaluations, count, asked } = setUp({ starts: [fault("PERMISSION_DENIED", "yes", false)] });
    await expect(evaluations.create("s", ids)).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    expect([count("evaluations.create"), asked()]).toEqual([1, 0]);
  });
});

describe("following an evaluation", () => {
  it("waits longer each time, then reads all pages and each question's details", async () => {
    const running = { ...started, num_done: 1 };
    const done = { ...started, eval_run_status: "DONE" };
    const { evaluations, clock } = setUp({ looks: [running, running, running, done] });
    const before = clock.monotonic();
    const { status, answers } = await evaluations.follow("s", "e1", { timeoutMs: 3_600_000 });
    expect(clock.monotonic() - before).toBe(10_000 + 15_000 + 22_500);
    expect(status).toBe("DONE");
    expect(answers).toEqual([
      {
        resultId: "r1",
        questionId: "b1",
        status: "DONE",
        assessment: "BAD",
        reasons: ["RESULT_MISSING_ROWS"],
        answerSql: "SELECT 1",
        answerText: null,
      },
      {
        resultId: "r2",
        questionId: "b2",
        status: "EVALUATION_TIMEOUT",
        assessment: null,
        reasons: [],
        answerSql: null,
        answerText: null,
      },
    ]);
  });

  it("gives up at its time limit with what there is", async () => {
    const { evaluations, clock } = setUp({ looks: [started] });
    expect((await evaluations.follow("s", "e1", { timeoutMs: 60_000 })).status).toBe("RUNNING");
    expect(clock.monotonic()).toBe(60_000);
  });

  it("ends at once when told to", async () => {
    const { evaluations } = setUp({ looks: [started] });
    const stop = new AbortController();
    const onLook = (): Promise<void> => {
      stop.abort();
      return Promise.resolve();
    };
    const following = evaluations.follow("s", "e1", { timeoutMs: 60_000, signal: stop.signal, onLook });
    await expect(following).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});

it.each([
  ["NOT_STARTED", false],
  ["RUNNING", false],
  ["SOMETHING_NEW", false],
  ["DONE", true],
  ["EVALUATION_FAILED", true],
  ["EVALUATION_CANCELLED", true],
  ["EVALUATION_TIMEOUT", true],
])("status %s is an end: %s", (status, ended) => {
  expect(hasEnded(status)).toBe(ended);
});
