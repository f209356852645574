import { readFile, writeFile } from "node:fs/promises";
import { EnhancerError } from "../lib/core/errors.ts";
import { type Inspected, inspectSpace } from "../lib/space/inspect-space.ts";
import { readSpaceText } from "../lib/space/space-text.ts";
import { writeNewFile } from "./write-new-file.ts";

export type SpaceFile = Inspected & { readonly isWholeAnswer: boolean };

/** Reads a configuration from a file, with everything that is wrong with it. @throws EnhancerError SPACE_INVALID when it is no JSON, NOT_FOUND */
export async function readSpaceFile(path: string): Promise<SpaceFile> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EnhancerError({
      code: "NOT_FOUND",
      message: `The file ${path} cannot be read: ${why}`,
      remedy: "Give a file of a space's configuration, or a space's id, which has 32 hex digits.",
      cause,
    });
  });
  return inspected(text, path);
}

/** What a text says, whoever sent it. @throws EnhancerError SPACE_INVALID when it is no JSON */
export function inspected(text: string, name: string): SpaceFile {
  try {
    const { value, isWholeAnswer } = readSpaceText(text);
    return { ...inspectSpace(value), isWholeAnswer };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new EnhancerError({
      code: "SPACE_INVALID",
      message: `${name} is not JSON: ${cause.message}`,
      remedy: "Give the configuration as `genie-enhancer space pull --out FILE` writes it.",
      cause,
    });
  }
}

/** Writes a configuration's text. Over another configuration it is written: that is what pulling again is for; over anything else only when told so. */
export async function writeSpaceFile(path: string, text: string, force: boolean): Promise<"written" | "same"> {
  const there = await readFile(path, "utf8").catch(() => null);
  if (there === text) return "same";
  if (there !== null && isSpace(there)) await writeFile(path, text);
  else await writeNewFile(path, text, force);
  return "written";
}

function isSpace(text: string): boolean {
  try {
    return inspectSpace(readSpaceText(text).value).document !== null;
  } catch {
    return false;
  }
}
