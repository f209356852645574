import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { installSpark, missingForSpark } from "./install-spark.ts";

it("names every program that is not there, and then touches nothing", async () => {
  const nowhere = { PATH: "/nowhere" };
  expect(await missingForSpark(nowhere)).toEqual(["Java 17 (a JDK)", "Maven", "Python 3.10 with venv"]);
  const folder = await mkdtemp(join(tmpdir(), "spark-install-"));
  try {
    await expect(installSpark(folder, nowhere, () => {})).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringMatching(/Java 17.*Maven.*Python/u),
    });
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
