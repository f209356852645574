import { beforeAll, describe, expect, it } from "vitest";
import { EnhancerError } from "../../lib/core/errors.ts";
import { seededRandom } from "../../lib/core/random.ts";
import { virtualClock } from "../../lib/core/virtual-clock.fixture.ts";
import type { Ask, Attempt } from "../../lib/scoring/attempt.ts";
import { evaluate } from "../../lib/scoring/evaluate.ts";
import { createExpectedResults } from "../../lib/scoring/expected-results.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import { createContact } from "../../lib/databricks/contact.ts";
import { createAsk } from "../../lib/databricks/genie.ts";
import type { HttpRequest } from "../../lib/databricks/http.ts";
import { policedHttp } from "../../lib/databricks/policed-http.ts";
import { createPolicy } from "../../lib/databricks/policy.ts";
import { createQuota } from "../../lib/databricks/quota.ts";

type World = {
  /** Seconds from when to when nobody is there. */
  readonly away?: readonly [number, number];
  readonly reached?: "no" | "yes";
  /** Questions that Genie never ends. */
  readonly dead?: readonly string[];
  /** Questions whose asking brings Genie down for the moment. */
  readonly poisonous?: readonly string[];
  readonly concurrent?: number;
};

const answerMs = 15_000;

/** A Genie that takes 15 seconds for an answer, asked as a run asks it. */
function genieWith({ away = [0, 0], reached = "yes", dead = [], poisonous = [], concurrent = 3 }: World) {
  const clock = virtualClock();
  const policy = createPolicy({ clock, random: seededRandom(5), pace: 1 });
  const startedAt: number[] = [];
  const questions: string[] = [];
  const underWay = new Set<number>();
  /** How many were under way as each question was taken. */
  const most: { readonly at: number; readonly underWay: number }[] = [];
  const polls = new Map<string, number>();
  const contact = createContact();
  contact.answered();
  const gone = (code: "SERVER_ERROR" | "UNREACHABLE"): EnhancerError =>
    new EnhancerError({ code, message: "away", remedy: "wait", retryable: true, context: { reached } });
  const isAway = (): boolean => clock.monotonic() >= away[0] * 1000 && clock.monotonic() < away[1] * 1000;
  const reply = (request: HttpRequest): unknown => {
    if (isAway()) throw gone(reached === "no" ? "UNREACHABLE" : "SERVER_ERROR");
    if (request.route === "genie.ask") {
      const { content } = request.body as { content: string };
      if (poisonous.includes(content)) throw gone("SERVER_ERROR");
      const id = startedAt.length;
      startedAt.push(clock.monotonic());
      questions.push(content);
      underWay.add(id);
      most.push({ at: clock.monotonic(), underWay: underWay.size });
      return { conversation_id: String(id), message_id: String(id) };
    }
    if (request.route === "genie.conversations") return { conversations: [] };
    const id = Number(request.subject);
    polls.set(questions[id] ?? "", clock.monotonic());
    if (dead.includes(questions[id] ?? "") || clock.monotonic() < (startedAt[id] ?? 0) + answerMs)
      return { status: "ASKING_AI" };
    underWay.delete(id);
    return { status: "COMPLETED", attachments: [{ query: { query: "SELECT 1 AS n" } }] };
  };
  const http = policedHttp(
    async (request) => {
      await clock.sleep(100, request.signal);
      return reply(request);
    },
    policy,
    contact,
  );
  const ask = createAsk({
    http,
    policy,
    quota: createQuota({ perMinute: null, clock }),
    clock,
    pollMs: 1_000,
    questionTimeoutMs: 120_000,
    onAsked: () => {},
  });
  const asks = Array.from({ length: 20 }, (_, place): Ask => {
    const id = `question ${String(place + 1)}`;
    const question = { id, question: id, expectedSql: "SELECT 1 AS n", alternates: [], policy: {}, mustPass: false };
    return { question, spaceId: "s", arm: "best", attempt: 1 };
  });
  const one = {
    columns: [{ name: "n", typeName: "LONG", typeText: "BIGINT" }],
    rows: [["1"]],
    totalRowCount: 1,
    truncated: false,
  };
  const attempts = (): Promise<Attempt[]> =>
    clock.during(
      evaluate(asks, {
        ports: { ask, run: () => Promise.resolve({ kind: "rows", statementId: "s", result: one }) },
        expected: createExpectedResults(),
        isReadOnly: () => ({ ok: true }),
        genieConcurrent: concurrent,
        clock,
        signal: new AbortController().signal,
      }),
    );
  return { attempts, clock, policy, most, polls, questions, startedAt };
}

