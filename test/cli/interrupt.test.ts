import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pathOf, type Place, type Running, servedPlace, startCommand } from "./program.ts";

const exam = pathOf("test/fixtures/six.exam.json");
const asking = { route: "/api/2.0/genie/spaces/{id}/start-conversation", kind: "delay", delay_ms: 1_500, times: 1_000 };
const modelCall = { route: "/serving-endpoints/{name}/invocations", kind: "delay", delay_ms: 10_000, times: 1_000 };

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

function resume(runId: string): Running {
  return startCommand(["resume", "--local", "--run", runId], { cwd: place.cwd });
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
    "ends within 5 seconds wherever Ctrl-C meets it, survives a kill, and is completed by resume",
    { timeout: 120_000 },
    async () => {
      const interrupt = async (running: Running): Promise<string> => {
        const before = performance.now();
        running.child.kill("SIGINT");
        const ended = await running.ended;
        expect(performance.now() - before).toBeLessThan(5_000);
        expect(ended.code).toBe(130);
        const [, runId = ""] =
          /Run (\w{32}) was interrupted; everything finished so far is stored\./u.exec(ended.stderr) ?? [];
        expect(ended.stderr).toContain(`\`npx genie-enhancer resume --run ${runId} --local\``);
        expect(ended.stderr).not.toContain("not reached");
        expect(await stateOf(runId)).toEqual([["STOPPED", "interrupted", "INTERRUPTED", "true"]]);
        return runId;
      };

      await place.control("POST", "/faults", asking);
      const first = await begin();
      await first.saw(/Loop 1/u);
      const runId = await interrupt(first);

      await place.control("POST", "/reset");
      await place.control("POST", "/faults", modelCall);
      const planning = resume(runId);
      await planning.saw(/2 of 6 right/u);
      await interrupt(planning);

      await place.control("POST", "/reset");
      await place.control("POST", "/faults", asking);
      const validating = resume(runId);
      await validating.saw(/written to dev-working/u);
      validating.child.kill("SIGKILL");
      await validating.ended;

      await place.control("POST", "/reset");
      const ending = resume(runId);
      await ending.saw(/kept \(proven\)/u);
      await place.control("POST", "/faults", asking);
      await ending.saw(/validate \d/u);
      await interrupt(ending);

      await place.control("POST", "/reset");
      const last = await resume(runId).ended;
      expect(last.code).toBe(0);
      expect(last.stdout).toContain("6 of 6");
      expect(await stateOf(runId)).toEqual([["TARGET_REACHED", "target_reached", null, "true"]]);
    },
  );
});
