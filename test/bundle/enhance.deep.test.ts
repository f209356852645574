import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bundleStages } from "../../scripts/bundle-stages.ts";
import { type Serving, serveLocal } from "../../src/local/serve.ts";
import { command, type Ended, json, pathOf } from "../cli/program.ts";
import { type CliResult, databricksCli, type DatabricksCli, findDatabricksCli } from "../cli-client/databricks-cli.ts";
import { cloneBundle } from "./clone.ts";

const path = findDatabricksCli();
const schema = "dev_local_user_genie_enhancement";
const exam = `/Volumes/sandbox/${schema}/reports/six.exam.json`;

const summarySchema = z.looseObject({ run_id: z.string(), status: z.string(), loops: z.number() });

describe.skipIf(path === null)("the deployed job (needs `databricks`, or DATABRICKS_CLI)", () => {
  let folder = "";
  let serving: Serving;
  let cli: DatabricksCli;
  let login: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "deployed-"));
    await cloneBundle(join(folder, "clone"));
    await bundleStages(join(folder, "clone/bundle/dist"));
    const options = {
      port: 0,
      seed: 1,
      speed: 0,
      flakyShare: 0,
      demo: null,
      readyFile: null,
      samples: ["bakehouse"] as const,
    };
    serving = await serveLocal({ folder: join(folder, "local"), environment: process.env, ...options });
    const { host, token, ca_file: caFile } = serving.ready;
    login = { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, SSL_CERT_FILE: caFile, NODE_EXTRA_CA_CERTS: caFile };
    cli = await databricksCli(path ?? "", login);
    await ok(bundle("deploy"));
    await ok(cli.run(folder, "fs", "cp", pathOf("test/fixtures/six.exam.json"), `dbfs:${exam}`));
  }, 120_000);

  afterAll(async () => {
    await cli.close();
    await serving.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const bundle = (...words: string[]): Promise<CliResult> =>
    cli.run(join(folder, "clone"), "bundle", ...words, "-t", "dev");
  const ok = async (result: Promise<CliResult>): Promise<string> => {
    const { code, out, err } = await result;
    expect([code, err], out).toEqual([0, expect.anything()]);
    return out + err;
  };
  const makeSpace = async (): Promise<string> =>
    serving.workspace.createSpace("Six questions", await readFile(pathOf("test/fixtures/six.space.json"), "utf8"));
  const parameters = (space_id: string, more: Readonly<Record<string, string>> = {}): string[] => {
    const all = {
      space_id,
      llm_endpoint: serving.ready.llm_endpoint,
      benchmarks: exam,
      questions_per_minute: "off",
      poll_interval: "0.02",
      indexing_wait: "0",
      ...more,
    };
    return [
      "--params",
      Object.entries(all)
        .map((entry) => entry.join("="))
        .join(","),
    ];
  };
  const ours = (...words: string[]): Promise<Ended> =>
    command([...words, "--job", "--json"], { cwd: folder, env: login });
  const waited = async (): Promise<z.output<typeof summarySchema>> => summarySchema.parse(json(await ours("wait")));

  it("reaches its target over loops that start themselves, also when it is deployed again in the middle", async () => {
    await ok(
      bundle("run", "enhance", "--no-wait", ...parameters(await makeSpace(), { max_changes_per_iteration: "4" })),
    );
    await writeFile(join(folder, "clone/bundle/dist/note.txt"), "another build\n");
    expect(await ok(bundle("deploy"))).toContain("0 deleted");
    const summary = await waited();
    expect(summary.status).toBe("TARGET_REACHED");
    expect(summary.loops).toBeGreaterThan(1);
  }, 400_000);

  it("waits for a person's word, and goes on once the decide job has it", async () => {
    await ok(bundle("run", "enhance", ...parameters(await makeSpace(), { approval: "manual" })));
    const waiting = await waited();
    expect(waiting.status).toBe("AWAITING_APPROVAL");
    await ok(bundle("run", "decide", "--params", `run_id=${waiting.run_id},decision=APPROVE,comment=reads well`));
    const summary = await waited();
    expect(summary).toMatchObject({ run_id: waiting.run_id, status: "TARGET_REACHED" });
  }, 400_000);

  it("is gone after destroy", async () => {
    await ok(bundle("destroy", "--auto-approve"));
    expect(await ok(bundle("plan"))).toMatch(/[1-9]\d* to add/u);
  }, 120_000);
});
