import { readFile } from "node:fs/promises";
import { parse, YAMLParseError } from "yaml";
import { EnhancerError } from "../lib/core/errors.ts";
import type { Source } from "../lib/settings/resolve.ts";

/** Reads settings from a JSON or YAML file (JSON is YAML). @throws EnhancerError SETTINGS_INVALID with the line of a syntax error */
export async function settingsFile(path: string, kind: "file" | "job parameter"): Promise<Source> {
  const values: unknown = await readFile(path, "utf8").then(
    (text) => parse(text) as unknown,
    (cause: unknown) => {
      throw broken(path, cause instanceof Error ? cause.message : String(cause));
    },
  ).catch((cause: unknown) => {
    throw cause instanceof YAMLParseError ? broken(path, cause.message) : cause;
  });
  if (values === null) return { kind, values: {}, where: () => path };
  if (typeof values !== "object" || Array.isArray(values)) throw broken(path, "it must hold one object: setting → value");
  return { kind, values: values as Record<string, unknown>, where: (name) => `${kind} ${path}, ${name}` };
}

function broken(path: string, why: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `The settings file ${path} cannot be used: ${why}`,
    remedy: "Write it as JSON or YAML with one setting a line, for example `target_score: 0.9`.",
  });
}
