import { execFileSync } from "node:child_process";
import { globSync, readdirSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { entries } from "../../scripts/bundle-stages.ts";
import { byName, readBundle, root, tasksOf } from "./read-bundle.ts";
import { built, matches, trackedFiles, uploaded } from "./upload.ts";

const bundle = readBundle();
const tracked = trackedFiles();

describe("what is uploaded", () => {
  it("is exactly what runs: the notebooks of the jobs, the launcher, the built stages, and the job to make by hand", () => {
    const notebooks = Object.values(bundle.resources.jobs).flatMap((job) =>
      tasksOf(job).flatMap(({ notebook_task: one }) =>
        one === undefined ? [] : [one.notebook_path.replace("../", "")],
      ),
    );
    const launcher = globSync("bundle/launcher/*.py", { cwd: root });
    expect(launcher).toContain("bundle/launcher/__init__.py");
    const wanted = [...new Set(notebooks), ...launcher, "bundle/enhance.job.json", ...built].toSorted(byName);
    expect(uploaded([...new Set([...tracked, ...built])])).toEqual(wanted);
  });

  it("has a file for each pattern in a fresh clone, since an idle one is a warning", () => {
    const fresh = tracked.filter((file) => !file.startsWith("bundle/dist/") || file === "bundle/dist/.gitkeep");
    for (const pattern of [...bundle.sync.include, ...bundle.sync.exclude]) {
      expect([pattern, fresh.some((file) => matches(file, pattern))]).toEqual([pattern, true]);
    }
  });

  it("takes what is built although git ignores it, but not what Python leaves", () => {
    const isIgnored = (file: string): boolean => {
      try {
        execFileSync("git", ["check-ignore", "--quiet", "--no-index", file], { cwd: root });
        return true;
      } catch {
        return false;
      }
    };
    const bytecode = "bundle/launcher/__pycache__/child.cpython-312.pyc";
    const files = ["bundle/dist/score.mjs", bytecode, "bundle/dist/.gitkeep", "bundle/launcher/child.py"];
    expect(files.map(isIgnored)).toEqual([true, true, false, false]);
    expect(uploaded(["bundle/dist/score.mjs", bytecode])).toEqual(["bundle/dist/score.mjs"]);
  });

  it("has a stage for each notebook", () => {
    const shims = readdirSync(`${root}bundle`).filter((file) => file.endsWith(".py"));
    expect(shims.map((file) => file.replace(".py", "")).toSorted(byName)).toEqual([...entries].toSorted(byName));
    for (const file of shims) expect(statSync(`${root}bundle/${file}`).size).toBeLessThan(2048);
  });
});
