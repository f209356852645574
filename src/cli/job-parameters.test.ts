import { describe, expect, it } from "vitest";
import type { DeployedJob } from "../lib/databricks/jobs.ts";
import { resolveSettings, type Source } from "../lib/settings/resolve.ts";
import { findEnhanceJob } from "./deployed-job.ts";
import { parametersFor, placeOfJob, refuseLocalExam } from "./job-parameters.ts";

const job = (jobId: string, overrides: Partial<DeployedJob> = {}): DeployedJob => ({
  jobId,
  name: `enhance ${jobId}`,
  tags: { genie_enhancer: "enhance" },
  parameters: { space_id: "", schema: "dev_me", warehouse_id: "w", target_score: "0.9", run_id: "", loop: "1" },
  ...overrides,
});
const jobsOf = (...all: readonly DeployedJob[]): Parameters<typeof findEnhanceJob>[0] => ({
  get: (jobId) => Promise.resolve(all.find((one) => one.jobId === jobId) ?? job(jobId)),
  list: () => Promise.resolve([...all]),
});
const given = (kind: "flag" | "file", values: Readonly<Record<string, unknown>>): Source => ({
  kind,
  values,
  where: (name) => (kind === "flag" ? `flag --${name}` : `file ${name}`),
});

describe("the deployed job", () => {
  it("is the one that is named, or the only one with the tag", async () => {
    const jobs = jobsOf(job("1", { tags: {} }), job("2"));
    expect((await findEnhanceJob(jobs, null)).jobId).toBe("2");
    expect((await findEnhanceJob(jobs, "1")).jobId).toBe("1");
  });

  it("must be named where there are several, and deployed where there is none", async () => {
    await expect(findEnhanceJob(jobsOf(job("1"), job("2")), null)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("1 (enhance 1), 2 (enhance 2)") as string,
    });
    await expect(findEnhanceJob(jobsOf(), null)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a job's parameters", () => {
  it("say where its state is, behind what a person gives", () => {
    const { settings, origins } = resolveSettings([given("file", { warehouse_id: "mine" }), placeOfJob(job("6"))]);
    expect(settings).toMatchObject({ warehouse_id: "mine", schema: "dev_me", catalog: "sandbox", job_id: "6" });
    expect(origins.schema).toBe("job 6, parameter schema");
  });

  it("are what a person gave as text, without what is this machine's; a file's setting that it lacks is left out", () => {
    const resolved = resolveSettings([
      given("flag", { target_score: 0.8, host: "h", out_dir: "here" }),
      given("file", { space_id: "", strategy: "batch" }),
    ]);
    expect(parametersFor(job("6"), resolved)).toEqual({
      parameters: { target_score: "0.8", space_id: "" },
      dropped: ["strategy"],
    });
    const asked = resolveSettings([given("flag", { strategy: "batch" })]);
    expect(() => parametersFor(job("6"), asked)).toThrow("takes no parameter strategy");
  });

  it.each(["space", "main.tests.exam", "/Volumes/main/tests/files/exam.yml"])("may name the exam %s", (benchmarks) => {
    expect(() => {
      refuseLocalExam(benchmarks);
    }).not.toThrow();
  });

  it("may not name an exam file of this machine", () => {
    expect(() => {
      refuseLocalExam("benchmarks/exam.yml");
    }).toThrow("a file of this machine");
  });
});
