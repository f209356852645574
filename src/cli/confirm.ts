import { createInterface } from "node:readline/promises";
import type { Invocation } from "./command.ts";

/** Asks a yes-or-no question in the terminal; `--yes` answers it. Without either it says that nothing can be asked, and means no. */
export async function confirm(
  invocation: Invocation,
  texts: { readonly question: string; readonly noTerminal: string },
): Promise<boolean> {
  if (invocation.arguments.options["yes"] === true) return true;
  if (!process.stdin.isTTY) {
    invocation.console.err(`${texts.noTerminal}\n`);
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${texts.question} [y/N] `, { signal: invocation.signal });
    return /^(?:y(?:es)?|예|네)$/iu.test(answer.trim());
  } finally {
    prompt.close();
  }
}
