import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orchestrator } from "../../src/stages/orchestrator.ts";
import { failures, openBench } from "./bench.ts";
import { modelAndJobFaults } from "./model-and-job-faults.ts";
import { stateAndExamFaults } from "./state-and-exam-faults.ts";
import { wayAndSpaceFaults } from "./way-and-space-faults.ts";

const faultCases = [...wayAndSpaceFaults, ...stateAndExamFaults, ...modelAndJobFaults];

let opened: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  opened = await openBench();
});
afterAll(() => opened[Symbol.asyncDispose]());

describe("the doctor", () => {
  it("finds nothing in a healthy workspace, and leaves out only the job that is not named", async () => {
    const examined = await opened.visit({});
    expect(failures(examined)).toEqual([]);
    const skipped = examined.filter(({ outcome }) => outcome.kind === "skipped").map(({ name }) => name);
    expect(skipped).toEqual(["job", "job_start", "job_queue", "job_time", "job_schema"]);
  });

  it("finds nothing in a healthy workspace with a job", async () => {
    const { jobs } = opened.bench.context.workspace;
    const tasks = [{ task_key: "a", notebook_task: { notebook_path: "/x" }, timeout_seconds: 14_400 }];
    const job_id = await jobs.create({ name: "enhance", tasks, queue: { enabled: true } });
    const examined = await opened.visit({ settings: { job_id } });
    expect(failures(examined)).toEqual([]);
    expect(examined.filter(({ outcome }) => outcome.kind === "skipped")).toEqual([]);
  });

  it.each(faultCases)("gives exactly one finding for $fault", async (one) => {
    const { bench, visit } = opened;
    try {
      const arranged = (await one.arrange?.(bench)) ?? {};
      const found = await visit({ ...one.visit, ...arranged });
      const [finding, ...more] = failures(found);
      expect([finding?.check, ...more.map(({ check }) => check)]).toEqual([one.check]);
      expect(finding).toMatchObject({ who: one.who, severity: one.severity, spoils: one.spoils ?? [] });
      expect(finding?.remedy).toMatch(one.remedy);
      const korean = failures(found, "ko")[0];
      expect(`${korean?.detail ?? ""} ${korean?.remedy ?? ""}`).not.toBe(
        `${finding?.detail ?? ""} ${finding?.remedy ?? ""}`,
      );
    } finally {
      await bench.ground.reset();
      await one.undo?.(bench);
    }
  });
});

it("the orchestrator refuses to begin what the doctor says would fail, before anything is cloned", async () => {
  const { bench } = opened;
  const before = bench.ground.spaceIds();
  await bench.answer("/api/2.0/serving-endpoints/:name", { name: "m", task: "llm/v1/embeddings" });
  try {
    await expect(orchestrator(bench.context, "", 1)).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      message: "m does llm/v1/embeddings, and planning needs llm/v1/chat",
      context: { check: "model_task" },
    });
  } finally {
    await bench.ground.reset();
  }
  const [run] = await bench.context.state.runs.list({ space_id: bench.spaceId, limit: 1 });
  expect(run).toMatchObject({ status: "FAILED", error_code: "SETTINGS_INVALID" });
  expect(bench.ground.spaceIds()).toEqual(before);
});

it("the table of faults has every check, and no fault twice", async () => {
  const { allChecks } = await import("../../src/runs/doctor/all-checks.ts");
  const shown = new Set(faultCases.map(({ check }) => check));
  expect(allChecks.filter(({ name }) => !shown.has(name)).map(({ name }) => name)).toEqual([]);
  expect(new Set(faultCases.map(({ fault }) => fault)).size).toBe(faultCases.length);
});
