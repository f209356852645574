import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readFile } from "node:fs/promises";
import { pathOf } from "../cli/program.ts";
import { stages } from "../../scripts/bundle-stages.ts";
import { deepShare } from "../whole/deep-share.ts";
import { type DeployedJob, deployJob, hasEnded, type Run } from "./deployed-job.ts";

const sixSpace = (): Promise<string> => readFile(pathOf("test/fixtures/six.space.json"), "utf8");

/** Follows the chain of job runs that a run starts of itself. @returns how the last ended */
async function followed(job: DeployedJob): Promise<Run> {
  for (let at = 0; ; at += 1) {
    const run = (await job.runs())[at];
    if (run === undefined) break;
    await job.until(run.run_id, hasEnded);
  }
  const last = (await job.runs()).at(-1);
  if (last === undefined) throw new Error("no job run");
  return last;
}

/** How the newest run of the product ended: status, final score, and the digest of dev-best. */
async function ending({ place }: DeployedJob): Promise<unknown> {
  return place.rows(
    "SELECT r.status, r.final_score, s.digest FROM sandbox.genie_enhancement.enhancement_runs r JOIN sandbox.genie_enhancement.enhancement_spaces s " +
      "ON s.run_id = r.run_id AND s.role = 'dev_best' QUALIFY row_number() OVER (ORDER BY r.started_at DESC, s.created_at DESC) = 1",
  );
}

/** Ends the stage's process once it works, as a machine that is taken away does. @returns whether it did */
function killedWhileRunning(run: Run, stage: string): boolean {
  const task = run.tasks.find(({ task_key }) => task_key === stage);
  if (task?.state.life_cycle_state !== "RUNNING") return false;
  const lines = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).split("\n");
  const program = lines.find((line) => line.includes(`dist/${stage}.mjs`));
  if (program === undefined) return false;
  process.kill(Number.parseInt(program, 10), "SIGKILL");
  return true;
}

describe("the job, its notebooks uploaded without the CLI", () => {
  it("reaches its target over loops that start themselves", async () => {
    await using job = await deployJob({ max_changes_per_iteration: "4" });
    await job.start({ space_id: await job.place.makeSpace(await sixSpace()) });
    expect(await followed(job)).toMatchObject({ state: { result_state: "SUCCESS" } });
    expect((await job.runs()).length).toBeGreaterThan(1);
    expect(await ending(job)).toMatchObject([["TARGET_REACHED", "1.0", expect.anything()]]);
  }, 300_000);

  it("comes to the same end when a task's process is killed and the job run is repaired", async () => {
    await using job = await deployJob({});
    await job.start({ space_id: await job.place.makeSpace(await sixSpace()) });
    await followed(job);
    const undisturbed = await ending(job);
    for (const stage of deepShare(stages)) {
      const space_id = await job.place.makeSpace(await sixSpace());
      const runId = await job.start({ space_id });
      await job.until(runId, (run) => killedWhileRunning(run, stage));
      expect((await job.until(runId, hasEnded)).state.result_state, stage).toBe("FAILED");
      await job.repair(runId);
      expect((await job.until(runId, hasEnded)).state, stage).toMatchObject({ result_state: "SUCCESS" });
      expect(await ending(job), stage).toEqual(undisturbed);
    }
  }, 600_000);

  it("does one thing at a time when fifty are asked for on one space, and never half writes production", async () => {
    await using job = await deployJob({ promote: "auto" });
    const space_id = await job.place.makeSpace(await sixSpace());
    const ids = await Promise.all(Array.from({ length: 50 }, () => job.start({ space_id })));
    expect(new Set(ids).size).toBe(50);
    const [first, ...others] = await job.runs();
    expect(others.map(({ state }) => state.life_cycle_state)).toEqual(others.map(() => "QUEUED"));
    await job.until(first?.run_id ?? "", hasEnded);
    expect(await ending(job)).toMatchObject([["TARGET_REACHED", "1.0", expect.anything()]]);
  }, 600_000);
});