function verdicts(attempts: readonly Attempt[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of attempts) counts[verdict.verdict] = (counts[verdict.verdict] ?? 0) + 1;
  return counts;
}

describe("twenty questions", () => {
  beforeAll(loadParser);

  it.each<[string, World & Required<Pick<World, "away">>]>([
    ["four minutes away, answering with errors", { away: [30, 270] }],
    ["four minutes away, not to be reached", { away: [30, 270], reached: "no" }],
    ["eight minutes away", { away: [30, 510] }],
    ["away before the first question", { away: [0, 200] }],
    ["four minutes away, one question at a time", { away: [30, 270], concurrent: 1 }],
  ])("with Genie %s, all end with their verdict and none is asked twice", async (_what, world) => {
    const genie = genieWith(world);
    expect(verdicts(await genie.attempts())).toEqual({ CORRECT: 20 });
    expect(genie.questions).toHaveLength(20);
    const counters = genie.policy.counters();
    expect(counters.breakerOpenings).toBeGreaterThan(0);
    expect(counters.retries).toBeGreaterThan(0);
    // Twenty at fifteen seconds each, the outage, and what finding its end takes.
    const seconds = (20 / (world.concurrent ?? 3)) * 16 + world.away[1] - world.away[0];
    expect(genie.clock.monotonic() / 1000).toBeLessThan(seconds + 120);
  });

  it("after an outage go one at a time until one is answered, then as many as before", async () => {
    const genie = genieWith({ away: [0, 200] });
    await genie.attempts();
    const [first] = genie.most;
    const alone = genie.most.filter(({ at }) => at < (first?.at ?? 0) + answerMs);
    expect(alone.map(({ underWay }) => underWay)).toEqual([1]);
    expect(Math.max(...genie.most.map(({ underWay }) => underWay))).toBe(3);
  });

  it("with two that Genie never ends, end with twenty verdicts, and nobody looks at the two any more", async () => {
    const dead = ["question 4", "question 11"];
    const genie = genieWith({ dead });
    const attempts = await genie.attempts();
    expect(verdicts(attempts)).toEqual({ CORRECT: 18, INFRA: 2 });
    expect(attempts.filter(({ verdict }) => verdict.reason === "TIMEOUT").map(({ question }) => question.id)).toEqual(
      dead,
    );
    for (const { question, seconds, outcome } of attempts.filter(({ verdict }) => verdict.verdict === "INFRA")) {
      expect(seconds).toBeLessThan(125);
      expect(outcome.genieStatus).toBe("ASKING_AI");
      const asked = genie.startedAt[genie.questions.indexOf(question.question)] ?? 0;
      expect(genie.polls.get(question.question)).toBeLessThan(asked + 121_000);
    }
  });

  it.each([1, 3])("with one that brings Genie down, %d at a time, end with the others right", async (concurrent) => {
    const genie = genieWith({ poisonous: ["question 3"], concurrent });
    const attempts = await genie.attempts();
    expect(verdicts(attempts)).toEqual({ CORRECT: 19, INFRA: 1 });
    expect(attempts[2]?.verdict.reason).toBe("SERVER_ERROR");
  });

  it("with Genie away for good, end after a quarter of an hour at the latest", async () => {
    const genie = genieWith({ away: [40, 1e9] });
    const counts = verdicts(await genie.attempts());
    expect((counts["CORRECT"] ?? 0) + (counts["INFRA"] ?? 0)).toBe(20);
    expect(counts["CORRECT"]).toBeGreaterThan(0);
    expect(genie.clock.monotonic() / 60_000).toBeLessThan(15);
  });
});
