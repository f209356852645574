import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { EnhancerError } from "../lib/core/errors.ts";
import type { Source } from "../lib/settings/resolve.ts";

/** Reads settings from a JSON or YAML file. @throws EnhancerError SETTINGS_INVALID with the line of a syntax error */
export async function settingsFile(path: string, kind: "file" | "job parameter"): Promise<Source> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw broken(path, cause);
  });
  const values = parsed(path, text);
  if (values === null) return { kind, values: {}, where: () => path };
  if (typeof values !== "object" || Array.isArray(values)) {
    throw broken(path, "it must hold one object: setting → value");
  }
  return { kind, values: values as Record<string, unknown>, where: (name) => `${kind} ${path}, ${name}` };
}

/** JSON is YAML too, but a parser of JSON says better what is wrong with it. */
function parsed(path: string, text: string): unknown {
  try {
    return path.endsWith(".json") ? (JSON.parse(text) as unknown) : (parse(text) as unknown);
  } catch (cause) {
    throw broken(path, cause);
  }
}

function broken(path: string, why: unknown): EnhancerError {
  // YAML's messages go on with a picture of the line.
  const [reason = ""] = (why instanceof Error ? why.message : String(why)).split("\n");
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `The settings file ${path} cannot be used: ${reason.replace(/:$/u, "")}`,
    remedy: "Write it as JSON or YAML with one setting a line, for example `target_score: 0.9`.",
    cause: why,
  });
}
