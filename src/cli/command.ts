import type { Console } from "../lib/core/log.ts";
import type { Locale } from "../lib/report/locale.ts";
import type { Resolved, Source } from "../lib/settings/resolve.ts";
import type { Arguments, Option } from "./arguments.ts";

/** Exit codes: yes, an error, a clean no, interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What a command is handed by the program: the machine's side of things. */
export type Invocation = {
  readonly arguments: Arguments;
  /** Where settings come from, strongest first; `resolved` is what they come to. */
  readonly sources: readonly Source[];
  readonly resolved: Resolved;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly console: Console;
  readonly signal: AbortSignal;
  readonly json: boolean;
  readonly locale: Locale;
};

/** One command of the command line. */
export type Command = {
  readonly name: string;
  readonly usage: string;
  readonly en: string;
  readonly ko: string;
  readonly options: readonly Option[];
  /** Whether words that are no flags mean something to it. */
  readonly takesWords?: boolean;
  /** Whether the settings are shown in its help. */
  readonly takesSettings: boolean;
  /** Refuses what is wrong in the words alone, before anything is connected or started. */
  readonly check?: (words: Arguments) => Promise<void>;
  readonly run: (invocation: Invocation) => Promise<ExitCode>;
};
