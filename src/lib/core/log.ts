import { redactDocument } from "./redact.ts";

/** Where people's lines go. stdout and stderr of a process, or a list in a test. */
export type Console = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
  /** Its width now; left out where it is not known. */
  readonly columns?: () => number | undefined;
};

/** Something that happened, for the log. */
export type LogEntry = {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly event: string;
} & Readonly<Record<string, unknown>>;

export type Log = (entry: LogEntry) => void;

/** One JSON object a line, secrets hidden. */
export function jsonLog(
  write: (line: string) => void,
  now: () => Date,
  bindings: Readonly<Record<string, unknown>> = {},
): Log {
  return (entry) => {
    write(JSON.stringify(redactDocument({ time: now().toISOString(), ...bindings, ...entry })));
  };
}

/** Says nothing. */
export const silentLog: Log = () => {};
