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

const table = (name: string): string => `sandbox.genie_enhancement.enhancement_${name}`;

/** How the first run on a space ended: status, final score, and every fix with its status (ids differ from run to run). */
async function ending({ place }: DeployedJob, spaceId: string): Promise<unknown> {
  const runs = `SELECT run_id, status, final_score FROM ${table("runs")} WHERE space_id = '${spaceId}' ORDER BY started_at LIMIT 1`;
  const changes = await place.rows(
    `SELECT c.change_type, c.change_value, c.status FROM ${table("changes")} c JOIN (${runs}) r ON c.run_id = r.run_id ORDER BY 1, 2, 3`,
  );
  return { run: await place.rows(`SELECT status, final_score FROM (${runs}) r`), changes };
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

/** Stages that write to no space: the platform tries their tasks again by itself. */
const triedAgain: ReadonlySet<string> = new Set(["score", "plan"]);

describe("the job, its notebooks uploaded without the CLI", () => {
  it("reaches its target over loops that start themselves", async () => {
    await using job = await deployJob({ max_changes_per_iteration: "4" });
    const space_id = await job.place.makeSpace(await sixSpace());
    await job.start({ space_id });
    expect(await followed(job)).toMatchObject({ state: { result_state: "SUCCESS" } });
    expect((await job.runs()).length).toBeGreaterThan(1);
    expect(await ending(job, space_id)).toMatchObject({ run: [["TARGET_REACHED", "1.0"]] });
  }, 300_000);

  it("comes to the same end when a task's process is killed and tried again, or the job run is repaired", async () => {
    await using job = await deployJob({});
    const undisturbed = await job.place.makeSpace(await sixSpace());
    await job.start({ space_id: undisturbed });
    await followed(job);
    for (const stage of deepShare(stages)) {
      const space_id = await job.place.makeSpace(await sixSpace());
      const runId = await job.start({ space_id });
      await job.until(runId, (run) => killedWhileRunning(run, stage));
      const { state } = await job.until(runId, hasEnded);
      expect(state.result_state, stage).toBe(triedAgain.has(stage) ? "SUCCESS" : "FAILED");
      if (!triedAgain.has(stage)) await job.repair(runId);
      expect((await job.until(runId, hasEnded)).state, stage).toMatchObject({ result_state: "SUCCESS" });
      expect(await ending(job, space_id), stage).toEqual(await ending(job, undisturbed));
    }
  }, 600_000);

  it("does one thing at a time when fifty are asked for on one space, and never half writes production", async () => {
    await using job = await deployJob({ promote: "auto" });
    const space_id = await job.place.makeSpace(await sixSpace());
    const ids = await Promise.all(Array.from({ length: 50 }, () => job.start({ space_id })));
    expect(new Set(ids).size).toBe(50);
    const [first, ...others] = await job.runs();
    expect(others.map(({ state }) => state.life_cycle_state)).toEqual(ids.slice(1).map(() => "QUEUED"));
    await job.until(first?.run_id ?? "", hasEnded);
    expect(await ending(job, space_id)).toMatchObject({ run: [["TARGET_REACHED", "1.0"]] });
  }, 300_000);
});
