import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { loadQuestions } from "../../src/lib/exam/load-exam.ts";
import { compareAnswer } from "../../src/lib/scoring/compare-answer.ts";
import { canonicalText } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import { isKept } from "../../src/runs/change-words.ts";
import { promote, rollback } from "../../src/runs/promote.ts";
import { digestOfSpace, type Ground, openGround, pathOf, play, type Player } from "./fixture.ts";
import { expectSettled, rowOf } from "./sound-end.ts";

export type Story = {
  readonly seed: number;
  readonly status: string;
  readonly outcome: string | null;
  readonly initial: number;
  readonly final: number | null;
  readonly keptTypes: number;
  readonly missesBefore: number;
  readonly missesAfter: number;
};

/**
 * A whole demo run, judged as it goes: the record is sound, production is untouched until it is promoted, what was kept was proven, what
 * was not has its reason, promotion brings exactly dev-best and rollback exactly what was there.
 */
export async function tellDemo(seed: number): Promise<Story> {
  await using ground = await openGround({ demo: "bakehouse", samples: ["bakehouse", "tpch"], seed, flakyShare: 0.08 });
  await using player = await ground.connect({ seed });
  const { context } = player;
  const production = ground.serving.ready.space_id;
  const before = await context.workspace.spaces.get(production);
  await guardProduction(ground, production);
  const runId = await play(player);
  await ground.clearFaults();

  const run = await rowOf(player, runId);
  await expectSettled(player, runId);
  const after = await context.workspace.spaces.get(production);
  expect(after).toEqual(before);
  const misses = async (spaceId: string): Promise<number> => countMisses(player, spaceId);
  const changes = await context.state.changes.list({ run_id: runId });
  const missesBefore = await misses(production);
  const missesAfter = await misses(run.dev_best_space_id ?? production);
  if (changes.some(isKept)) await expectPromotionAndBack(player, runId, canonicalText(parseSpace(before.serializedSpace)));
  return {
    seed,
    status: run.status,
    outcome: run.outcome,
    initial: run.initial_score ?? 1,
    final: run.final_score,
    keptTypes: new Set(changes.filter(isKept).map((row) => row.change_type)).size,
    missesBefore,
    missesAfter,
  };
}

/** Any write to production would now fail, and the run with it. */
async function guardProduction(ground: Ground, production: string): Promise<void> {
  await ground.fault({ method: "PATCH", route: `/api/2.0/genie/spaces/${production}`, times: 1_000, kind: "status", status: 400 });
  await ground.fault({ method: "DELETE", route: `/api/2.0/genie/spaces/${production}`, times: 1_000, kind: "status", status: 400 });
}

/** Questions of an exam that no run loads which the space gets wrong. */
async function countMisses({ context }: Player, spaceId: string): Promise<number> {
  const name = "test/fixtures/bakehouse.paraphrases.json";
  const questions = loadQuestions({ kind: "text", name, text: await readFile(pathOf(name), "utf8") });
  const warehouseId = context.settings.warehouse_id ?? "";
  let misses = 0;
  for (const { question, expectedSql, policy } of questions) {
    const answer = await context.workspace.ask(spaceId, question, context.signal);
    const [expected, actual] = await Promise.all(
      [expectedSql, answer.kind === "sql" ? answer.sql : "SELECT no_answer"].map((sql) =>
        context.workspace.runStatement(sql, { warehouseId, timeoutMs: 30_000 }),
      ),
    );
    if (expected === undefined || actual === undefined) throw new Error("no result");
    if (compareAnswer({ expected, actual, sql: expectedSql, policy }).verdict !== "CORRECT") misses += 1;
  }
  return misses;
}

async function expectPromotionAndBack(player: Player, runId: string, original: string): Promise<void> {
  const { context } = player;
  const run = await rowOf(player, runId);
  const best = await context.state.spaces.latest(runId, "dev_best");
  const promoted = await promote(context, run, "a person");
  expect(promoted).toMatchObject({ verified: true, conflicts: [], after: best?.digest });
  expect(await digestOfSpace(player, run.space_id)).toBe(best?.digest);
  const changes = await context.state.changes.list({ run_id: runId });
  expect(changes.filter((row) => row.status === "PROMOTED").length).toBeGreaterThan(0);
  expect(changes.filter((row) => row.status === "KEPT")).toEqual([]);
  expect(await rollback(context, run, "a person", { kind: "run" })).toMatchObject({ verified: true, conflicts: [] });
  const now = await context.workspace.spaces.get(run.space_id);
  expect(canonicalText(parseSpace(now.serializedSpace))).toBe(original);
  expect(await context.state.changes.list({ run_id: runId, status: ["KEPT", "PROMOTED"] })).toEqual([]);
}

/** What the demo promises of every seed. */
export function expectDemoHolds(story: Story): void {
  const { initial, status, outcome, keptTypes, missesBefore, missesAfter } = story;
  const told = JSON.stringify(story);
  expect(initial, told).toBeLessThan(0.5);
  expect(status, told).toBe("TARGET_REACHED");
  expect(outcome, told).toBe("IMPROVED");
  expect(keptTypes, told).toBeGreaterThanOrEqual(5);
  expect(missesAfter, told).toBeLessThanOrEqual(missesBefore / 2);
}
