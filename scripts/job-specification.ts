import { readFile } from "node:fs/promises";

/** The enhance job as the Jobs API takes it, for workspaces where it is made without the CLI: notebooks are named without a folder. */
export async function jobSpecification(): Promise<unknown> {
  return JSON.parse(await readFile(new URL("../bundle/enhance.job.json", import.meta.url), "utf8")) as unknown;
}
