import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Serving, serveLocal } from "../../src/local/serve.ts";
import { databricksCli, type DatabricksCli, findDatabricksCli } from "../cli-client/databricks-cli.ts";
import { cloneBundle } from "./clone.ts";
import { byName, readBundle } from "./read-bundle.ts";
import { built, trackedFiles, uploaded } from "./upload.ts";

const path = findDatabricksCli();
const targets = Object.keys(readBundle().targets);

/** Of what `bundle validate` prints: the whole bundle, every variable filled in. */
const resolved = z.looseObject({
  resources: z.looseObject({
    jobs: z.record(z.string(), z.looseObject({ name: z.string(), email_notifications: z.unknown() })),
    schemas: z.record(z.string(), z.looseObject({ name: z.string() })),
    alerts: z.record(z.string(), z.looseObject({ evaluation: z.unknown(), schedule: z.unknown() })),
  }),
});

describe.skipIf(path === null)("the bundle, read by the Databricks CLI (needs `databricks`, or DATABRICKS_CLI)", () => {
  let folder = "";
  let clone = "";
  let serving: Serving;
  let cli: DatabricksCli;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bundle-"));
    clone = await freshClone("clone");
    const nothing = { demo: null, readyFile: null, samples: [] };
    serving = await serveLocal({
      folder: join(folder, "local"),
      port: 0,
      seed: 1,
      speed: 0,
      flakyShare: 0,
      ...nothing,
    });
    const { host, token, ca_file: caFile } = serving.ready;
    cli = await databricksCli(path ?? "", { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, SSL_CERT_FILE: caFile });
  }, 120_000);

  afterAll(async () => {
    await cli.close();
    await serving.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const freshClone = (name: string): Promise<string> => cloneBundle(join(folder, name));

  async function build(where: string): Promise<void> {
    for (const file of built) await writeFile(join(where, file), "// built\n");
  }

  async function expectValid(where: string, target: string): Promise<z.output<typeof resolved>> {
    const { code, out, err } = await cli.run(where, "bundle", "validate", "--strict", "-t", target, "-o", "json");
    expect([target, code, err]).toEqual([target, 0, ""]);
    return resolved.parse(JSON.parse(out));
  }

  it.each(targets)("finds nothing to warn of in target %s, before and after a build", async (target) => {
    const where = await freshClone(`validate-${target}`);
    await expectValid(where, target);
    await build(where);
    await expectValid(where, target);
  });

  it("warns of a field that is none, so that the test above can fail", async () => {
    const where = await freshClone("wrong");
    const file = join(where, "resources/enhance.job.yml");
    await writeFile(file, (await readFile(file, "utf8")).replace("max_concurrent_runs", "max_concurent_runs"));
    const { code, err } = await cli.run(where, "bundle", "validate", "--strict", "-t", "dev");
    expect([code, err]).toEqual([1, expect.stringContaining("max_concurent_runs")]);
  });

  it("uploads exactly what runs", async () => {
    const where = await freshClone("upload");
    await build(where);
    const { out } = await cli.run(where, "bundle", "sync", "--dry-run", "-t", "dev", "-o", "json");
    const [first = ""] = out.split("\n");
    const { put } = z.looseObject({ put: z.array(z.string()) }).parse(JSON.parse(first));
    expect(put.toSorted(byName)).toEqual(uploaded([...new Set([...trackedFiles(), ...built])]));
  });

  it("takes addresses, subscriptions and schedules from a file of variables", async () => {
    const where = await freshClone("variables");
    await mkdir(join(where, ".databricks/bundle/prod"), { recursive: true });
    const variables = {
      notification_emails: ["data@example.com"],
      alert_subscriptions: [{ user_email: "reviewer@example.com" }],
      schedule_time_zone: "Asia/Seoul",
      alert_status: "UNPAUSED",
      schema: "quality",
    };
    await writeFile(join(where, ".databricks/bundle/prod/variable-overrides.json"), JSON.stringify(variables));
    const { resources } = await expectValid(where, "prod");
    expect(resources.jobs["enhance"]?.email_notifications).toMatchObject({ on_failure: ["data@example.com"] });
    expect(resources.alerts["score_dropped"]).toMatchObject({
      evaluation: { notification: { subscriptions: [{ user_email: "reviewer@example.com" }] } },
      schedule: { timezone_id: "Asia/Seoul", pause_status: "UNPAUSED" },
    });
    expect(resources.schemas["state"]?.name).toBe("quality");
  });

  it("deploys all targets side by side, a second time without a change, and destroys only what may be lost", async () => {
    await build(clone);
    const bundled = async (command: string, target: string, ...words: string[]): Promise<string> => {
      const { out, err } = await cli.run(clone, "bundle", command, "-t", target, ...words);
      return out + err;
    };
    for (const target of targets) expect(await bundled("deploy", target)).toMatch(/\d+ created, 0 changed, 0 deleted/u);
    for (const target of targets) {
      expect(await bundled("plan", target)).toMatch(/0 to add, 0 to change, 0 to delete, [1-9]\d* unchanged/u);
    }
    expect(await bundled("destroy", "prod", "--auto-approve")).toContain(
      "resources.schemas.state has lifecycle.prevent_destroy set",
    );
    expect(await bundled("destroy", "dev", "--auto-approve")).toContain("Destroy:");
    expect(await bundled("plan", "prod")).toMatch(/0 to add, 0 to change, 0 to delete/u);
  }, 240_000);
});
