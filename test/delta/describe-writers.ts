import { beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/lib/core/clock.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import type { StateSql } from "../../src/lib/state/sql-port.ts";
import { openState, type State } from "../../src/lib/state/state.ts";
import { leasesTable } from "../../src/lib/state/tables/leases.ts";
import { runsTable } from "../../src/lib/state/tables/runs.ts";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { sqlOver } from "../state/engine-sql.ts";

const at = { catalog: "sandbox", schema: "writers", coordinationSchema: "writers" } as const;
const session = { catalog: at.catalog, schema: at.schema, timeZone: "UTC" };
const run = {
  status: "RUNNING",
  target_score: 0.9,
  max_iterations: 5,
  started_at: "2026-01-05T09:00:00.000Z",
} as const;

/** Every write is carried out, and then told to have met another writer: its answer is lost, and it comes once more. */
function forgetful(sql: StateSql): { readonly sql: StateSql; readonly lost: () => number } {
  const told = new Set<string>();
  return {
    lost: () => told.size,
    sql: {
      query: async (text, parameters) => {
        const rows = await sql.query(text, parameters);
        const key = text + JSON.stringify(parameters);
        if (!/^(?:MERGE|UPDATE|DELETE)/u.test(text) || told.has(key)) return rows;
        told.add(key);
        throw new Error("[DELTA_CONCURRENT_APPEND] the answer of a statement that was carried out");
      },
    },
  };
}

/** Several writers of the same tables, and writers who never hear that they succeeded. `meets`: whether writers conflict there. */
export function describeWriters(name: string, meets: boolean, open: () => Promise<Engine>): void {
  describe(`writers on ${name}`, () => {
    let engine: Engine;
    let conflicts = 0;
    const writer = (id: string, over: (sql: StateSql) => StateSql = (sql) => sql): State => {
      const counted: StateSql = {
        query: (text, parameters) =>
          sqlOver(engine, session)
            .query(text, parameters)
            .catch((thrown: unknown) => {
              if (/DELTA_CONCURRENT_/u.test(String(thrown))) conflicts += 1;
              throw thrown;
            }),
      };
      return openState(over(counted), at, systemClock, seededIds(id));
    };
    const rowsOf = async (table: string, where: string): Promise<number> =>
      Number(
        (await engine.execute(`SELECT count(*) FROM ${table} WHERE ${where}`, [], session)).rows[0]?.[0] ?? Number.NaN,
      );

    beforeAll(async () => {
      engine = await open();
      await writer("maker").migrate();
    }, 240_000);

    it("all get through when they meet, each row once", async () => {
      const writers = ["one", "two", "three"].map((id) => writer(id));
      // Whether they meet is up to the machine: a round in which they did not shows nothing.
      for (let round = 1; round <= 5; round += 1) {
        await Promise.all(
          writers.map((each, index) =>
            each.runs.insert({ ...run, run_id: `met-${String(round)}-${String(index)}`, space_id: "s" }),
          ),
        );
        expect(await rowsOf(runsTable.name, `run_id LIKE 'met-${String(round)}-%'`)).toBe(writers.length);
        if (!meets || conflicts > 0) break;
      }
      expect(conflicts > 0).toBe(meets);
    });

    it("leave one holder of a lease when they claim it at once", async () => {
      const claims = await Promise.allSettled(
        ["a", "b"].map((holder) => writer(`claim ${holder}`).leases.acquire("space:met", holder, 60)),
      );
      expect(claims.map((claim) => claim.status).toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await rowsOf(leasesTable.name, "lease_key = 'space:met'")).toBe(1);
    });

    it("leave no second row when an answer is lost and the statement comes again", async () => {
      let lost = (): number => 0;
      const state = writer("forgetful", (sql) => {
        const made = forgetful(sql);
        lost = made.lost;
        return made.sql;
      });
      const key = { run_id: "lost", iteration_number: 1 } as const;
      await state.runs.insert({ ...run, run_id: "lost", space_id: "s" });
      await state.runs.update("lost", { reason: "changed" });
      await state.iterations.upsert({ ...key, status: "RUNNING" });
      await state.stages.start({ ...key, stage_name: "score" });
      const asked = { ...key, arm: "baseline", passed: true, verdict: "CORRECT", space_digest: "d" } as const;
      await state.attempts.insert([1, 2].map((attempt) => ({ ...asked, attempt, benchmark_id: "q" })));
      await state.intents.begin({ ...key, intent_id: "lost", kind: "promote", target: "s" });
      await state.intents.finish("lost", { status: "DONE" });
      const lease = await state.leases.acquire("space:lost", "lost", 60);
      await state.leases.release(await state.leases.renew(lease, 60));
      expect(lost()).toBe(10);
      const counts = await Promise.all(
        ["runs", "iterations", "stages", "benchmarks", "intents"].map((table) =>
          rowsOf(`enhancement_${table}`, "run_id = 'lost'"),
        ),
      );
      expect([...counts, await rowsOf(leasesTable.name, "lease_key = 'space:lost'")]).toEqual([1, 1, 1, 2, 1, 1]);
      expect(await state.runs.get("lost")).toMatchObject({ reason: "changed" });
      expect(lease.fence).toBe(1);
    });
  });
}
