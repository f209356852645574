import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Serving, serveLocal } from "../../src/local/serve.ts";
import { type CliResult, databricksCli, type DatabricksCli, findDatabricksCli } from "./databricks-cli.ts";

const path = findDatabricksCli();

describe.skipIf(path === null)(
  "the Databricks CLI on the local workspace (needs `databricks`, or DATABRICKS_CLI)",
  () => {
    let folder = "";
    let bundle = "";
    let serving: Serving;
    let cli: DatabricksCli;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "plumbing-"));
      bundle = join(folder, "bundle");
      await cp(fileURLToPath(new URL("./bundle", import.meta.url)), bundle, { recursive: true });
      serving = await serveLocal({
        folder: join(folder, "local"),
        port: 0,
        seed: 1,
        speed: 0,
        flakyShare: 0,
        demo: null,
        readyFile: null,
        samples: [],
      });
      const { host, token, ca_file: caFile } = serving.ready;
      cli = await databricksCli(path ?? "", { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, SSL_CERT_FILE: caFile });
      // The Genie space of the bundle needs its table.
      const statement = JSON.stringify({
        statement: "CREATE TABLE sandbox.default.orders (id INT)",
        warehouse_id: serving.ready.warehouse_id,
      });
      await succeeds("api", "post", "/api/2.0/sql/statements", "--json", statement);
    });

    afterAll(async () => {
      await cli.close();
      await serving.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const run = async (...words: string[]): Promise<CliResult> => await cli.run(bundle, ...words);
    const succeeds = async (...words: string[]): Promise<string> => {
      const { code, out, err } = await run(...words);
      if (code !== 0) throw new Error(`databricks ${words.join(" ")} ended with ${String(code)}:\n${out}${err}`);
      return `${out}${err}`;
    };
    const json = async (...words: string[]): Promise<unknown> => JSON.parse((await run(...words, "-o", "json")).out);

    it.each([
      ["dev", "/Workspace/Users/local.user@example.com/.bundle/plumbing/dev", "dev_local_user_plumbing_dev", 11],
      ["staging", "/Workspace/Users/local.user@example.com/plumbing/staging", "plumbing_staging", 11],
      ["prod", "/Workspace/Users/local.user@example.com/plumbing/prod", "plumbing_prod", 14],
    ])(
      "deploys, runs and destroys the target %s, and a second deploy changes nothing",
      async (target, root, schema, resources) => {
        const bundled = async (command: string, ...words: string[]): Promise<string> =>
          await succeeds("bundle", command, "-t", target, ...words);
        expect(await bundled("validate", "--strict")).toContain("Validation OK!");
        expect(await bundled("plan")).toContain(`Plan: ${String(resources)} to add, 0 to change, 0 to delete`);
        expect(await bundled("deploy")).toContain(`Resources: ${String(resources)} created`);
        expect(await bundled("plan")).toContain(
          `Plan: 0 to add, 0 to change, 0 to delete, ${String(resources)} unchanged`,
        );
        expect(await bundled("deploy")).toMatch(/Files: 0 uploaded[^]*Resources: 0 created, 0 changed, 0 deleted/u);
        expect(await bundled("summary")).toMatch(/\/jobs\/\d+[^]*\/explore\/data\/volumes\/sandbox\//u);
        expect(await json("workspace", "get-status", `${root}/files/src/report`)).toMatchObject({
          object_type: "NOTEBOOK",
          language: "PYTHON",
        });
        expect(await json("schemas", "get", `sandbox.${schema}`)).toMatchObject({ name: schema });
        expect(await bundled("run", "checks")).toContain("TERMINATED SUCCESS");
        expect(await bundled("destroy", "--auto-approve")).toContain("Destroy:");
        for (const gone of [
          ["workspace", "get-status", root],
          ["schemas", "get", `sandbox.${schema}`],
          ["volumes", "read", `sandbox.${schema}.files`],
          ["secrets", "list-secrets", `plumbing-${target}`],
        ]) {
          const { code, err } = await run(...gone);
          expect([gone[1], code, err]).toEqual([gone[1], 1, expect.stringMatching(/does not exist|doesn't exist/u)]);
        }
      },
      120_000,
    );

    it("deploys as a service principal that signs in with client credentials", async () => {
      const { host, clientId, clientSecret } = serving.workspace;
      const principal = await databricksCli(path ?? "", {
        DATABRICKS_HOST: host,
        DATABRICKS_CLIENT_ID: clientId,
        DATABRICKS_CLIENT_SECRET: clientSecret,
        SSL_CERT_FILE: serving.ready.ca_file,
      });
      try {
        const deployed = await principal.run(bundle, "bundle", "deploy", "-t", "staging");
        expect(deployed.err).toContain(`/Workspace/Users/${clientId}/plumbing/staging/files`);
        const planned = await principal.run(bundle, "bundle", "plan", "-t", "staging");
        expect(planned.out).toContain("Plan: 0 to add, 0 to change, 0 to delete");
        const destroyed = await principal.run(bundle, "bundle", "destroy", "-t", "staging", "--auto-approve");
        expect([deployed.code, planned.code, destroyed.code]).toEqual([0, 0, 0]);
      } finally {
        await principal.close();
      }
    });

    it("keeps secrets, and gives them to who may read", async () => {
      await succeeds("secrets", "create-scope", "scope");
      await succeeds("secrets", "put-secret", "scope", "client-id", "--string-value", "abc");
      expect(await json("secrets", "get-secret", "scope", "client-id")).toEqual({ key: "client-id", value: "YWJj" });
      expect(await json("secrets", "list-acls", "scope")).toEqual([
        { principal: "local.user@example.com", permission: "MANAGE" },
      ]);
      const missing = await run("secrets", "get-secret", "scope", "other");
      expect(missing.err).toContain("Secret does not exist with scope: scope and key: other");
    });

    it("imports a folder and gives it back", async () => {
      await succeeds("workspace", "import-dir", "src", "/Shared/imported");
      expect(await json("workspace", "list", "/Shared/imported")).toMatchObject([
        { path: "/Shared/imported/board.lvdash.json", object_type: "FILE" },
        { path: "/Shared/imported/launcher.py", object_type: "FILE" },
        { path: "/Shared/imported/report", object_type: "NOTEBOOK" },
        { path: "/Shared/imported/shop.geniespace.json", object_type: "FILE" },
      ]);
      await succeeds("workspace", "export-dir", "/Shared/imported", "exported");
      const back = await readFile(join(bundle, "exported", "report.py"), "utf8");
      expect(back).toBe(await readFile(join(bundle, "src", "report.py"), "utf8"));
      const again = await run("workspace", "import-dir", "src", "/Shared/imported");
      expect(again.out).toContain("already exists");
      await succeeds("workspace", "delete", "/Shared/imported", "--recursive");
    });

    it("copies files to a volume and reads them back", async () => {
      await succeeds("volumes", "create", "sandbox", "default", "files", "MANAGED");
      const volume = "dbfs:/Volumes/sandbox/default/files";
      await succeeds("fs", "mkdir", `${volume}/a`);
      await succeeds("fs", "cp", "src/report.py", `${volume}/a/report.py`);
      await succeeds("fs", "cp", "src", `${volume}/copy`, "--recursive");
      expect((await succeeds("fs", "ls", volume)).trim().split("\n")).toEqual(["a", "copy"]);
      expect(await succeeds("fs", "cat", `${volume}/a/report.py`)).toContain('print("reported")');
      await succeeds("fs", "rm", `${volume}/copy`, "--recursive");
      expect((await succeeds("fs", "ls", volume)).trim()).toBe("a");
      expect((await run("fs", "ls", "dbfs:/Volumes/sandbox/default/none")).err).toContain("no such directory");
    });

    it("is told by name which call is not served", async () => {
      const { code, err } = await run("apps", "list");
      expect([code, err]).toEqual([1, expect.stringContaining("does not serve 'GET /api/2.0/apps'")]);
    });
  },
);
