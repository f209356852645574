import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleDefinition, literal } from "../../scripts/template/bundle-definition.ts";
import { builtParts, templateFiles } from "../../scripts/template/template-files.ts";
import { byName, root } from "../bundle/read-bundle.ts";
import { trackedFiles } from "../bundle/upload.ts";

const folder = join(root, "template");
const files = await templateFiles();

describe("the template for `databricks bundle init`", () => {
  it("is what the bundle makes of it, in every file: `npm run template` writes it anew", () => {
    const there = trackedFiles().flatMap((file) =>
      file.startsWith("template/") ? [file.slice("template/".length)] : [],
    );
    expect(there.toSorted(byName)).toEqual([...files.keys()].toSorted(byName));
    const differing = there.filter((file) => readFileSync(join(folder, file), "utf8") !== files.get(file));
    expect(differing, "run `npm run template`").toEqual([]);
  });

  it("has every file of the bundle", () => {
    const parts = trackedFiles().filter((file) => /^(?:resources|bundle)\//u.test(file) && !file.includes("/dist/"));
    expect(parts.length).toBeGreaterThan(30);
    const copied = [...files.keys()].filter((file) => /\/(?:resources|bundle)\//u.test(file));
    expect(copied.map((file) => file.replace("template/{{.project_name}}/", "")).toSorted(byName)).toEqual(
      [...parts].toSorted(byName),
    );
  });

  it("leaves what is built to `npm run build`: git has none of it", () => {
    const built = [`${builtParts.programs}/program.mjs`, builtParts.release].map((file) => `template/${file}`);
    const ignored = execFileSync("git", ["check-ignore", "--no-index", ...built], { cwd: root, encoding: "utf8" });
    expect(ignored.trim().split("\n")).toEqual(built);
    expect(trackedFiles().filter((file) => built.includes(file))).toEqual([]);
  });

  it("prints what is no answer as it stands", () => {
    expect(literal("{{job.id}} and ${var.x}")).toBe('{{"{{"}}job.id}} and ${var.x}');
  });

  it("is not made from a bundle that has changed where answers go", () => {
    const definition = readFileSync(join(root, "databricks.yml"), "utf8");
    expect(() => bundleDefinition(definition.replace("  locale:", "  language:"))).toThrow("variable locale");
    expect(() => bundleDefinition(definition.replace("npm run build", "npm run build\n    build: x"))).not.toThrow();
    expect(() => bundleDefinition(definition.replace("artifacts:", "made:"))).toThrow("once in the bundle");
  });
});
