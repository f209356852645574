import { EnhancerError } from "../lib/core/errors.ts";
import type { Command } from "./command.ts";

/** The command that words begin with, one word or two, and the words behind it; null where there is none. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | null {
  const [first = "", second = ""] = words;
  const single = commands.find((known) => known.name === first);
  if (single !== undefined) return { command: single, rest: words.slice(1) };
  const double = commands.find((known) => known.name === `${first} ${second}`);
  return double === undefined ? null : { command: double, rest: words.slice(2) };
}

/** The commands of a group, such as those of `exam`. */
export function commandsUnder(commands: readonly Command[], group: string | undefined): readonly Command[] {
  return group === undefined ? [] : commands.filter((known) => known.name.startsWith(`${group} `));
}

/** What is said where there is no such command. */
export function unknownCommand(commands: readonly Command[], words: readonly string[]): EnhancerError {
  const [first = "", second] = words;
  const under = commandsUnder(commands, first);
  if (under.length > 0) {
    const own = under.map((command) => command.name.slice(first.length + 1)).join(", ");
    return new EnhancerError({
      code: "SETTINGS_INVALID",
      message:
        second === undefined || second.startsWith("-")
          ? `${first} needs to be told what to do`
          : `There is no command "${first} ${second}"`,
      remedy: `Behind ${first} stands one of ${own}; \`genie-enhancer ${under[0]?.name ?? first} --help\` shows how it is used.`,
    });
  }
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `There is no command "${first}"`,
    remedy: `The commands are ${commands.map((command) => command.name).join(", ")}; \`genie-enhancer --help\` says what each does.`,
  });
}
