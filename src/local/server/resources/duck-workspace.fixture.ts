import { manualClock } from "../../../lib/core/clock.ts";
import { systemIds } from "../../../lib/core/random.ts";
import type { StatementOutcome } from "../../../lib/core/statement.ts";
import { openDuckDb } from "../../warehouse/duckdb.ts";
import { runSqlOn } from "../../warehouse/run-sql.ts";
import { createSqlService } from "../../warehouse/sql-service.ts";
import { type TestWorkspace, testWorkspace } from "../test-workspace.ts";

type DuckWorkspace = TestWorkspace & {
  readonly runSql: (sql: string) => Promise<StatementOutcome>;
  readonly stop: () => Promise<void>;
};

/** For tests: a workspace over a warehouse in memory with the catalog `sandbox`. */
export async function duckWorkspace(options: Parameters<typeof testWorkspace>[0] = {}): Promise<DuckWorkspace> {
  const engine = await openDuckDb({ folder: null, catalogs: ["sandbox"] });
  const service = createSqlService({
    engine,
    ids: systemIds,
    clock: manualClock(),
    warehouses: [{ id: "w", name: "W" }],
    defaults: { catalog: "sandbox", schema: "default", timeZone: "UTC" },
  });
  const runSql = async (sql: string): Promise<StatementOutcome> => await runSqlOn(service, sql);
  const workspace = await testWorkspace({ runSql, ...options });
  const stop = async (): Promise<void> => {
    workspace.close();
    await engine.close();
  };
  return { ...workspace, runSql, stop };
}
