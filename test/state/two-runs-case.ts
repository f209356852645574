import { expect } from "vitest";
import { type Clock, manualClock } from "../../src/lib/core/clock.ts";
import { EnhancerError } from "../../src/lib/core/errors.ts";
import { seededIds, seededRandom } from "../../src/lib/core/random.ts";
import { settingsSchema } from "../../src/lib/settings/settings.ts";
import type { StateSql } from "../../src/lib/state/sql-port.ts";
import { openState, type State } from "../../src/lib/state/state.ts";
import { claimSpace } from "../../src/runs/claim-space.ts";
import { leaseKeyOf, leaseSeconds } from "../../src/runs/open-run.ts";
import type { RunContext } from "../../src/runs/run-context.ts";
import { openDuckDbSql } from "./duckdb-sql.ts";
import { turnstile } from "./turnstile.ts";

const at = { catalog: "sandbox", schema: "genie_enhancement", coordinationSchema: "genie_coordination" };

/** State tables that two processes share. */
export type Shared = {
  readonly sql: StateSql;
  readonly clock: ReturnType<typeof manualClock>;
  readonly close: () => Promise<void>;
};

export async function openShared(): Promise<Shared> {
  const opened = await openDuckDbSql(at.catalog);
  const clock = manualClock();
  await openState(opened.sql, at, clock, seededIds("shared")).migrate();
  return { ...opened, clock };
}

/** Claiming reaches nothing else of a run's surroundings. */
function contextOf(state: State, clock: Clock): RunContext {
  return { state, clock, settings: settingsSchema.parse({}) } as unknown as RunContext;
}

/**
 * Delta lets two first claims through that were begun at the same time: each has seen an empty table. The embedded warehouse takes one
 * statement after the other, so the merge of a claim that waits beside another one is made the blind insert that it would be.
 */
function blindlyTogether(): (texts: ReadonlyMap<number, string>, chosen: number) => string {
  const blind = new Set<string>();
  return (texts, chosen) => {
    const text = texts.get(chosen) ?? "";
    const claims = [...texts].filter(([, one]) => /^MERGE INTO \S*enhancement_leases/u.test(one));
    if (claims.length > 1) for (const [process, one] of claims) blind.add(`${String(process)} ${one}`);
    if (!blind.delete(`${String(chosen)} ${text}`)) return text;
    const { target, source, names } =
      /^MERGE INTO (?<target>\S+) AS t\nUSING \((?<source>.*)\) AS s\n[\s\S]*INSERT \((?<names>.*)\)\n/u.exec(text)
        ?.groups ?? {};
    return `INSERT INTO ${target ?? ""} (${names ?? ""}) SELECT ${names ?? ""} FROM (${source ?? ""})`;
  };
}

/** Two runs claim one space at the same time; then the one that works dies, and it or the other one is taken up in a new process. */
export async function playTwoRuns({ sql, clock }: Shared, seed: number): Promise<"settled"> {
  const space = `space-${String(seed)}`;
  const runs = [`run-${String(seed)}-a`, `run-${String(seed)}-b`];
  const process = (over: StateSql, name: string): State =>
    openState(over, at, clock, seededIds(`${name} of ${String(seed)}`));
  const watcher = process(sql, "watcher");
  for (const run_id of runs) {
    await watcher.runs.insert({
      run_id,
      space_id: space,
      status: "RUNNING",
      target_score: 0.9,
      max_iterations: 1,
      started_at: clock.now().toISOString(),
    });
  }

  const gate = turnstile(sql, seededRandom(seed), runs.length, seed % 2 === 0 ? blindlyTogether() : undefined);
  const claims = await Promise.allSettled(
    runs.map((run) => gate.enter((over) => claimSpace(contextOf(process(over, run), clock), space, run))),
  );
  const winner = claims.findIndex((claim) => claim.status === "fulfilled");
  const [won, lost] = [claims[winner], claims[1 - winner]];
  const [holder = "", other = ""] = [runs[winner], runs[1 - winner]];
  if (won?.status !== "fulfilled" || lost?.status !== "rejected") return expect.fail(JSON.stringify(claims));
  expect(lost.reason).toBeInstanceOf(EnhancerError);
  expect(lost.reason).toMatchObject({ code: "LEASE_HELD", context: { holder } });
  expect(String(lost.reason)).toContain(holder);
  expect(await watcher.leases.get(leaseKeyOf(space))).toMatchObject({ holder, fence: won.value.fence });

  const key = { run_id: holder, iteration_number: 1, change_id: "c1" };
  const dead = process(sql, "dead").withFence(won.value.fence);
  await dead.runs.update(holder, { reason: "at work" });
  await dead.changes.insert([{ ...key, change_type: "add_synonym", fix_category: "metadata_add", status: "APPLIED" }]);

  // The dead process's run goes on in another one, which need not wait for the claim to end.
  const taken = await claimSpace(contextOf(process(sql, "heir"), clock), space, holder);
  expect(taken.fence).toBeGreaterThan(won.value.fence);
  const heir = process(sql, "heir at work").withFence(taken.fence);
  await heir.runs.update(holder, { reason: "taken up" });
  await heir.changes.update([{ ...key, status: "KEPT" }]);
  await expect(dead.runs.update(holder, { reason: "too late" })).rejects.toMatchObject({ code: "LEASE_HELD" });
  await expect(dead.leases.renew(won.value, 60)).rejects.toMatchObject({ code: "LEASE_HELD" });
  await dead.changes.update([{ ...key, status: "REVERTED" }]);
  await dead.leases.release(won.value);
  expect(await watcher.runs.get(holder)).toMatchObject({ reason: "taken up", fence: taken.fence });
  expect(await watcher.changes.list({ run_id: holder })).toMatchObject([{ status: "KEPT", fence: taken.fence }]);
  expect(await watcher.leases.get(leaseKeyOf(space))).toMatchObject({ holder, claim_id: taken.claim_id });

  // And where nobody takes it up, the space is the other run's once the claim ended.
  clock.advance((leaseSeconds + 60) * 1000);
  const last = await claimSpace(contextOf(process(sql, "next"), clock), space, other);
  expect(last.fence).toBeGreaterThan(taken.fence);
  await expect(heir.leases.renew(taken, 60)).rejects.toMatchObject({ code: "LEASE_HELD", context: { holder: other } });
  await heir.leases.release(taken);
  expect(await watcher.leases.get(leaseKeyOf(space))).toMatchObject({ holder: other, claim_id: last.claim_id });
  return "settled";
}
