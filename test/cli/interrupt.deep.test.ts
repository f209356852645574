import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { json, pathOf, type Place, type Running, servedPlace, startCommand } from "./program.ts";

const exam = pathOf("test/fixtures/six.exam.json");
const asking = { route: "/api/2.0/genie/spaces/{id}/start-conversation", kind: "delay", delay_ms: 1_500, times: 1_000 };

let place: Place;
beforeAll(async () => {
  place = await servedPlace();
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
});
beforeEach(() => place.control("POST", "/reset"));

/** Starts a run on a space of its own. */
async function begin(): Promise<Running> {
  const spaceId = await place.makeSpace(await readFile(pathOf("test/fixtures/six.space.json"), "utf8"));
  const settings = ["--space-id", spaceId, "--benchmarks", exam];
  return startCommand(["run", "--local", ...settings], { cwd: place.cwd });
}

/** The run's status, reason and error, and whether its space is free. */
async function stateOf(runId: string): Promise<unknown> {
  const tables = "sandbox.genie_enhancement.enhancement";
  const sql = `SELECT r.status, r.reason, r.error_code, l.expires_at <= current_timestamp() AS free
    FROM ${tables}_runs r JOIN ${tables}_leases l ON l.lease_key = concat('space:', r.space_id) WHERE r.run_id = '${runId}'`;
  return place.rows(sql);
}

describe("a run that is broken off", () => {
  it(
    "is stopped by another process after the questions under way, and goes on with resume",
    { timeout: 60_000 },
    async () => {
      await place.control("POST", "/faults", asking);
      const running = await begin();
      await running.saw(/Loop 1/u);
      const stop = await place.run(["stop", "--local", "--json"]);
      expect(stop.code).toBe(0);
      const { run_id: runId } = json(stop) as { run_id: string };
      expect(json(stop)).toEqual({ run_id: runId, status: "STOPPING" });
      const ended = await running.ended;
      expect(ended.code).toBe(2);
      expect(ended.stdout).toContain("Score at the start: not measured");
      expect(ended.stdout).toContain(`npx genie-enhancer resume --run ${runId} --local`);
      expect(await stateOf(runId)).toEqual([["STOPPED", "asked_to_stop", null, "true"]]);

      await place.control("POST", "/reset");
      const resumed = await place.run(["resume", "--local", "--run", runId, "--json"]);
      expect(resumed.code).toBe(0);
      expect(json(resumed)).toMatchObject({ run_id: runId, status: "TARGET_REACHED", loops: 1 });
      expect((await place.run(["stop", "--local", "--run", runId])).stdout).toContain("had ended already");
    },
  );
});
