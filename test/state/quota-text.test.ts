import { expect, it } from "vitest";
import { manualClock } from "../../src/lib/core/clock.ts";
import { seededIds } from "../../src/lib/core/random.ts";
import { textInMemory } from "../../src/lib/databricks/quota-port.ts";
import { createQuota } from "../../src/lib/databricks/quota.ts";
import type { StateSql } from "../../src/lib/state/sql-port.ts";
import { openState, type State } from "../../src/lib/state/state.ts";
import { openDuckDbSql } from "./duckdb-sql.ts";
import { describeSharedText } from "./quota-text-contract.ts";

const at = { catalog: "sandbox", schema: "genie_enhancement", coordinationSchema: "genie_coordination" };

async function openTables(onSql: (sql: string) => void = () => {}) {
  const opened = await openDuckDbSql("sandbox");
  let process = 0;
  const sql: StateSql = {
    query: (text, parameters) => {
      onSql(text);
      return opened.sql.query(text, parameters);
    },
  };
  const open = (): State => {
    process += 1;
    return openState(sql, at, manualClock(), seededIds(process));
  };
  await open().migrate();
  return { open, close: opened.close };
}

describeSharedText("memory", async () => {
  const text = textInMemory(manualClock());
  return Promise.resolve({ open: () => text, close: () => Promise.resolve() });
});

describeSharedText("the leases table", async () => {
  const { open, close } = await openTables();
  return { open: () => open().quotaText("host"), close };
});

it("ten minutes of asking cost at most one write a minute, and one more at the end", async () => {
  const sent: string[] = [];
  const { open, close } = await openTables((text) => sent.push(text));
  sent.length = 0;
  const clock = manualClock();
  const quota = createQuota({ perMinute: 5, clock, shared: open().quotaText("host"), name: "one" });
  const end = quota.expect(50);
  for (let asked = 0; asked < 50; asked += 1) (await quota.take()).reached();
  await end();
  const minutes = clock.monotonic() / 60_000;
  expect(minutes).toBeGreaterThan(8.9);
  expect(sent.filter((text) => !text.startsWith("SELECT")).length).toBeLessThanOrEqual(Math.ceil(minutes) + 2);
  await close();
}, 60_000);
