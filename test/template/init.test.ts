import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { findDatabricksCli } from "../cli-client/databricks-cli.ts";
import { cloneBundle } from "../bundle/clone.ts";
import { byName, readBundle } from "../bundle/read-bundle.ts";
import { built, trackedFiles, uploaded } from "../bundle/upload.ts";
import { templateCase, type TemplateCase } from "./init.ts";

const path = findDatabricksCli();
const targets = Object.keys(readBundle().targets);

const spaceId = "01f1000000001000a000000000000001";
const answers = {
  locale: "ko",
  project_name: "sales_space",
  space_id: spaceId,
  llm_endpoint: "local-model",
  catalog: "sandbox",
  schema: "질문_평가",
  time_zone: "Asia/Seoul",
};

/** The same as settings of a deployment of the repository's own bundle. */
const asVariables = {
  space_id: spaceId,
  llm_endpoint: "local-model",
  catalog: "sandbox",
  schema: "질문_평가",
  locale: "ko",
  session_time_zone: "Asia/Seoul",
  schedule_time_zone: "Asia/Seoul",
};

const resolved = z.looseObject({
  resources: z.looseObject({ secret_scopes: z.record(z.string(), z.looseObject({ name: z.string() })) }),
  variables: z.record(z.string(), z.looseObject({ value: z.unknown() })),
});

describe.skipIf(path === null)(
  "the template, used by the Databricks CLI (needs `databricks`, or DATABRICKS_CLI)",
  () => {
    let at: TemplateCase;

    beforeAll(async () => {
      at = await templateCase(path ?? "", []);
    }, 120_000);

    afterAll(async () => {
      await at.close();
    });

    const validate = async (folder: string, ...words: string[]): Promise<z.output<typeof resolved>> => {
      const { code, out, err } = await at.cli.run(folder, "bundle", "validate", "--strict", "-o", "json", ...words);
      expect([words, code, err]).toEqual([words, 0, ""]);
      return resolved.parse(JSON.parse(out));
    };

    const fillWithStandIns = async (): Promise<void> => {
      const programs = join(at.folder, "programs");
      await mkdir(programs, { recursive: true });
      for (const file of built) await writeFile(join(programs, file.replace("bundle/dist/", "")), "// built\n");
      await at.fill(programs);
    };

    it("says what to do when it has no programs yet, and writes nothing", async () => {
      const { code, err } = await at.init(answers, "unbuilt");
      expect([code, err]).toEqual([1, expect.stringContaining("npm ci && npm run build")]);
      expect(existsSync(join(at.folder, "unbuilt/sales_space"))).toBe(false);
    });

    it("makes the repository's bundle with the answers filled in, valid in every target", async () => {
      await fillWithStandIns();
      expect(await at.init(answers)).toMatchObject({ code: 0 });
      const project = join(at.folder, "sales_space");
      const clone = await cloneBundle(join(at.folder, "clone"));
      const given = Object.entries(asVariables).flatMap(([name, value]) => ["--var", `${name}=${value}`]);
      for (const target of targets) {
        const made = await validate(project, "-t", target);
        const ours = await validate(clone, "-t", target, ...given);
        expect(made.resources.secret_scopes["credentials"]?.name).toBe(`sales_space-${target}`);
        // All else is the same, but for places that are named after the project.
        const resources = JSON.stringify({ ...made.resources, secret_scopes: null });
        expect(
          JSON.parse(
            resources
              .replaceAll(`sales_space-${target}`, `genie-enhancement-${target}`)
              .replaceAll("sales_space", "genie-enhancer"),
          ),
          target,
        ).toEqual({ ...ours.resources, secret_scopes: null });
      }
    });

    it("uploads the programs, also where git ignores such folders, and all else that runs", async () => {
      const project = join(at.folder, "sales_space");
      await writeFile(join(project, ".gitignore"), "dist/\n__pycache__/\n");
      const { out } = await at.cli.run(project, "bundle", "sync", "--dry-run", "-o", "json");
      const { put } = z.looseObject({ put: z.array(z.string()) }).parse(JSON.parse(out.split("\n")[0] ?? ""));
      expect(put.toSorted(byName)).toEqual(uploaded([...new Set([...trackedFiles(), ...built])]));
    });

    it.each([
      ["en", "## Start"],
      ["ko", "## 시작하기"],
    ])("writes a README in %s with the answers and no open placeholder", async (locale, heading) => {
      expect(await at.init({ ...answers, locale }, `readme-${locale}`)).toMatchObject({ code: 0 });
      const text = readFileSync(join(at.folder, `readme-${locale}/sales_space/README.md`), "utf8");
      expect(text).toContain("# sales_space\n");
      for (const part of [
        heading,
        `| \`space_id\` | \`${spaceId}\` |`,
        at.serving.ready.host,
        "`Asia/Seoul`",
        "databricks bundle run enhance\n",
      ])
        expect(text).toContain(part);
      expect(text).not.toMatch(/\{\{|<no value>|--space_id …/u);
    });

    it("takes defaults where nothing is answered, and then leaves space and model to each run", async () => {
      expect(await at.init({ locale: "ko" }, "defaults")).toMatchObject({ code: 0 });
      const project = join(at.folder, "defaults/genie-enhancer");
      expect(readFileSync(join(project, "README.md"), "utf8")).toContain(
        "bundle run enhance -- --space_id … --llm_endpoint …\n",
      );
      const { variables } = await validate(project);
      const values = Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]));
      expect(values).toMatchObject({
        space_id: "",
        warehouse: "Serverless Starter Warehouse",
        schema: "genie_enhancement",
        session_time_zone: "Asia/Seoul",
        schedule_time_zone: "Asia/Seoul",
      });
    });

    it("takes a warehouse by its id as well", async () => {
      expect(await at.init({ ...answers, warehouse: "0123456789abcdef" }, "by-id")).toMatchObject({ code: 0 });
      const { variables } = await validate(join(at.folder, "by-id/sales_space"));
      expect(variables["warehouse_id"]?.value).toBe("0123456789abcdef");
    });

    it.each([
      ["project_name", "../elsewhere"],
      ["space_id", "01F1"],
      ["warehouse", 'a" b'],
      ["warehouse", "${var.catalog}"],
      ["warehouse", "two\nlines"],
      ["llm_endpoint", "a: b"],
      ["catalog", "main.gold"],
      ["schema", ""],
      ["locale", "fr"],
      ["time_zone", "UTC+09:00"],
    ])("refuses %s %j", async (name, value) => {
      const { code, err } = await at.init({ ...answers, [name]: value }, "refused");
      expect([code, err]).toEqual([1, expect.stringContaining(name)]);
      expect(existsSync(join(at.folder, "refused"))).toBe(false);
    });
  },
);
