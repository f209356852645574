import { expect } from "vitest";
import { spaceDigest } from "../../src/lib/space/canonical.ts";
import { parseSpace, type SpaceDocument } from "../../src/lib/space/document.ts";
import type { ChangeRow } from "../../src/lib/state/tables/changes.ts";
import type { RunRow } from "../../src/lib/state/tables/runs.ts";
import { isKept } from "../../src/runs/change-words.ts";
import { trialFixesOf, withFixes } from "../../src/runs/trials/trial-run.ts";
import type { Player } from "./fixture.ts";

/** What two runs of the same story have in common, however their ids fell. */
export type Ending = {
  readonly status: string;
  readonly outcome: string | null;
  readonly initial: number | null;
  readonly final: number | null;
  readonly kept: readonly string[];
  readonly others: readonly string[];
  /** dev-best's configuration without the ids of its parts. */
  readonly best: unknown;
};

export async function endingOf({ context }: Player, runId: string): Promise<Ending> {
  const run = await rowOf({ context }, runId);
  const changes = await context.state.changes.list({ run_id: runId });
  const told = (rows: readonly ChangeRow[]): string[] =>
    rows.map((row) => `${row.change_type}: ${row.change_value ?? ""}`).toSorted();
  const best = await context.state.spaces.latest(runId, "dev_best");
  return {
    status: run.status,
    outcome: run.outcome,
    initial: run.initial_score,
    final: run.final_score,
    kept: told(changes.filter(isKept)),
    others: told(changes.filter((row) => !isKept(row))),
    best: best === null ? null : withoutIds(parseSpace(best.serialized_space)),
  };
}

export async function rowOf({ context }: Pick<Player, "context">, runId: string): Promise<RunRow> {
  const run = await context.state.runs.get(runId);
  if (run === null) throw new Error(`no run ${runId}`);
  return run;
}

/** Everything that holds of a run's rows and spaces after any clean end, whatever the end was. */
export async function expectSoundRecord(player: Pick<Player, "context">, runId: string): Promise<void> {
  const { context } = player;
  const run = await rowOf(player, runId);
  expect(["RUNNING", "NEEDS_ANOTHER_LOOP"]).not.toContain(run.status);
  for (const row of await context.state.iterations.list(runId)) {
    if (row.score === null) continue;
    const { passed, failed, no_answer, not_evaluable, infra } = row;
    const sum = [passed, failed, no_answer, not_evaluable, infra].reduce<number>(
      (total, part) => total + (part ?? 0),
      0,
    );
    expect(sum).toBe(row.total_benchmarks);
  }
  for (const row of (await context.state.changes.list({ run_id: runId })).filter(isKept)) {
    expect(row, row.change_value ?? "").toMatchObject({ validation_status: "PROVEN", applied_successfully: true });
    expect(row.effect, row.change_value ?? "").toBeGreaterThan(0);
  }
  expect(await context.state.intents.list({ run_id: runId, status: "INTENDED" })).toEqual([]);
  const lease = await context.state.leases.get(`space:${run.space_id}`);
  expect(lease === null || lease.expires_at <= new Date().toISOString()).toBe(true);
}

/** After an end that was not cut short: every change has its end, and dev-best holds exactly what was kept. */
export async function expectSettled(player: Player, runId: string): Promise<void> {
  const { context } = player;
  await expectSoundRecord(player, runId);
  const run = await rowOf(player, runId);
  const changes = await context.state.changes.list({ run_id: runId });
  for (const row of changes)
    expect(["BLOCKED", "REJECTED", "KEPT", "REVERTED", "PROMOTED"], row.change_value ?? "").toContain(row.status);
  const [production] = await context.state.spaces.list({ run_id: runId, role: "production" });
  const best = await context.state.spaces.latest(runId, "dev_best");
  if (production === undefined || best === null) throw new Error(`run ${runId} has no snapshots`);
  const built = withFixes(parseSpace(production.serialized_space), trialFixesOf(changes.filter(isKept)));
  expect([...built.refused.values()]).toEqual([]);
  expect(spaceDigest(built.document)).toBe(best.digest);
  for (const spaceId of [run.dev_best_space_id, run.dev_working_space_id]) {
    if (spaceId === null) continue;
    expect(spaceDigest(parseSpace((await context.workspace.spaces.get(spaceId)).serializedSpace))).toBe(best.digest);
  }
}

function withoutIds(document: SpaceDocument): unknown {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.map(strip).toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== "id")
        .map(([name, part]) => [name, strip(part)]),
    );
  };
  return strip(document);
}
