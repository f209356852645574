import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttemptRow } from "../../src/lib/state/tables/attempts.ts";
import type { IterationRow } from "../../src/lib/state/tables/iterations.ts";
import { orchestrator } from "../../src/stages/orchestrator.ts";
import { score } from "../../src/stages/score.ts";
import { type Ground, openGround, pathOf, six } from "./fixture.ts";
import { mortalContext } from "./mortal.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

type Scored = {
  readonly rows: readonly AttemptRow[];
  readonly iteration: IterationRow | null;
  /** Writes to state, by name. */
  readonly writes: readonly string[];
  /** Statements of the exam and of Genie. */
  readonly statements: number;
};

/** The baseline of the six questions, three asks each. */
async function scoreSix(settings: Readonly<Record<string, unknown>> = {}): Promise<Scored> {
  const space_id = await ground.makeSpace(six.space);
  await using player = await ground.connect({ benchmarks: pathOf(six.exam), space_id, ...settings });
  const { context } = player;
  const { run_id } = await orchestrator(context, "", 1);
  const before = context.workspace.usage().statements;
  const counted = mortalContext(context, Number.POSITIVE_INFINITY);
  await score(counted.context, run_id, 1);
  const statements = context.workspace.usage().statements - before;
  const rows = await context.state.attempts.list({ run_id, arms: ["baseline"] });
  return {
    rows,
    iteration: await context.state.iterations.get(run_id, 1),
    writes: [...counted.life.steps],
    statements,
  };
}

async function stuck(question: string): Promise<void> {
  const body = JSON.stringify({ kind: "stuck", question, times: 3 });
  const headers = { "content-type": "application/json" };
  await fetch(`${ground.serving.workspace.control}/answers`, { method: "POST", headers, body });
}

describe("a scoring", () => {
  it("writes to state a handful of times, and records what it took", async () => {
    const { rows, iteration, writes, statements } = await scoreSix();
    expect(rows).toHaveLength(18);
    expect(writes.length, writes.join(", ")).toBeLessThanOrEqual(12);
    expect(iteration?.questions_asked).toBe(18);
    expect(iteration?.warehouse_seconds).toBeGreaterThan(0);
    expect(iteration?.max_in_flight).toBeGreaterThanOrEqual(1);
    expect(iteration?.max_in_flight).toBeLessThanOrEqual(3);
    // What Genie wrote, and each question's own SQL once.
    expect(statements).toBe(18 + 6);
  }, 60_000);

  it("without a batch asks one question at a time", async () => {
    const { rows, iteration } = await scoreSix({ batch: false });
    expect(rows).toHaveLength(18);
    expect(iteration?.max_in_flight).toBe(1);
  }, 60_000);

  it("gives up what Genie never ends, and asks the others all the same", async () => {
    const exam = JSON.parse(await readFile(pathOf(six.exam), "utf8")) as
      | { question: string }[]
      | { benchmarks: { question: string }[] };
    const [first, second] = Array.isArray(exam) ? exam : exam.benchmarks;
    for (const question of [first, second]) await stuck(question?.question ?? "");
    const { rows } = await scoreSix({ question_timeout: 1 });
    await ground.clearFaults();
    const dead = rows.filter((row) => row.verdict === "INFRA");
    expect(new Set(dead.map((row) => row.question))).toEqual(new Set([first?.question, second?.question]));
    expect(dead).toHaveLength(6);
    expect(rows).toHaveLength(18);
    for (const row of dead) expect(row.response_time_seconds).toBeLessThan(2);
  }, 60_000);
});
