import { beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../../src/lib/core/statement.ts";
import { manualClock } from "../../src/lib/core/clock.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import { openState, type State } from "../../src/lib/state/state.ts";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { sqlOver } from "../state/engine-sql.ts";

const at = { catalog: "sandbox", schema: "history", coordinationSchema: "history" } as const;
const session = { catalog: at.catalog, schema: at.schema, timeZone: "UTC" };

/** What Delta keeps of the state tables beyond their rows. */
export function describeHistory(open: () => Promise<Engine>): void {
  describe("the history of the state tables", () => {
    let engine: Engine;
    let state: State;
    const rows = async (sql: string): Promise<readonly (readonly Cell[])[]> =>
      (await engine.execute(sql, [], session)).rows;

    beforeAll(async () => {
      engine = await open();
      state = openState(sqlOver(engine, session), at, manualClock(), seededIds("history"));
      await state.migrate();
      const run = { status: "RUNNING", target_score: 0.9, max_iterations: 5, started_at: "2026-01-05T09:00:00.000Z" };
      await state.runs.insert({ ...run, status: "RUNNING", run_id: "r", space_id: "s" });
      await state.runs.update("r", { status: "STOPPED", reason: "by hand" });
    }, 240_000);

    it("names every write", async () => {
      const { columns, rows: told } = await engine.execute("DESCRIBE HISTORY enhancement_runs", [], session);
      const operation = columns.findIndex(({ name }) => name === "operation");
      expect(told.map((row) => row[operation])).toEqual(["MERGE", "MERGE", "CREATE TABLE"]);
    });

    it("shows a table as it was before a write", async () => {
      expect(await rows("SELECT status, reason FROM enhancement_runs VERSION AS OF 1")).toEqual([["RUNNING", null]]);
      expect(await rows("SELECT status, reason FROM enhancement_runs")).toEqual([["STOPPED", "by hand"]]);
    });

    it("can be gone back to", async () => {
      await rows("RESTORE TABLE enhancement_runs TO VERSION AS OF 1");
      expect(await state.runs.get("r")).toMatchObject({ status: "RUNNING", reason: null });
    });

    it("has tables clustered and commented as they were made", async () => {
      const { columns, rows: told } = await engine.execute("DESCRIBE DETAIL enhancement_runs", [], session);
      const of = (name: string): Cell => told[0]?.[columns.findIndex((column) => column.name === name)] ?? null;
      expect(of("format")).toBe("delta");
      expect(of("clusteringColumns")).toBe('["run_id"]');
      expect(of("description")).toMatch(/^One row a run/u);
    });
  });
}
