import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ground, openGround, pathOf, play, type Player, six } from "./fixture.ts";
import { rowOf } from "./sound-end.ts";

type Entry = { readonly id: string; readonly question: string; readonly expected_sql: string };

let ground: Ground;
let entries: readonly Entry[];
beforeAll(async () => {
  ground = await openGround();
  const file = JSON.parse(await readFile(pathOf(six.exam), "utf8")) as { benchmarks: readonly Entry[] };
  entries = file.benchmarks;
});
afterAll(() => ground[Symbol.asyncDispose]());

/** An exam file of the six questions, some of them changed. */
async function examOf(change: (entry: Entry, index: number) => Entry): Promise<string> {
  const path = join(ground.outDir, `exam-${String((await readdir(ground.outDir)).length)}.json`);
  await writeFile(path, JSON.stringify({ benchmarks: entries.map(change) }));
  return path;
}

function asked(): number {
  const calls = ground.requests().filter(({ route }) => route.includes("start-conversation"));
  return calls.reduce((sum, { count }) => sum + count, 0);
}

async function deny(method: "POST" | "DELETE", table?: string): Promise<void> {
  const body = table === undefined ? {} : { body: JSON.stringify({ table }) };
  const headers = { "content-type": "application/json" };
  await fetch(`${ground.serving.workspace.control}/tables/deny`, { method, headers, ...body });
}

async function fitnessFile(runId: string, name: string): Promise<string> {
  return readFile(join(ground.outDir, runId, name), "utf8");
}

describe("a run whose exam is not fit", () => {
  it("ends before it asks or clones, with files that name the questions and what to do", async () => {
    const broken = [
      "SELECT nothing FROM samples.bakehouse.sales_customers",
      "DROP TABLE samples.bakehouse.sales_customers",
    ];
    const benchmarks = await examOf((entry, index) => ({
      ...entry,
      expected_sql: broken[index] ?? entry.expected_sql,
    }));
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ space_id, benchmarks });
    const [before, spaces] = [asked(), ground.spaceIds()];
    const runId = await play(player);
    expect(await rowOf(player, runId)).toMatchObject({
      status: "BLOCKED",
      reason: "exam_not_fit",
      outcome: "EXAM_NOT_FIT",
      dev_best_space_id: null,
    });
    expect(asked()).toBe(before);
    expect(ground.spaceIds()).toEqual(spaces);
    const stages = await player.context.state.stages.list(runId);
    expect(stages.map(({ stage_name, status }) => [stage_name, status])).toEqual([["orchestrator", "COMPLETED"]]);
    const lease = await player.context.state.leases.get(`space:${space_id}`);
    expect(lease === null || lease.expires_at <= new Date().toISOString()).toBe(true);
    const found = JSON.parse(await fitnessFile(runId, "fitness.json")) as {
      findings: { code: string; question: string }[];
    };
    expect(found).toMatchObject({ fit: false, visible: 6, not_evaluable: [entries[0]?.id, entries[1]?.id] });
    expect(found.findings.map(({ code }) => code)).toEqual(["unknown_column", "not_read_only"]);
    expect(await fitnessFile(runId, "report.md")).toContain("## Is the exam fit?\n\n**No: 2 of 6 visible questions");
    expect(await fitnessFile(runId, "report.ko.md")).toContain("## 시험은 적합한가");
    expect(problems(player)[0]).toMatch(/names the column `nothing`.*Correct the column's name/u);
  });

  it("goes on where it is taken up again once the exam's tables may be read", async () => {
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ space_id, benchmarks: pathOf(six.exam) });
    await deny("POST", "samples.bakehouse.sales_customers");
    const runId = await play(player);
    await deny("DELETE");
    expect(await rowOf(player, runId)).toMatchObject({ reason: "exam_not_fit" });
    expect(await fitnessFile(runId, "fitness.md")).toContain("does not have SELECT");
    await play(player, runId);
    expect(await rowOf(player, runId)).toMatchObject({ status: "TARGET_REACHED", outcome: "IMPROVED" });
  });
});

describe("a run whose exam is fit enough", () => {
  it("goes on, and its question on a table that may not be read is NOT_EVALUABLE, PERMISSION", async () => {
    const benchmarks = await examOf((entry, index) =>
      index === 0
        ? { ...entry, expected_sql: "SELECT chunk_id FROM samples.bakehouse.media_gold_reviews_chunked" }
        : entry,
    );
    const space_id = await ground.makeSpace(six.space);
    await using player = await ground.connect({ space_id, benchmarks, target_score: 0.8, max_iterations: 1 });
    await deny("POST", "samples.bakehouse.media_gold_reviews_chunked");
    const runId = await play(player);
    await deny("DELETE");
    const rows = await player.context.state.attempts.list({ run_id: runId, arms: ["baseline"] });
    const own = rows.filter(({ benchmark_id }) => benchmark_id === entries[0]?.id);
    expect(own.map(({ verdict }) => verdict)).toEqual(["NOT_EVALUABLE", "NOT_EVALUABLE", "NOT_EVALUABLE"]);
    expect(own[0]?.failure_reason).toMatch(/may not read/u);
    const lines = await player.context.state.promotions.list(runId);
    expect(lines.find(({ rule }) => rule === "exam_fitness")).toMatchObject({ verdict: "WARN", observed: "1" });
  });
});

it("a run whose exam is passed before any change ends EXAM_NOT_FIT, too easy, and keeps no clone", async () => {
  const benchmarks = await examOf((entry) => ({
    ...entry,
    question: "How many suppliers are there?",
    expected_sql: "SELECT COUNT(*) AS n FROM samples.bakehouse.sales_suppliers",
  }));
  const space_id = await ground.makeSpace(six.space);
  await using player = await ground.connect({ space_id, benchmarks });
  const spaces = ground.spaceIds();
  const runId = await play(player);
  expect(await rowOf(player, runId)).toMatchObject({
    status: "TARGET_REACHED",
    reason: "too_easy",
    outcome: "EXAM_NOT_FIT",
    initial_score: 1,
  });
  expect(ground.spaceIds()).toEqual(spaces);
  expect(await player.context.state.changes.list({ run_id: runId })).toEqual([]);
});

function problems({ events }: Player): readonly string[] {
  return events.flatMap((event) => (event.kind === "problem" ? event.message : []));
}
