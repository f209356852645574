import { beforeAll, describe, expect, it } from "vitest";
import type { OpenFailure } from "../../lib/scoring/ports.ts";
import { loadParser } from "../../lib/sql/parser.ts";
import type { OpenRun } from "../open-run.ts";
import { answerReader } from "./explain-answers.ts";

const question = (id: string, split: "visible" | "held_out", expectedSql: string) => ({
  id,
  question: `What about ${id}?`,
  expectedSql,
  alternates: [],
  policy: {},
  mustPass: false,
  split,
});
const visible = question("q1", "visible", "SELECT n FROM c.s.t WHERE kind = 'open'");
const heldOut = question("q2", "held_out", "SELECT n FROM c.s.t WHERE kind = 'top secret'");

type Chat = {
  readonly system: string;
  readonly prompt: string;
  readonly schemaName: string;
  readonly maxTokens: number;
};

function setUp(reply: (prompt: string) => string, settings: object = {}) {
  const chats: Chat[] = [];
  const problems: string[] = [];
  const run = {
    settings: { llm_endpoint: "m", share_values: "none", share_columns: "", as_of: null, ...settings },
    run: { run_id: "r" },
    exam: { questions: [visible, heldOut] },
    budget: { reached: () => null },
    workspace: {
      serving: {
        chat: (request: Chat) => {
          chats.push(request);
          return Promise.resolve({ text: reply(request.prompt), tokens: { prompt: 1, completion: 1 } });
        },
      },
    },
    report: (event: { message: string }) => problems.push(event.message),
    // Only these members are looked at.
  } as unknown as OpenRun;
  return {
    chats,
    problems,
    read: (...failures: OpenFailure[]) => answerReader(run)(failures, new AbortController().signal),
  };
}

function wrong(genieSql: string, words = "differs"): OpenFailure {
  const difference = { mechanism: "value", words, example: {} } as const;
  const verdict = { verdict: "INCORRECT", reason: "value", mechanism: "value", difference, acceptedBy: null } as const;
  return { question: visible, genieSql, verdict, category: "wrong_calculation" };
}

const readings = (...list: readonly object[]): string => JSON.stringify({ readings: list });
const one = { question_id: "1", category: "ambiguous", explanation: "Two meanings." };

describe("a model that reads wrong answers", () => {
  beforeAll(loadParser);

  it("names a category and a reason, and is asked once for the same answer", async () => {
    const { chats, read } = setUp(() => readings(one, { ...one, question_id: "2", category: "wrong_join" }));
    const answers = [wrong("SELECT 1"), wrong("SELECT 2")];
    const expected = [
      { category: "ambiguous", reason: "Two meanings." },
      { category: "wrong_join", reason: "Two meanings." },
    ];
    expect(await read(...answers)).toEqual(expected);
    expect(await read(...answers)).toEqual(expected);
    expect(chats).toHaveLength(1);
    expect(chats[0]).toMatchObject({ schemaName: "failure_reading" });
  });

  it("sees no held-out question, and no value of a table that the settings do not share", async () => {
    const { chats, read } = setUp(() => readings(one));
    await read(wrong("SELECT n FROM c.s.t WHERE kind = 'top secret' AND name = 'Kim'", "expected 4711, answered 4712"));
    const sent = chats.map(({ system, prompt }) => `${system}\n${prompt}`).join("\n");
    expect(sent).toContain(visible.question);
    for (const hidden of [heldOut.question, heldOut.id, "top secret", "Kim", "4711"])
      expect(sent).not.toContain(hidden);
  });

  it("sees values where the settings share them", async () => {
    const { chats, read } = setUp(() => readings(one), { share_values: "all" });
    await read(wrong("SELECT 1", "expected 4711, answered 4712"));
    expect(chats[0]?.prompt).toContain("4711");
  });

  it.each([
    ["no JSON", "I think the join is wrong."],
    ["JSON that was cut", readings(one).slice(0, 30)],
    ["another shape", JSON.stringify({ answers: [one] })],
    ["a category there is not", readings({ ...one, category: "bad_luck" })],
    ["another answer's number", readings({ ...one, question_id: "7" })],
  ])("that replies with %s explains nothing, and breaks nothing", async (_what, reply) => {
    const { read } = setUp(() => reply);
    expect(await read(wrong("SELECT 1"))).toEqual([null]);
  });

  it("that is not reached is told as a problem", async () => {
    const { problems, read } = setUp(() => {
      throw new Error("no endpoint");
    });
    expect(await read(wrong("SELECT 1"))).toEqual([null]);
    expect(problems.join()).toContain("no endpoint");
  });
});
