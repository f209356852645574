import { systemClock } from "../lib/core/clock.ts";
import { EnhancerError, toEnhancerError } from "../lib/core/errors.ts";
import type { Console } from "../lib/core/log.ts";
import { redact } from "../lib/core/redact.ts";
import type { Locale } from "../lib/report/locale.ts";
import { environmentSource, resolveSettings, type Source } from "../lib/settings/resolve.ts";
import { settingsFile } from "../wiring/settings-file.ts";
import { errorInWords } from "./error-texts.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import type { Command, ExitCode } from "./command.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { commandsUnder, findCommand, unknownCommand } from "./find-command.ts";
import { localEnvironment, localSource } from "./local-settings.ts";
import { type LocalProcess, startLocal } from "./local-process.ts";

/** Where the local workspace keeps its state. */
const localFolder = ".local";

/** A second signal within this time is the same Ctrl-C, told by a launcher as well as by the terminal; a later one means: at once. */
const sameSignalMs = 1_000;

/** Takes a command line apart, runs its command, and says what went wrong in two sentences. @returns the exit code */
export async function runProgram(
  commands: readonly Command[],
  words: readonly string[],
  machine: NodeJS.Process,
): Promise<ExitCode> {
  const controller = new AbortController();
  stopOnSignals(controller, machine);
  const json = words.includes("--json");
  const console: Console = {
    out: (text) => machine.stdout.write(redact(text)),
    err: (text) => machine.stderr.write(redact(text)),
    isTerminal: machine.stderr.isTTY,
    columns: () => machine.stderr.columns,
  };
  let locale = localeOf(words, machine.env);
  try {
    const found = findCommand(commands, words);
    if (found === null) return helpOrUnknown(commands, words, locale, console);
    const { command } = found;
    const parsed = parseArguments(found.rest, command.options);
    if (parsed.options.help === true) {
      console.out(commandHelp(command, locale));
      return 0;
    }
    const [word] = parsed.positionals;
    if (word !== undefined && command.takesWords !== true) throw strayWord(command, word);
    await command.check?.(parsed);
    const local = parsed.options.local === true ? await localFor(parsed, machine.env, controller.signal) : null;
    try {
      const sources = await sourcesOf(parsed, machine.env, local);
      const resolved = resolveSettings(sources);
      locale = resolved.settings.locale;
      const environment = local === null ? machine.env : localEnvironment(local.ready, machine.env);
      return await command.run({
        arguments: parsed,
        sources,
        resolved,
        environment,
        console,
        signal: controller.signal,
        json,
        locale,
      });
    } finally {
      await local?.stop();
    }
  } catch (thrown) {
    return failed(controller.signal.aborted && !isInterruption(thrown) ? interruption() : toEnhancerError(thrown), {
      json,
      console,
      locale,
    });
  }
}

async function localFor(parsed: Arguments, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<LocalProcess> {
  const { seed } = parsed.settings;
  const { engine, fresh } = parsed.options;
  const flags = [
    "--demo",
    "bakehouse",
    ...(seed === undefined ? [] : ["--seed", seed]),
    ...(typeof engine === "string" ? ["--engine", engine] : []),
  ];
  return startLocal({
    folder: localFolder,
    fresh: fresh === true,
    flags,
    environment,
    clock: systemClock,
    signal,
    // Installing and starting Spark, and making the sample tables in it.
    ...(engine === "spark" ? { readyWithinMs: 600_000 } : {}),
  });
}

async function sourcesOf(
  parsed: Arguments,
  environment: NodeJS.ProcessEnv,
  local: LocalProcess | null,
): Promise<Source[]> {
  const file = parsed.options.settings;
  const flags: Source = {
    kind: "flag",
    values: parsed.settings,
    where: (name) => `flag --${name.replaceAll("_", "-")}`,
  };
  return [
    flags,
    environmentSource(local === null ? environment : withoutWorkspace(environment)),
    ...(typeof file === "string" ? [await settingsFile(file, "file")] : []),
    ...(local === null ? [] : [localSource(local.ready)]),
  ];
}

/** With --local the variables that name another workspace are not meant. */
function withoutWorkspace(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = new Set(["GENIE_SPACE_ID", "WAREHOUSE_ID", "LLM_ENDPOINT"]);
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("DATABRICKS_") && !others.has(name)),
  );
}

function helpOrUnknown(
  commands: readonly Command[],
  words: readonly string[],
  locale: Locale,
  console: Console,
): ExitCode {
  const [name, second] = words;
  const isHelp = (word: string | undefined): boolean => word === "help" || word === "--help" || word === "-h";
  const group = commandsUnder(commands, name);
  if (name === undefined || isHelp(name) || (group.length > 0 && isHelp(second))) {
    console.out(generalHelp(group.length > 0 ? group : commands, locale));
    return 0;
  }
  throw unknownCommand(commands, words);
}

function failed(
  error: EnhancerError,
  to: { readonly json: boolean; readonly console: Console; readonly locale: Locale },
): ExitCode {
  to.console.err(`\n${errorInWords(error, to.locale)}\n`);
  if (to.json) to.console.out(`${JSON.stringify({ error: error.toJSON() })}\n`);
  return error.code === "INTERRUPTED" ? 130 : 1;
}

function strayWord(command: Command, word: string): EnhancerError {
  return new EnhancerError({
    code: "SETTINGS_INVALID",
    message: `${command.name} takes flags only, and ${JSON.stringify(word)} is none`,
    remedy: `\`genie-enhancer ${command.name} --help\` shows how it is used.`,
  });
}

/** The first signal asks for an orderly end; another one a while later ends the process as it is. */
function stopOnSignals(controller: AbortController, machine: NodeJS.Process): void {
  let first = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      first = systemClock.monotonic();
      controller.abort(interruption());
    } else if (systemClock.monotonic() - first > sameSignalMs) machine.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) machine.on(signal, stop);
}

function isInterruption(thrown: unknown): boolean {
  return thrown instanceof EnhancerError && thrown.code === "INTERRUPTED";
}

function interruption(): EnhancerError {
  return new EnhancerError({
    code: "INTERRUPTED",
    message: "Interrupted",
    remedy: "Start the command again when you like.",
  });
}

/** The language before settings are known: errors in settings are told in it too. */
function localeOf(words: readonly string[], environment: NodeJS.ProcessEnv): Locale {
  const at = words.indexOf("--locale");
  const given =
    at >= 0
      ? words[at + 1]
      : (words.find((word) => word.startsWith("--locale="))?.slice(9) ?? environment.GENIE_ENHANCER_LOCALE);
  return given === "ko" ? "ko" : "en";
}
