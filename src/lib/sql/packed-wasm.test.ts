import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pack, readPacked } from "./packed-wasm.ts";

const bytes = Buffer.from("the parser's bytes ".repeat(100));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genie-packed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the packed parser", () => {
  it("is smaller, and comes back as it was though its file is gone", async () => {
    const packed = await pack(bytes);
    expect(packed.bytes.length).toBeLessThan(bytes.length / 5);
    const file = join(folder, "parser.wasm.br");
    await writeFile(file, packed.bytes);
    const unpack = await readPacked(pathToFileURL(file), packed.digest);
    await rm(file);
    expect(Buffer.from(unpack())).toEqual(bytes);
  });

  it("of another build, or missing, is refused with what to do", async () => {
    const { digest } = await pack(bytes);
    const file = join(folder, "parser.wasm.br");
    const read = (): Promise<unknown> => readPacked(pathToFileURL(file), digest);
    const remedy = expect.stringContaining("npm run build") as string;
    await expect(read()).rejects.toMatchObject({
      message: expect.stringContaining("cannot be read") as string,
      remedy,
    });
    await writeFile(file, (await pack(Buffer.from("another"))).bytes);
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining("another build") as string, remedy });
  });
});
