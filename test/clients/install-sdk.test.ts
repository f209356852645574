import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { installSdk, missingForSdk } from "./install-sdk.ts";

it("says by name that Python is missing, and then installs nothing", async () => {
  const nowhere = { PATH: "/nowhere" };
  expect(await missingForSdk(nowhere)).toEqual(["Python 3.10 or newer"]);
  const folder = await mkdtemp(join(tmpdir(), "sdk-install-"));
  try {
    await expect(installSdk(folder, nowhere, () => {})).rejects.toThrow(/python3/u);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it("pins every package exactly", async () => {
  const lines = (await readFile(new URL("requirements.txt", import.meta.url), "utf8")).trim().split("\n");
  for (const line of lines) expect(line).toMatch(/^[\w-]+==[\d.]+$/u);
});
