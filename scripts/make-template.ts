import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleStages } from "./bundle-stages.ts";
import { productVersion, putPrograms } from "./template/put-programs.ts";
import { templateFiles } from "./template/template-files.ts";

/**
 * Writes template/ anew from the bundle, as git has it. With `--release` it is also packed, with programs built for it, as an
 * archive that `databricks bundle init` takes once it is unpacked.
 */
async function writeTemplate(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [file, text] of await templateFiles()) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

async function pack(out: string): Promise<string> {
  const name = `genie-enhancer-template-${await productVersion()}`;
  const making = await mkdtemp(join(tmpdir(), "template-"));
  try {
    await writeTemplate(join(making, name));
    await rm(join(making, name, ".gitignore"));
    await bundleStages(join(making, "dist"));
    await putPrograms(join(making, name), join(making, "dist"));
    const { status, stderr } = spawnSync("tar", ["-czf", `${name}.tar.gz`, name], { cwd: making, encoding: "utf8" });
    if (status !== 0) throw new Error(`tar could not pack the template: ${stderr}`);
    await mkdir(out, { recursive: true });
    await cp(join(making, `${name}.tar.gz`), join(out, `${name}.tar.gz`));
    return join(out, `${name}.tar.gz`);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

const root = fileURLToPath(new URL("..", import.meta.url));
await writeTemplate(join(root, "template"));
console.log("template/ is written; npm run build puts the programs into it");
if (process.argv.includes("--release")) console.log(await pack(join(root, "out")));
