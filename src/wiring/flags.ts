import { parseArgs } from "node:util";
import { EnhancerError } from "../lib/core/errors.ts";
import { nameAliases, switchAliases } from "../lib/settings/aliases.ts";
import { settingNames } from "../lib/settings/settings.ts";

/** A flag that is no setting. */
export type Flag = { readonly name: string; readonly type: "string" | "boolean" };

/** A command line taken apart: settings given as flags, the program's own flags, and what is left. */
export type Flags = {
  readonly settings: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string | boolean>>;
  readonly positionals: readonly string[];
};

/**
 * Takes a command line apart. Every setting is a flag, spelled with dashes as flags are, or with underscores as job parameters are.
 * @throws EnhancerError SETTINGS_INVALID naming the flag that is not known or lacks its value
 */
export function parseFlags(words: readonly string[], own: readonly Flag[]): Flags {
  const options: Record<string, { type: "string" | "boolean" }> = {};
  for (const name of [...settingNames, ...Object.keys(nameAliases)]) {
    options[name] = { type: "string" };
    options[name.replaceAll("_", "-")] = { type: "string" };
  }
  for (const name of Object.keys(switchAliases)) options[name] = { type: "boolean" };
  for (const { name, type } of own) options[name] = { type };

  const { values, positionals } = parsed(words, options);
  const settings: Record<string, string> = {};
  const chosen: Record<string, string | boolean> = {};
  for (const [flag, value] of Object.entries(values)) {
    const asSwitch = switchAliases[flag];
    if (asSwitch !== undefined) settings[asSwitch.setting] = asSwitch.value;
    else if (own.some(({ name }) => name === flag)) chosen[flag] = value as string | boolean;
    else settings[flag.replaceAll("-", "_")] = String(value);
  }
  return { settings, options: chosen, positionals };
}

function parsed(
  words: readonly string[],
  options: Record<string, { type: "string" | "boolean" }>,
): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error),
      remedy: "`--help` after the command lists its options and every setting.",
      cause: error,
    });
  }
}
