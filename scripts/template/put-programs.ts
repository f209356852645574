import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { builtParts, releaseFile } from "./template-files.ts";

/** The product's version. */
export async function productVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return z.looseObject({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** Makes a template whole: the built programs of a folder go into it, and with them the word that they are there. */
export async function putPrograms(template: string, programs: string): Promise<void> {
  const place = join(template, builtParts.programs);
  const release = join(template, builtParts.release);
  // Last what says that all is there: a copy that was cut short is no template.
  await rm(release, { force: true });
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const files = (await readdir(programs)).filter((file) => !file.startsWith("."));
  for (const file of files) await cp(join(programs, file), join(place, file));
  await mkdir(dirname(release), { recursive: true });
  await writeFile(release, releaseFile(await productVersion()));
}
