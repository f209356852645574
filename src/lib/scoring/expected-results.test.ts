import { describe, expect, it } from "vitest";
import type { StatementOutcome } from "../core/statement.ts";
import { createExpectedResults } from "./expected-results.ts";

function rows(count: number): StatementOutcome {
  const columns = [{ name: "n", typeName: "LONG", typeText: "BIGINT" }];
  const result = { columns, rows: Array.from({ length: count }, () => ["1"]), totalRowCount: count, truncated: false };
  return { kind: "rows", statementId: "s", result };
}

/** Asks for the statements one after the other. @returns those that were run */
async function ran(expected: ReturnType<typeof createExpectedResults>, ...statements: string[]): Promise<string[]> {
  const run: string[] = [];
  for (const sql of statements) {
    await expected.get(sql, () => {
      run.push(sql);
      return Promise.resolve(rows(40));
    });
    await Promise.resolve();
  }
  return run;
}

describe("results of the exam's own SQL", () => {
  it("are computed once, also for two that ask at the same time", async () => {
    const expected = createExpectedResults();
    let runs = 0;
    const run = (): Promise<StatementOutcome> => {
      runs += 1;
      return Promise.resolve(rows(1));
    };
    await Promise.all([expected.get("SELECT 1", run), expected.get(" SELECT 1 ", run)]);
    expect(runs).toBe(1);
  });

  it("are computed anew when the data are others", async () => {
    let day = "2026-01-05";
    const expected = createExpectedResults({ dataVersion: () => day });
    expect(await ran(expected, "a", "a")).toEqual(["a"]);
    day = "2026-01-06";
    expect(await ran(expected, "a", "a")).toEqual(["a"]);
  });

  it("are forgotten when there are too many, those not wanted for longest first", async () => {
    const expected = createExpectedResults({ mostCells: 100 });
    expect(await ran(expected, "a", "b", "a", "c", "a", "b")).toEqual(["a", "b", "c", "b"]);
  });

  it.each<[string, () => Promise<StatementOutcome>]>([
    ["cancelled", () => Promise.resolve({ kind: "cancelled", statementId: "s", by: "us" })],
    [
      "spoilt by the platform",
      () => Promise.resolve({ kind: "failed", statementId: "s", errorCode: "SERVICE_UNDER_MAINTENANCE", message: "" }),
    ],
    ["an error", () => Promise.reject(new Error("gone"))],
  ])("that were %s are not kept", async (_what, trouble) => {
    const expected = createExpectedResults();
    await expected.get("a", trouble).catch(() => {});
    expect(await ran(expected, "a")).toEqual(["a"]);
  });
});
