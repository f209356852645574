import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "../../src/local/warehouse/engine.ts";
import { openTestSpark } from "./open-spark.ts";

const session = { catalog: "sandbox", schema: "kept", timeZone: "UTC" };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genie-delta-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (): Promise<Engine> => openTestSpark(["sandbox"], folder);

function childrenOf(pid: number): readonly number[] {
  const table = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
  const pairs = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/u).map(Number));
  return pairs.flatMap(([child = 0, parent = 0]) => (parent === pid ? [child] : []));
}

it("keeps tables and views in its folder for the next start, and leaves no process behind", async () => {
  const first = await open();
  for (const sql of [
    "CREATE SCHEMA sandbox.kept",
    "CREATE TABLE sandbox.kept.t (a INT COMMENT '하나') USING DELTA",
    "INSERT INTO sandbox.kept.t VALUES (1)",
    "CREATE VIEW sandbox.kept.v COMMENT 'a view' AS SELECT a + 1 AS b FROM sandbox.kept.t",
  ]) {
    await first.execute(sql, [], session);
  }
  await first.close();
  const again = await open();
  expect((await again.execute("SELECT b FROM v", [], session)).rows).toEqual([["2"]]);
  await again.close();
});

it("says so when its process dies in the middle of a statement, and nothing of it lives on", async () => {
  const before = new Set(childrenOf(process.pid));
  const engine = await open();
  const python = childrenOf(process.pid).find((pid) => !before.has(pid)) ?? 0;
  const [jvm = 0] = childrenOf(python);
  const running = engine.execute(
    "SELECT count(*) FROM range(1000000) AS a CROSS JOIN range(1000000) AS b",
    [],
    session,
  );
  process.kill(python, "SIGKILL");
  const gone = { name: "EnhancerError", code: "INTERNAL", message: expect.stringContaining("SIGKILL") };
  await expect(running).rejects.toMatchObject(gone);
  await expect(engine.execute("SELECT 1", [], session)).rejects.toMatchObject(gone);
  await engine.close();
  await expect.poll(() => isAlive(jvm), { timeout: 20_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
