import { execFile, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const python = process.env["GENIE_ENHANCER_PYTHON"] ?? "python3";
const hasPython = spawnSync(python, ["--version"]).status === 0;
const files = globSync("test_*.py", { cwd: folder }).toSorted();
const names = files.flatMap((file) =>
  [...readFileSync(`${folder}${file}`, "utf8").matchAll(/^ {4}def (test_\w+)/gmu)].map(([, name]) => name ?? ""),
);

/** The tests are Python's own, as what they test is; here each is told by its name. */
describe.skipIf(!hasPython)("the launcher of the deployed notebooks (needs python3)", () => {
  let report = "";
  beforeAll(async () => {
    const words = ["-B", "-m", "unittest", "-v", ...files.map((file) => file.replace(".py", ""))];
    const { stderr } = await promisify(execFile)(python, words, { cwd: folder }).catch(
      // With failing tests it ends with 1, and says which.
      (error: unknown) => error as { readonly stderr: string },
    );
    report = stderr;
  }, 120_000);

  it.each(names.map((name) => [name.replace("test_", "").replaceAll("_", " "), name]))("%s", (_, name) => {
    const state = new RegExp(`^${name ?? ""} .*\\.\\.\\. (ok|skipped)`, "mu").exec(report)?.[1];
    const about = report.split(/^={70}$/mu).filter((part) => part.includes(`: ${name ?? ""} `));
    expect(state, about.join("\n") || report).toMatch(/^(ok|skipped)$/u);
  });
});
