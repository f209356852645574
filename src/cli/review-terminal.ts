import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { EnhancerError } from "../lib/core/errors.ts";
import type { Invocation } from "./command.ts";
import { terminalMarkdown } from "./terminal-markdown.ts";
import type { ReviewTerminal } from "./review-walk.ts";

/** Whether a person sits at both ends. */
export function isInteractive({ json, console }: Pick<Invocation, "json" | "console">): boolean {
  return !json && console.isTerminal && process.stdin.isTTY;
}

/** Runs work with the person at the terminal. */
export async function atTerminal<T>(
  { console, locale, signal }: Invocation,
  work: (terminal: ReviewTerminal) => Promise<T>,
): Promise<T> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  let isClosed = false;
  const ended = new Promise<null>((resolve) => {
    prompt.once("close", () => {
      isClosed = true;
      resolve(null);
    });
  });
  // In a terminal that reads line by line Ctrl-C is a key, and no signal comes.
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const say = (text: string): void => console.err(`${text}\n`);
  try {
    return await work({
      locale,
      ask: async (question) => {
        if (isClosed) return null;
        // The last line is what is asked; what stands above it is told.
        const lines = question.split("\n");
        const last = lines.pop() ?? "";
        if (lines.length > 0) say(lines.join("\n"));
        const answer = await Promise.race([prompt.question(last, { signal }), ended]);
        signal.throwIfAborted();
        return answer;
      },
      say,
      show: (markdown) => say(`\n${terminalMarkdown(markdown, console.isTerminal)}`),
      readFile: readText,
    });
  } finally {
    prompt.close();
  }
}

/** @throws EnhancerError SETTINGS_INVALID for a file that cannot be read */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new EnhancerError({
      code: "SETTINGS_INVALID",
      message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: "Give the path of a JSON file that holds the whole fix.",
      cause,
    });
  }
}
