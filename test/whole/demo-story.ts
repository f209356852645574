import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { loadQuestions } from "../../src/lib/exam/load-exam.ts";
import { evaluate } from "../../src/lib/scoring/evaluate.ts";
import { createExpectedResults } from "../../src/lib/scoring/expected-results.ts";
import { canonicalText } from "../../src/lib/space/canonical.ts";
import { parseSpace } from "../../src/lib/space/document.ts";
import { readOnly } from "../../src/lib/sql/read-only.ts";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import { isKept } from "../../src/runs/change-words.ts";
import { reasonOf } from "../../src/runs/ending/lessons-of-run.ts";
import { leaseKeyOf } from "../../src/runs/open-run.ts";
import { promote } from "../../src/runs/ending/promote.ts";
import { rollback } from "../../src/runs/ending/rollback.ts";
import { digestOfSpace, type Ground, openGround, pathOf, play, type Player } from "./fixture.ts";
import { expectSettled, rowOf } from "./sound-end.ts";

export type Story = {
  readonly seed: number;
  readonly status: string;
  readonly outcome: string | null;
  readonly initial: number;
  readonly final: number | null;
  readonly keptTypes: number;
  readonly missesBefore: readonly string[];
  readonly missesAfter: readonly string[];
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
  const changes = await context.state.changes.list({ run_id: runId });
  const missesBefore = await missedBy(player, production);
  const missesAfter = await missedBy(player, run.dev_best_space_id ?? production);
  expectGateSpoke(changes);
  if (changes.some(isKept)) {
    const lines = await context.state.promotions.list(runId);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.at(-1)).toMatchObject({ rule: "decision", verdict: "PROMOTE" });
    await expectPromotionAndBack(player, runId, canonicalText(parseSpace(before.serializedSpace)));
  }
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

/** Something was tried and taken back, and its row says what the gate found. */
function expectGateSpoke(changes: readonly ChangeRow[]): void {
  const stopped = changes.filter((row) => row.status === "REVERTED");
  expect(stopped.length).toBeGreaterThan(0);
  for (const row of stopped) expect(reasonOf(row), row.change_value ?? "").not.toBeNull();
}

/** Any write to production would now fail, and the run with it. */
async function guardProduction(ground: Ground, production: string): Promise<void> {
  await ground.fault({
    method: "PATCH",
    route: `/api/2.0/genie/spaces/${production}`,
    times: 1_000,
    kind: "status",
    status: 400,
  });
  await ground.fault({
    method: "DELETE",
    route: `/api/2.0/genie/spaces/${production}`,
    times: 1_000,
    kind: "status",
    status: 400,
  });
}

/** Questions of an exam that no run loads which the space gets wrong: not right in two of three askings, as held-out questions are counted. */
async function missedBy({ context }: Player, spaceId: string): Promise<string[]> {
  const name = "test/fixtures/bakehouse.paraphrases.json";
  const questions = loadQuestions({ kind: "text", name, text: await readFile(pathOf(name), "utf8") });
  const asks = questions.flatMap((question) =>
    [1, 2, 3].map((attempt) => ({ question, spaceId, arm: "evaluation", attempt }) as const),
  );
  const { workspace, settings, clock, signal } = context;
  const run = (sql: string): ReturnType<typeof workspace.runStatement> =>
    workspace.runStatement(sql, { warehouseId: settings.warehouse_id ?? "", timeoutMs: 30_000 });
  const ports = { ask: workspace.ask, run };
  const attempts = await evaluate(asks, {
    ports,
    expected: createExpectedResults(),
    isReadOnly: readOnly,
    clock,
    signal,
  });
  const right = attempts
    .filter((attempt) => attempt.verdict.verdict === "CORRECT")
    .map((attempt) => attempt.question.id);
  return questions.map(({ id }) => id).filter((id) => right.filter((one) => one === id).length < 2);
}

async function expectPromotionAndBack(player: Player, runId: string, original: string): Promise<void> {
  const run = await rowOf(player, runId);
  // Whoever writes production holds the space's lease, as the commands do.
  const lease = await player.context.state.leases.acquire(leaseKeyOf(run.space_id), runId, 600);
  const context = { ...player.context, state: player.context.state.withFence(lease.fence) };
  const best = await context.state.spaces.latest(runId, "dev_best");
  const promoted = await promote(context, run, { actor: "a person" });
  expect(promoted).toMatchObject({ verified: true, conflicts: [], after: best?.digest });
  expect(await digestOfSpace(player, run.space_id)).toBe(best?.digest);
  const changes = await context.state.changes.list({ run_id: runId });
  expect(changes.filter((row) => row.status === "PROMOTED").length).toBeGreaterThan(0);
  expect(changes.filter((row) => row.status === "KEPT")).toEqual([]);
  expect(await rollback(context, run, { what: { kind: "run" }, actor: "a person" })).toMatchObject({
    verified: true,
    conflicts: [],
  });
  const now = await context.workspace.spaces.get(run.space_id);
  expect(canonicalText(parseSpace(now.serializedSpace))).toBe(original);
  expect(await context.state.changes.list({ run_id: runId, status: ["KEPT", "PROMOTED"] })).toEqual([]);
  await context.state.leases.release(lease);
}

/** What the demo promises of every seed. */
export function expectDemoHolds(story: Story): void {
  const { initial, status, outcome, keptTypes } = story;
  const told = JSON.stringify(story);
  expect(initial, told).toBeLessThan(0.5);
  expect(status, told).toBe("TARGET_REACHED");
  expect(outcome, told).toBe("IMPROVED");
  expect(keptTypes, told).toBeGreaterThanOrEqual(5);
}
