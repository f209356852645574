import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStageArguments } from "./stage-arguments.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stage-arguments-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function handed(document: unknown): Promise<string> {
  const path = join(folder, "parameters.json");
  await writeFile(path, JSON.stringify(document));
  return path;
}

describe("a stage's arguments", () => {
  it("come from a job's parameters, where an empty text says nothing and the launcher's own names do not count", async () => {
    const file = await handed({
      run_id: "",
      loop: "3",
      job_id: "7",
      job_run_id: "12",
      mode: "",
      node_path: "/x",
      target_score: "0.8",
      max_iterations: "",
      decision: "APPROVE",
    });
    const given = await readStageArguments(["--parameters", file, "--result", "r.json"], {});
    expect(given).toMatchObject({
      runId: "",
      loop: 3,
      result: "r.json",
      settings: { target_score: 0.8, max_iterations: 5, job_id: "7" },
      job: { jobId: "7", jobRunId: "12", parameters: { decision: "APPROVE", target_score: "0.8" } },
    });
    expect(given.job.parameters).not.toHaveProperty("mode");
    expect(given.job.parameters).not.toHaveProperty("node_path");
  });

  it("are stronger as flags", async () => {
    const file = await handed({ run_id: "a", loop: "3", target_score: "0.8" });
    const words = ["--parameters", file, "--run-id", "b", "--loop", "2", "--target-score", "0.7"];
    expect(await readStageArguments(words, {})).toMatchObject({ runId: "b", loop: 2, settings: { target_score: 0.7 } });
  });

  it.each([
    [["--loop", "0"], "loop"],
    [["score"], "flags only"],
  ])("are refused: %s", async (words, message) => {
    await expect(readStageArguments(words, {})).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it("are refused where a parameter is no setting", async () => {
    const file = await handed({ spaceid: "a" });
    await expect(readStageArguments(["--parameters", file], {})).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });
});
