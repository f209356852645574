import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./read-bundle.ts";
import { trackedFiles } from "./upload.ts";

/** Puts what the bundle is made of, as git has it, into a folder; what would build its program there does nothing. */
export async function cloneBundle(folder: string): Promise<string> {
  const parts = /^(?:databricks\.yml|\.gitignore|(?:resources|bundle)\/.*)$/u;
  for (const file of trackedFiles().filter((name) => parts.test(name))) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await cp(join(root, file), join(folder, file));
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ scripts: { build: "node -e 0" } }));
  return folder;
}
