import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bundleStages } from "../../scripts/bundle-stages.ts";
import { command, json, pathOf } from "../cli/program.ts";
import { type CliResult, findDatabricksCli } from "../cli-client/databricks-cli.ts";
import { templateCase, type TemplateCase } from "./init.ts";

const path = findDatabricksCli();
const exam = "/Volumes/sandbox/dev_local_user_quality/reports/six.exam.json";

describe.skipIf(path === null)("a project made from the template (needs `databricks`, or DATABRICKS_CLI)", () => {
  let at: TemplateCase;
  let project = "";

  beforeAll(async () => {
    at = await templateCase(path ?? "", ["bakehouse"]);
    await bundleStages(join(at.folder, "programs"));
    await at.fill(join(at.folder, "programs"));
    const six = await readFile(pathOf("test/fixtures/six.space.json"), "utf8");
    const answers = {
      locale: "ko",
      project_name: "six_questions",
      space_id: await at.serving.workspace.createSpace("Six questions", six),
      llm_endpoint: at.serving.ready.llm_endpoint,
      catalog: "sandbox",
      schema: "quality",
      time_zone: "Asia/Seoul",
    };
    await ok(at.init(answers));
    project = join(at.folder, "six_questions");
  }, 120_000);

  afterAll(async () => {
    await at.close();
  });

  const ok = async (result: Promise<CliResult>): Promise<string> => {
    const { code, out, err } = await result;
    expect([code, err], out).toEqual([0, expect.anything()]);
    return out + err;
  };
  const bundle = (...words: string[]): Promise<CliResult> => at.cli.run(project, "bundle", ...words);

  it("is valid, deploys, passes the doctor, and reaches its target, with nothing given but the exam", async () => {
    await ok(bundle("validate", "--strict"));
    await ok(bundle("deploy"));
    await ok(at.cli.run(at.folder, "fs", "cp", pathOf("test/fixtures/six.exam.json"), `dbfs:${exam}`));
    expect(await ok(bundle("run", "doctor", "--params", `benchmarks=${exam}`))).toContain("SUCCESS");
    // These only keep the stand-in from taking a real workspace's time.
    await ok(
      bundle(
        "run",
        "enhance",
        "--params",
        `benchmarks=${exam},questions_per_minute=off,poll_interval=0.02,indexing_wait=0`,
      ),
    );
    const waited = await command(["wait", "--job", "--json"], { cwd: at.folder, env: at.login });
    expect(z.looseObject({ status: z.string() }).parse(json(waited)).status).toBe("TARGET_REACHED");
    const files = await ok(at.cli.run(at.folder, "fs", "ls", "dbfs:/Volumes/sandbox/dev_local_user_quality/reports"));
    expect(files).toMatch(/^[0-9a-f]/mu);
  }, 400_000);

  it("stands as it was deployed after a second deployment, and is gone after destroy", async () => {
    expect(await ok(bundle("deploy"))).toContain("0 created, 0 changed, 0 deleted");
    await ok(bundle("destroy", "--auto-approve"));
    expect(await ok(bundle("plan"))).toMatch(/[1-9]\d* to add, 0 to change, 0 to delete/u);
  }, 120_000);
});
