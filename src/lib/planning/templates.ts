import { readdir, readFile } from "node:fs/promises";

/** All prompt templates by name, without their ending. The build replaces this module by one that carries them. */
export async function loadTemplates(): Promise<ReadonlyMap<string, string>> {
  const folder = new URL("../../../prompts/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".hbs")).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")));
  return new Map(names.map((name, index) => [name.slice(0, -".hbs".length), texts[index] ?? ""]));
}
