import { writeFile } from "node:fs/promises";
import { EnhancerError } from "../lib/core/errors.ts";

/** Writes a file that is not there yet; over one that is only when told so. @throws EnhancerError CONFLICT, BAD_REQUEST */
export async function writeNewFile(path: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: force ? "w" : "wx" });
  } catch (cause) {
    const exists = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw new EnhancerError({
      code: exists ? "CONFLICT" : "BAD_REQUEST",
      message: exists
        ? `${path} is there already and was left as it is`
        : `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: exists
        ? "Give another name in --out, or add --force to write over it."
        : "Give a path in a folder that can be written.",
      cause,
    });
  }
}
